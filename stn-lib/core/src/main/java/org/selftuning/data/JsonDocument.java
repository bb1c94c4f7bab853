package org.selftuning.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON that may be damaged: nested at most {@value #DEEPEST} deep, each name once in an object,
 * numbers that a double can hold. What is read can be walked and converted without a care for the
 * stack, or for numbers such as 1e999999999 whose whole part takes hours to write out.
 *
 * <p>Only with what gson 2.8.5 has, which a stock IJava brings along.
 */
public final class JsonDocument {
  /** The most objects and arrays within each other. */
  public static final int DEEPEST = 100;

  private static final int LONGEST_NUMBER = 400;
  private static final int LARGEST_SCALE = 1000;
  private static final Pattern PLACE =
      Pattern.compile("(?s)(.*?) at line (\\d+) column (\\d+)(?: path (\\S+))?.*");

  private final JsonReader in;

  private JsonDocument(String text, boolean lenient) {
    in = new JsonReader(new StringReader(text));
    in.setLenient(lenient);
  }

  /**
   * Reads an object.
   *
   * @throws JsonParseException if the text is anything else; the message is one line with the line
   *     and column
   */
  public static JsonObject read(String text) {
    return read(text, false);
  }

  /** Reads an object in which NaN and Infinity may be written bare, as gson writes them. */
  public static JsonObject readWithNaN(String text) {
    return read(text, true);
  }

  private static JsonObject read(String text, boolean lenient) {
    if (text.isBlank()) {
      throw new JsonParseException("it is empty");
    }
    try {
      return new JsonDocument(text, lenient).root();
    } catch (IOException e) {
      throw new JsonParseException(problem(e.getMessage()), e);
    }
  }

  private JsonObject root() throws IOException {
    if (in.peek() != JsonToken.BEGIN_OBJECT) {
      throw refused("it is no JSON object");
    }
    JsonObject root = object(1);
    if (in.peek() != JsonToken.END_DOCUMENT) {
      throw refused("there is more after its end");
    }
    return root;
  }

  private JsonElement element(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw refused("it is nested more than " + DEEPEST + " deep");
    }
    return switch (in.peek()) {
      case BEGIN_OBJECT -> object(depth);
      case BEGIN_ARRAY -> array(depth);
      case STRING -> new JsonPrimitive(in.nextString());
      case NUMBER -> number(in.nextString());
      case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
      default -> {
        in.nextNull();
        yield JsonNull.INSTANCE;
      }
    };
  }

  private JsonObject object(int depth) throws IOException {
    JsonObject object = new JsonObject();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      if (object.has(name)) {
        throw refused("a name is given twice");
      }
      object.add(name, element(depth + 1));
    }
    in.endObject();
    return object;
  }

  private JsonArray array(int depth) throws IOException {
    JsonArray array = new JsonArray();
    in.beginArray();
    while (in.hasNext()) {
      array.add(element(depth + 1));
    }
    in.endArray();
    return array;
  }

  /** A number that prints as it was written. */
  private JsonPrimitive number(String text) throws IOException {
    if (text.length() > LONGEST_NUMBER) {
      throw refused("a number has more than " + LONGEST_NUMBER + " digits");
    }
    double x = Double.parseDouble(text);
    if (Double.toString(x).equals(text)) {
      return new JsonPrimitive(x);
    }
    if (x == (long) x && Long.toString((long) x).equals(text)) {
      return new JsonPrimitive((long) x);
    }
    BigDecimal exact = new BigDecimal(text);
    if (Double.isInfinite(x) || Math.abs((long) exact.scale()) > LARGEST_SCALE) {
      throw refused("a number is too large or too small");
    }
    return new JsonPrimitive(exact);
  }

  /** An error at the reader's place, in the form that the reader's own have. */
  private MalformedJsonException refused(String problem) {
    Matcher place = PLACE.matcher(in.toString());
    String where = place.matches() ? in.toString().substring(place.end(1)) : "";
    return new MalformedJsonException(problem + where);
  }

  private static String problem(String message) {
    Matcher parts =
        PLACE.matcher(message.replace("Use JsonReader.setLenient(true) to accept ", ""));
    if (!parts.matches()) {
      return "not JSON: " + message.replaceAll("\\s+", " ");
    }
    String where =
        parts.group(4) == null || parts.group(4).equals("$") ? "" : ", at " + parts.group(4);
    return "line " + parts.group(2) + ", column " + parts.group(3) + where + ": " + parts.group(1);
  }
}
