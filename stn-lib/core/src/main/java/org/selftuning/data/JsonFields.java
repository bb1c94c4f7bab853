package org.selftuning.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.selftuning.tensor.Shape;

/** The fields of a JSON object, each read as what it should be; an error names the field. */
final class JsonFields {
  private final JsonObject json;

  private JsonFields(JsonObject json) {
    this.json = json;
  }

  static JsonFields of(JsonObject json) {
    return new JsonFields(json);
  }

  boolean has(String name) {
    return json.has(name) && !json.get(name).isJsonNull();
  }

  private JsonElement get(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException("the field '" + name + "' is missing");
    }
    return json.get(name);
  }

  private <T> T as(String name, String what, Function<JsonElement, T> read) {
    JsonElement element = get(name);
    try {
      return read.apply(element);
    } catch (IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | IllegalArgumentException e) {
      throw new IllegalArgumentException("the field '" + name + "' is not " + what, e);
    }
  }

  String text(String name) {
    return as(name, "a text", JsonElement::getAsString);
  }

  int integer(String name) {
    return as(name, "a whole number", JsonElement::getAsInt);
  }

  double number(String name) {
    return as(name, "a number", JsonElement::getAsDouble);
  }

  boolean flag(String name) {
    return as(name, "true or false", JsonElement::getAsBoolean);
  }

  <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    return as(
        name,
        "one of " + List.of(type.getEnumConstants()),
        e -> Enum.valueOf(type, e.getAsString()));
  }

  JsonFields object(String name) {
    return as(name, "an object", e -> of(e.getAsJsonObject()));
  }

  Optional<JsonFields> optional(String name) {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  List<JsonFields> list(String name) {
    return as(name, "a list of objects", e -> each(e, element -> of(element.getAsJsonObject())));
  }

  List<String> texts(String name) {
    return as(name, "a list of texts", e -> each(e, JsonElement::getAsString));
  }

  double[] numbers(String name) {
    return as(
        name,
        "a list of numbers",
        e -> each(e, JsonElement::getAsDouble).stream().mapToDouble(x -> x).toArray());
  }

  Shape shape(String name) {
    return as(
        name,
        "a shape",
        e -> Shape.of(each(e, JsonElement::getAsInt).stream().mapToInt(x -> x).toArray()));
  }

  private static <T> List<T> each(JsonElement list, Function<JsonElement, T> read) {
    List<T> all = new ArrayList<>();
    list.getAsJsonArray().forEach(element -> all.add(read.apply(element)));
    return all;
  }

  /** The scaling that {@link #of(Standardize)} wrote. */
  Standardize standardize() {
    return new Standardize(floats(numbers("mean")), floats(numbers("std")));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static JsonObject of(Standardize by) {
    JsonObject json = new JsonObject();
    json.add("mean", of(by.mean()));
    json.add("std", of(by.std()));
    return json;
  }

  private static JsonArray of(float[] values) {
    JsonArray array = new JsonArray();
    for (float value : values) {
      array.add(value);
    }
    return array;
  }

  static JsonArray of(Shape shape) {
    JsonArray array = new JsonArray();
    Arrays.stream(shape.dims()).forEach(array::add);
    return array;
  }

  static JsonArray of(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
