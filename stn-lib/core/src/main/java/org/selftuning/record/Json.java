package org.selftuning.record;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.function.IntToDoubleFunction;
import org.selftuning.train.Score;

/**
 * Numbers in JSON, which knows neither NaN nor infinities: NaN is null, an infinity the text {@code
 * "Infinity"} or {@code "-Infinity"}. Reading says by name what is missing.
 */
public final class Json {
  private static final double EXACT = 1L << 53;

  private static final Gson GSON = new Gson();

  private Json() {}

  /**
   * Reads an object; only with what gson 2.8.5 has, which a stock IJava brings along.
   *
   * @throws JsonParseException if the text is anything else
   */
  public static JsonObject parse(String text) {
    JsonObject json = GSON.fromJson(text, JsonObject.class);
    if (json == null) {
      throw new JsonParseException("it is empty");
    }
    return json;
  }

  /** A number. */
  public static JsonElement number(double x) {
    if (Double.isNaN(x)) {
      return JsonNull.INSTANCE;
    }
    if (Double.isInfinite(x)) {
      return new JsonPrimitive(Double.toString(x));
    }
    boolean whole = x == Math.rint(x) && Math.abs(x) < EXACT && 1 / x != Double.NEGATIVE_INFINITY;
    return whole ? new JsonPrimitive((long) x) : new JsonPrimitive(x);
  }

  /** An array of numbers. */
  public static JsonArray numbers(double[] numbers) {
    return numbers(numbers.length, i -> numbers[i]);
  }

  /** An array of {@code count} numbers. */
  public static JsonArray numbers(int count, IntToDoubleFunction number) {
    JsonArray array = new JsonArray(count);
    for (int i = 0; i < count; i++) {
      array.add(number(number.applyAsDouble(i)));
    }
    return array;
  }

  /** A score, with its loss and accuracy. */
  public static JsonObject score(Score score) {
    JsonObject json = new JsonObject();
    json.add("loss", number(score.loss()));
    json.add("accuracy", number(score.accuracy()));
    return json;
  }

  /** Reads what {@link #score} made. */
  public static Score readScore(JsonObject json) {
    return new Score(number(json, "loss"), number(json, "accuracy"));
  }

  /** Reads a number. */
  public static double number(JsonObject json, String name) {
    return number(member(json, name), name);
  }

  /** Reads a text. */
  public static String text(JsonObject json, String name) {
    return member(json, name).getAsString();
  }

  /** Reads a truth value. */
  public static boolean flag(JsonObject json, String name) {
    return member(json, name).getAsBoolean();
  }

  /** Reads an object. */
  public static JsonObject object(JsonObject json, String name) {
    JsonElement element = member(json, name);
    if (!element.isJsonObject()) {
      throw new IllegalArgumentException("'" + name + "' should be an object");
    }
    return element.getAsJsonObject();
  }

  /** Reads an array. */
  public static JsonArray array(JsonObject json, String name) {
    JsonElement element = member(json, name);
    if (!element.isJsonArray()) {
      throw new IllegalArgumentException("'" + name + "' should be an array");
    }
    return element.getAsJsonArray();
  }

  /** Reads an array of numbers; of any length if {@code length} is −1. */
  public static double[] readNumbers(JsonObject json, String name, int length) {
    return readNumbers(array(json, name), name, length);
  }

  /** Reads {@code columns} arrays of one length. */
  static double[][] readColumns(JsonObject json, String name, int columns, int length) {
    JsonArray array = array(json, name);
    checkLength(array, name, columns);
    double[][] numbers = new double[columns][];
    for (int i = 0; i < columns; i++) {
      numbers[i] = readNumbers(array.get(i).getAsJsonArray(), name, length);
    }
    return numbers;
  }

  private static double[] readNumbers(JsonArray array, String name, int length) {
    checkLength(array, name, length);
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(array.get(i), name);
    }
    return numbers;
  }

  private static void checkLength(JsonArray array, String name, int length) {
    if (length >= 0 && array.size() != length) {
      throw new IllegalArgumentException(
          "'" + name + "' has " + array.size() + " entries, expected " + length);
    }
  }

  private static double number(JsonElement element, String name) {
    if (element.isJsonNull()) {
      return Double.NaN;
    }
    try {
      return element.getAsDouble();
    } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException("'" + name + "' holds " + element + ", no number", e);
    }
  }

  private static JsonElement member(JsonObject json, String name) {
    JsonElement element = json.get(name);
    if (element == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return element;
  }
}
