package org.selftuning.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options as JSON: in checkpoints, and where they travel to another process. */
public final class OptionsJson {
  private static final Pattern PLACE = Pattern.compile("\\bpath (\\$\\S*)");
  private static final Gson RECORDS =
      new GsonBuilder()
          .serializeSpecialFloatingPointValues()
          .registerTypeAdapterFactory(new RecordsInJson())
          .create();

  /** Reads and writes records, optimizers among them. */
  static final Gson GSON =
      RECORDS
          .newBuilder()
          .registerTypeAdapter(Optimizer.class, (JsonSerializer<Optimizer>) OptionsJson::write)
          .registerTypeAdapter(Optimizer.class, (JsonDeserializer<Optimizer>) OptionsJson::read)
          .create();

  private OptionsJson() {}

  /** Returns the options as JSON, numbers exact. */
  public static JsonObject write(TrainOptions options) {
    return GSON.toJsonTree(options).getAsJsonObject();
  }

  /**
   * Reads what {@link #write(TrainOptions)} wrote.
   *
   * @throws IllegalArgumentException if it is anything else; one line says what
   */
  public static TrainOptions read(JsonObject json) {
    try {
      return GSON.fromJson(json, TrainOptions.class);
    } catch (RuntimeException e) { // what gson and the records' own checks throw has many kinds
      throw new IllegalArgumentException("the options can't be read: " + line(e), e);
    }
  }

  private static JsonElement write(
      Optimizer optimizer, Type type, JsonSerializationContext context) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", optimizer.getClass().getSimpleName());
    json.add("settings", RECORDS.toJsonTree(optimizer));
    return json;
  }

  private static Optimizer read(JsonElement json, Type type, JsonDeserializationContext context) {
    String kind = json.getAsJsonObject().get("kind").getAsString();
    for (Class<?> known : Optimizer.class.getPermittedSubclasses()) {
      if (known.getSimpleName().equals(kind)) {
        return (Optimizer) RECORDS.fromJson(json.getAsJsonObject().get("settings"), known);
      }
    }
    throw new JsonParseException("there is no optimizer named " + kind);
  }

  /** What an error of gson's or of a record's constructor says, in one line. */
  static String line(Exception e) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    boolean gsons =
        e.getCause() != null && e.getCause().getClass() != IllegalArgumentException.class;
    return place.find()
        ? "the value at " + place.group(1) + " is of another kind"
        : e instanceof NumberFormatException || gsons && !(e.getCause() instanceof IOException)
            ? "a value is of another kind"
            : e.getMessage();
  }
}
