package org.selftuning.model;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.selftuning.layer.Default;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.Records;

/**
 * An argument of a kind of layer or loss in the YAML form.
 *
 * @param <K> the layer or loss
 * @param <A> the argument's type
 * @param name its key
 * @param type how it is read and printed
 * @param part takes it out of the layer or loss
 * @param fallback its value where it is left out, if that is always the same
 * @param model the argument before it whose value it has where it is left out, if there is one
 */
record Argument<K, A>(
    String name,
    Type<A> type,
    Function<K, A> part,
    Optional<A> fallback,
    Optional<Argument<K, A>> model) {

  /**
   * A type of argument: its name for people, and how it is read and printed. What is printed of a
   * {@code nested} one are lines below its key.
   */
  record Type<A>(
      String noun, Function<YamlValue, A> read, Function<A, String> print, boolean nested) {
    Type(String noun, Function<YamlValue, A> read, Function<A, String> print) {
      this(noun, read, print, false);
    }
  }

  private static final Type<Integer> COUNT =
      new Type<>("a whole number", YamlValue::count, n -> Integer.toString(n));

  private static final Type<Double> NUMBER =
      new Type<>("a number", YamlValue::number, YamlText::number);

  private static final Type<Boolean> FLAG =
      new Type<>("true or false", YamlValue::flag, b -> Boolean.toString(b));

  private static final Type<String> TEXT =
      new Type<>("text", value -> value.text("text"), YamlText::name);

  private static final Type<Quantity> QUANTITY =
      new Type<>("a number or the name of a hyperparameter", Argument::quantity, Argument::printed);

  private static final Type<List<Double>> NUMBERS =
      new Type<>("a list of numbers", Argument::numbers, Argument::printed);

  private static final Type<List<Layer>> LAYERS =
      new Type<>("a list of layers", Argument::layers, Argument::printedLayers, true);

  private static final Type<List<List<Layer>>> PATHS =
      new Type<>("a list of lists of layers", Argument::paths, Argument::printedPaths, true);

  /** The argument that a component is. */
  @SuppressWarnings("unchecked") // the type is that of the component
  static <K> Argument<K, ?> of(
      Class<K> kind, RecordComponent component, List<Argument<K, ?>> before) {
    String name = Kinds.hyphened(component.getName());
    Type<Object> type = (Type<Object>) typeOf(kind, component);
    Argument<K, Object> argument =
        new Argument<>(
            name,
            type,
            whole -> Records.read(component, whole),
            Optional.empty(),
            Optional.empty());
    Default left = component.getAnnotation(Default.class);
    if (left == null) {
      return argument;
    }
    if (left.as().isEmpty()) {
      YamlValue value = YamlDocument.read(left.value()).orElseThrow();
      return new Argument<>(
          name, type, argument.part, Optional.of(type.read.apply(value)), Optional.empty());
    }
    Argument<K, Object> other =
        (Argument<K, Object>)
            before.stream()
                .filter(each -> each.name.equals(Kinds.hyphened(left.as())))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            kind.getSimpleName() + " has no component '" + left.as() + "'"));
    return new Argument<>(name, type, argument.part, Optional.empty(), Optional.of(other));
  }

  private static Type<?> typeOf(Class<?> kind, RecordComponent component) {
    Class<?> type = component.getType();
    if (type == int.class) {
      return COUNT;
    } else if (type == double.class) {
      return NUMBER;
    } else if (type == boolean.class) {
      return FLAG;
    } else if (type == String.class) {
      return TEXT;
    } else if (type == Quantity.class) {
      return QUANTITY;
    } else if (type.isEnum()) {
      return word(type);
    } else if (component.getGenericType() instanceof ParameterizedType list && type == List.class) {
      java.lang.reflect.Type of = list.getActualTypeArguments()[0];
      if (of == Double.class) {
        return NUMBERS;
      } else if (of == Layer.class) {
        return LAYERS;
      } else if (of instanceof ParameterizedType inner
          && inner.getRawType() == List.class
          && inner.getActualTypeArguments()[0] == Layer.class) {
        return PATHS;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            "%s has no form in YAML: its component %s is %s, which must be an int, double, boolean,"
                + " String, Quantity, an enum, or a List of Double or of Layer",
            kind.getSimpleName(), component.getName(), component.getGenericType().getTypeName()));
  }

  private static Type<Object> word(Class<?> words) {
    Map<String, Object> byWord = new LinkedHashMap<>();
    for (Object constant : words.getEnumConstants()) {
      byWord.put(word(constant), constant);
    }
    return new Type<>(
        String.join(" or ", byWord.keySet()),
        value -> byWord.get(value.word(List.copyOf(byWord.keySet()))),
        Argument::word);
  }

  private static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  A read(YamlValue value) {
    return type.read().apply(value);
  }

  String print(K whole) {
    return type.print().apply(part.apply(whole));
  }

  Caption.Argument caption(K whole, boolean alone) {
    return part.apply(whole) instanceof Quantity.Tuned tuned
        ? new Caption.Argument(alone ? "" : name, tuned.hyperparameter(), true)
        : new Caption.Argument(alone ? "" : name, print(whole), false);
  }

  boolean isLeftOut(K whole) {
    return fallback
        .or(() -> model.map(other -> other.part.apply(whole)))
        .filter(part.apply(whole)::equals)
        .isPresent();
  }

  private static Quantity quantity(YamlValue value) {
    if (value.isList()) {
      return new Quantity.Each(numbers(value));
    }
    return value.isNumber()
        ? Quantity.of(value.number())
        : Quantity.tuned(value.text(QUANTITY.noun()));
  }

  private static String printed(Quantity quantity) {
    if (quantity instanceof Quantity.Each each) {
      return printed(each.values());
    }
    return quantity instanceof Quantity.Fixed fixed
        ? YamlText.number(fixed.value())
        : YamlText.name(((Quantity.Tuned) quantity).hyperparameter());
  }

  private static List<Double> numbers(YamlValue value) {
    return value.list(NUMBERS.noun()).stream().map(YamlValue::number).toList();
  }

  private static String printed(List<Double> numbers) {
    return numbers.stream().map(YamlText::number).collect(Collectors.joining(", ", "[", "]"));
  }

  private static List<Layer> layers(YamlValue value) {
    return value.list("a list of layers").stream().map(Vocabulary.LAYERS::read).toList();
  }

  private static String printedLayers(List<Layer> layers) {
    return layers.stream()
        .map(layer -> YamlText.item(Vocabulary.LAYERS.printed(layer)))
        .collect(Collectors.joining("\n"));
  }

  private static List<List<Layer>> paths(YamlValue value) {
    return value.list(PATHS.noun()).stream().map(Argument::layers).toList();
  }

  private static String printedPaths(List<List<Layer>> paths) {
    return paths.stream()
        .map(path -> YamlText.item(path.isEmpty() ? "[]" : printedLayers(path)))
        .collect(Collectors.joining("\n"));
  }
}
