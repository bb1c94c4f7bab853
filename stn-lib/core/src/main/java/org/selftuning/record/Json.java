package org.selftuning.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.selftuning.data.JsonDocument;
import org.selftuning.train.Score;

/**
 * Numbers in JSON, which knows neither NaN nor infinities: NaN is null, an infinity the text {@code
 * "Infinity"} or {@code "-Infinity"}. What is read is checked: an {@link IllegalArgumentException}
 * says by name what is missing or of another kind.
 */
public final class Json {
  private static final double EXACT = 1L << 53;

  private Json() {}

  /**
   * Reads an object; see {@link JsonDocument}.
   *
   * @throws JsonParseException if the text is anything else; one line says where
   */
  public static JsonObject parse(String text) {
    return JsonDocument.read(text);
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

  /** Reads a whole number. */
  public static long whole(JsonObject json, String name) {
    return whole(number(json, name), name);
  }

  /** Reads a whole number of 32 bits. */
  public static int integer(JsonObject json, String name) {
    return integer(number(json, name), name);
  }

  /** Reads a text. */
  public static String text(JsonObject json, String name) {
    JsonElement text = member(json, name);
    return expect(
            text, name, "a text", e -> e.isJsonPrimitive() && e.getAsJsonPrimitive().isString())
        .getAsString();
  }

  /** Reads the name of a constant. */
  public static <E extends Enum<E>> E constant(JsonObject json, String name, Class<E> type) {
    String text = text(json, name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            "'%s' is '%s'; it should be one of %s",
            name,
            excerpt(text),
            Arrays.stream(type.getEnumConstants()).map(E::name).collect(Collectors.joining(", "))));
  }

  /** Reads a truth value. */
  public static boolean flag(JsonObject json, String name) {
    JsonElement flag = member(json, name);
    return expect(
            flag,
            name,
            "true or false",
            e -> e.isJsonPrimitive() && e.getAsJsonPrimitive().isBoolean())
        .getAsBoolean();
  }

  /** Reads an object. */
  public static JsonObject object(JsonObject json, String name) {
    return expect(member(json, name), name, "an object", JsonElement::isJsonObject)
        .getAsJsonObject();
  }

  /** Reads an array. */
  public static JsonArray array(JsonObject json, String name) {
    return array(member(json, name), name);
  }

  private static JsonArray array(JsonElement element, String name) {
    return expect(element, name, "an array", JsonElement::isJsonArray).getAsJsonArray();
  }

  /** Reads an array of objects; what {@code make} objects to is said with the object's place. */
  public static <T> List<T> objects(JsonObject json, String name, Function<JsonObject, T> make) {
    List<T> made = new ArrayList<>();
    for (JsonElement element : array(json, name)) {
      String place = name + "[" + made.size() + "]";
      JsonObject object =
          expect(element, place, "an object", JsonElement::isJsonObject).getAsJsonObject();
      try {
        made.add(make.apply(object));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
      }
    }
    return made;
  }

  /** Reads an array of numbers; of any length if {@code length} is −1. */
  public static double[] readNumbers(JsonObject json, String name, int length) {
    return readNumbers(member(json, name), name, length);
  }

  /** Reads an array of whole numbers that ascend; of any length if {@code length} is −1. */
  static long[] readAscending(JsonObject json, String name, int length) {
    double[] numbers = readNumbers(json, name, length);
    long[] ascending = new long[numbers.length];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = whole(numbers[i], name + "[" + i + "]");
      if (i > 0 && ascending[i] <= ascending[i - 1]) {
        throw new IllegalArgumentException(
            String.format(
                "'%s[%d]' is %d, after %d; it should be larger",
                name, i, ascending[i], ascending[i - 1]));
      }
    }
    return ascending;
  }

  /** Reads {@code rows} arrays of numbers, each of one length. */
  public static double[][] readRows(JsonObject json, String name, int rows, int length) {
    JsonArray array = array(json, name);
    checkLength(array, name, rows);
    double[][] numbers = new double[array.size()][];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = readNumbers(array.get(i), name + "[" + i + "]", length);
    }
    return numbers;
  }

  private static double[] readNumbers(JsonElement element, String name, int length) {
    JsonArray array = array(element, name);
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
    if (element.isJsonPrimitive() && element.getAsString().matches("-?Infinity")) {
      return Double.parseDouble(element.getAsString());
    }
    return expect(
            element,
            name,
            "a number",
            e -> e.isJsonPrimitive() && e.getAsJsonPrimitive().isNumber())
        .getAsDouble();
  }

  /**
   * Checks that a number is whole.
   *
   * @param name what it is called in the message
   */
  public static long whole(double x, String name) {
    if (x != Math.rint(x) || Math.abs(x) > EXACT) {
      throw new IllegalArgumentException(
          "'" + name + "' is " + x + "; it should be a whole number of at most 16 digits");
    }
    return (long) x;
  }

  /**
   * Checks that a number is whole and has 32 bits.
   *
   * @param name what it is called in the message
   */
  static int integer(double x, String name) {
    if (x != Math.rint(x) || x != (int) x) {
      throw new IllegalArgumentException(
          "'" + name + "' is " + x + "; it should be a whole number of at most 9 digits");
    }
    return (int) x;
  }

  private static JsonElement expect(
      JsonElement element, String name, String kind, Predicate<JsonElement> is) {
    if (!is.test(element)) {
      throw new IllegalArgumentException(
          "'" + name + "' is " + excerpt(element.toString()) + "; it should be " + kind);
    }
    return element;
  }

  private static String excerpt(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 40 ? line : line.substring(0, 40) + "…";
  }

  private static JsonElement member(JsonObject json, String name) {
    JsonElement element = json.get(name);
    if (element == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return element;
  }
}
