package org.selftuning.train;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.selftuning.data.JsonDocument;
import org.selftuning.data.Preparation;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/**
 * A run on disk: one safetensors file whose metadata hold the model as YAML and, as JSON, the
 * options, the progress, the positions of all random streams, and what was done to the raw data.
 *
 * <p>{@link #open} reads all of it but the tensors, which {@link Trainer#load(Checkpoint,
 * StepFunction, org.selftuning.data.Source, org.selftuning.tensor.Device)} takes from the same
 * file, even if another was written under its name meanwhile.
 */
public final class Checkpoint implements AutoCloseable {
  /** Everything but model and tensors. */
  private static final class State {
    TrainOptions options;
    Progress progress;
    Map<String, Long> streams = new TreeMap<>();
    Map<String, Integer> examples = new TreeMap<>();

    /** What the data were, by part; of an older file empty. */
    Map<String, String> data = new TreeMap<>();
  }

  static final String PREPARATION = "preparation";
  private static final String BEST = "best.";

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
    text.put("state", OptionsJson.GSON.toJson(state));
    SafeTensors.write(to, tensors, text);
  }

  /**
   * Opens a checkpoint.
   *
   * @throws IOException if the file is missing, cut off or damaged; one line says which
   */
  public static Checkpoint open(Path path) throws IOException {
    SafeTensors file = SafeTensors.open(path);
    try {
      return read(path, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static Checkpoint read(Path path, SafeTensors file) throws IOException {
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
          path
              + ": the state can't be read: "
              + OptionsJson.line(e)
              + "; use an earlier checkpoint",
          e);
    }
  }

  private static State state(String json) {
    State state;
    try {
      state = OptionsJson.GSON.fromJson(JsonDocument.readWithNaN(json), State.class);
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

  /**
   * Returns this state for another network of the same weights: the hyperparameters of a plain
   * network fixed at other values, for example.
   *
   * @param other the network; its layers have the weights of this one's
   * @param change makes the options to continue with of those of this one; its minibatches,
   *     optimizers and seed should stay
   * @return closed with this one
   */
  public Checkpoint with(ModelSpec other, UnaryOperator<TrainOptions> change) {
    State changed = copy();
    changed.options = change.apply(state.options);
    changed.examples.putAll(state.examples);
    changed.data.putAll(state.data);
    return new Checkpoint(other, changed, path, file);
  }

  /** Returns this state for any data of the same kind; it is closed with this one. */
  public Checkpoint onOtherData() {
    return new Checkpoint(spec, copy(), path, file);
  }

  /** All but what is known of the data. */
  private State copy() {
    State copy = new State();
    copy.options = state.options;
    copy.progress = state.progress;
    copy.streams.putAll(state.streams);
    return copy;
  }

  ModelSpec spec() {
    return spec;
  }

  /**
   * What was done to the raw data that the network was trained on; empty in a file that was written
   * before checkpoints had it.
   *
   * @throws IOException if it is damaged; one line says how
   */
  public Optional<Preparation> preparation() throws IOException {
    String text = file.text(PREPARATION);
    try {
      return Optional.ofNullable(text).map(Preparation::parse);
    } catch (IllegalArgumentException e) {
      throw new IOException(path + ": " + e.getMessage() + "; use an earlier checkpoint", e);
    }
  }

  /**
   * Reads the network of the epoch with the lowest validation loss; the last one, if no epoch is
   * finished. The data are not needed.
   *
   * @param device where its parameters are laid out for a moment
   * @throws IOException if the file holds other weights than its model has
   */
  public TrainedNetwork bestNetwork(Device device) throws IOException {
    try (Ops ops = device.open()) {
      Network network = state.options.method().bind(spec, ops, 1, state.options.seed());
      boolean best = state.progress.bestEpoch > 0;
      Tensor hyperparameters = ops.tensor(Math.max(1, spec.space().size()));
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      String prefix = best ? BEST : "";
      network.averages().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
      if (best) {
        tensors.put(BEST + "weights", network.parameters().values());
      } else {
        network.parameters().list().forEach(p -> tensors.put(p.name(), p.value()));
      }
      if (spec.tunes()) {
        tensors.put(prefix + "lambda", hyperparameters);
      } else if (best && !spec.space().isEmpty()) {
        tensors.put(BEST + "scheduled", hyperparameters);
      }
      file.load(tensors);
      float[] values = spec.space().isEmpty() ? new float[0] : hyperparameters.toArray();
      return TrainedNetwork.of(network, state.options, state.progress.bestEpoch, values);
    }
  }

  /**
   * The texts in the file, by name; those given to {@link Trainer#save(Path, Map)} among them.
   *
   * @throws IOException if one is something else
   */
  public Map<String, String> sections() throws IOException {
    return file.texts();
  }

  @Override
  public void close() throws IOException {
    file.close();
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
}
