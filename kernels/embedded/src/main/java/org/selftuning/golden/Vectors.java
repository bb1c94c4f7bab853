package org.selftuning.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file of golden vectors: configuration, inputs, parameters, and the results to be met. */
record Vectors(String name, JsonObject json) {

  static Vectors read(Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    try {
      return new Vectors(name, JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException(file + ": no JSON object; fetch the file again", e);
    }
  }

  JsonObject config() {
    return json.getAsJsonObject("config");
  }

  /** Returns an entry of the configuration. */
  JsonElement config(String key) {
    return require(config(), "config", key);
  }

  float[] input(String key) {
    return floats(array("inputs", key));
  }

  int[] inputShape(String key) {
    return ints(array("inputs", key).getAsJsonArray("shape"));
  }

  float[] parameter(String key) {
    return floats(array("parameters", key));
  }

  double[] parameterDoubles(String key) {
    return doubles(array("parameters", key));
  }

  int[] parameterShape(String key) {
    return ints(array("parameters", key).getAsJsonArray("shape"));
  }

  boolean has(String section, String key) {
    return json.has(section) && json.getAsJsonObject(section).has(key);
  }

  double[] output(String key) {
    return doubles(array("outputs", key));
  }

  double[] gradient(String key) {
    return doubles(array("gradients", key));
  }

  double[] inputDoubles(String key) {
    return doubles(array("inputs", key));
  }

  private JsonObject array(String section, String key) {
    return require(json.getAsJsonObject(section), section, key).getAsJsonObject();
  }

  private JsonElement require(JsonObject in, String section, String key) {
    if (in == null || !in.has(key)) {
      throw new IllegalArgumentException(name + ": there is no " + key + " in " + section);
    }
    return in.get(key);
  }

  private static double[] doubles(JsonObject array) {
    JsonArray data = array.getAsJsonArray("data");
    double[] values = new double[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(data.get(i));
    }
    return values;
  }

  /** A number, or one of the words that JSON has no number for. */
  static double number(JsonElement element) {
    return switch (element.getAsString()) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> element.getAsDouble();
    };
  }

  private static float[] floats(JsonObject array) {
    double[] doubles = doubles(array);
    float[] values = new float[doubles.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) doubles[i];
    }
    return values;
  }

  private static int[] ints(JsonArray array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsInt();
    }
    return values;
  }
}
