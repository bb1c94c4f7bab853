package org.selftuning.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.selftuning.data.JsonDocument;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/**
 * A run on disk: one safetensors file whose metadata hold the model as YAML and, as JSON, the
 * options, the progress, and the positions of all random streams.
 */
final class Checkpoint {
  private static final Pattern PLACE = Pattern.compile("\\bpath (\\$\\S*)");
  private static final Gson RECORDS =
      new GsonBuilder()
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapterFactory(new RecordsInJson())
          .create();
  private static final Gson GSON =
      RECORDS
          .newBuilder()
          .registerTypeAdapter(Optimizer.class, (JsonSerializer<Optimizer>) Checkpoint::write)
          .registerTypeAdapter(Optimizer.class, (JsonDeserializer<Optimizer>) Checkpoint::read)
          .create();

  /** Everything but model and tensors. */
  private static final class State {
    TrainOptions options;
    Progress progress;
    Map<String, Long> streams = new TreeMap<>();
    Map<String, Integer> examples = new LinkedHashMap<>();

    /** What the data were, by part; of an older file empty. */
    Map<String, String> data = new LinkedHashMap<>();
  }

  private final ModelSpec spec;
  private final State state;
  private final Path path;
  private final SafeTensors file;

  private Checkpoint(ModelSpec spec, State state, Path path, SafeTensors file) {
    this.spec = spec;
    this.state = state;
    this.path = path;
    this.file = file;
  }

  static Checkpoint of(
      ModelSpec spec,
      Feed feed,
      TrainOptions options,
      Progress progress,
      Map<String, RandomStream> streams) {
    State state = new State();
    state.options = options;
    state.progress = progress;
    streams.forEach((name, stream) -> state.streams.put(name, stream.position()));
    state.examples.putAll(feed.sizes());
    state.data.putAll(feed.fingerprints());
    return new Checkpoint(spec, state, null, null);
  }

  void write(Path to, Map<String, Tensor> tensors, Map<String, String> sections)
      throws IOException {
    Map<String, String> text = new LinkedHashMap<>(sections);
    text.put("model", ModelYaml.print(spec));
    text.put("state", GSON.toJson(state));
    SafeTensors.write(to, tensors, text);
  }

  static Checkpoint read(Path path) throws IOException {
    SafeTensors file = SafeTensors.open(path);
    file.check();
    String model = file.text("model");
    String json = file.text("state");
    if (model == null || json == null) {
      throw new IOException(
          path + " is a safetensors file, but no checkpoint of a self-tuning network");
    }
    try {
      return new Checkpoint(ModelYaml.parse(model), state(json), path, file);
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new IOException(
          path + ": the state can't be read: " + line(e) + "; use an earlier checkpoint", e);
    }
  }

  private static State state(String json) {
    State state;
    try {
      state = GSON.fromJson(JsonDocument.readWithNaN(json), State.class);
    } catch (JsonParseException e) {
      throw e;
    } catch (RuntimeException e) { // what gson and the records' own checks throw has many kinds
      throw new JsonParseException(e.getMessage(), e);
    }
    if (state.options == null
        || state.progress == null
        || hasNull(state.streams)
        || hasNull(state.examples)) {
      throw new JsonParseException("a part is missing");
    }
    return state;
  }

  private static boolean hasNull(Map<?, ?> map) {
    return map == null || map.containsValue(null);
  }

  /** What an error of gson's or of a record's constructor says, in one line. */
  private static String line(Exception e) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    boolean gsons =
        e.getCause() != null && e.getCause().getClass() != IllegalArgumentException.class;
    return place.find()
        ? "the value at " + place.group(1) + " is of another kind"
        : e instanceof NumberFormatException || gsons && !(e.getCause() instanceof IOException)
            ? "a value is of another kind"
            : e.getMessage();
  }

  /** The same state of another network, to go on with by changed options. */
  Checkpoint with(ModelSpec other, UnaryOperator<TrainOptions> change) {
    State changed = new State();
    changed.options = change.apply(state.options);
    changed.progress = state.progress;
    changed.streams.putAll(state.streams);
    changed.examples.putAll(state.examples);
    changed.data.putAll(state.data);
    return new Checkpoint(other, changed, path, file);
  }

  ModelSpec spec() {
    return spec;
  }

  TrainOptions options() {
    return state.options;
  }

  /** Refuses data other than the run was trained on. */
  void checkData(Feed feed) throws IOException {
    for (Map.Entry<String, Integer> part : feed.sizes().entrySet()) {
      int before = state.examples.getOrDefault(part.getKey(), part.getValue());
      if (before != part.getValue()) {
        throw otherData(
            String.format(
                "with %d %s examples, but %d are given", before, part.getKey(), part.getValue()));
      }
    }
    for (Map.Entry<String, String> part : feed.fingerprints().entrySet()) {
      String before = state.data.getOrDefault(part.getKey(), part.getValue());
      if (!before.equals(part.getValue())) {
        throw otherData(
            String.format(
                "on other %s examples: %s, but %s are given",
                part.getKey(), before, part.getValue()));
      }
    }
  }

  private IOException otherData(String how) {
    return new IOException(
        path
            + " was trained "
            + how
            + "; load the same data, or continue on these with --other-data (Run.loadOnOtherData)");
  }

  void restore(Progress progress, Map<String, RandomStream> streams, Map<String, Tensor> tensors)
      throws IOException {
    file.load(tensors);
    for (Map.Entry<String, RandomStream> entry : streams.entrySet()) {
      Long position = state.streams.get(entry.getKey());
      if (position == null) {
        throw new IOException(path + " holds no position for the stream " + entry.getKey());
      }
      entry.getValue().seek(position);
    }
    progress.set(state.progress);
  }

  private static com.google.gson.JsonElement write(
      Optimizer optimizer,
      java.lang.reflect.Type type,
      com.google.gson.JsonSerializationContext context) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", optimizer.getClass().getSimpleName());
    json.add("settings", RECORDS.toJsonTree(optimizer));
    return json;
  }

  private static Optimizer read(
      com.google.gson.JsonElement json,
      java.lang.reflect.Type type,
      com.google.gson.JsonDeserializationContext context) {
    String kind = json.getAsJsonObject().get("kind").getAsString();
    for (Class<?> known : Optimizer.class.getPermittedSubclasses()) {
      if (known.getSimpleName().equals(kind)) {
        return (Optimizer) RECORDS.fromJson(json.getAsJsonObject().get("settings"), known);
      }
    }
    throw new JsonParseException("there is no optimiser named " + kind);
  }
}
