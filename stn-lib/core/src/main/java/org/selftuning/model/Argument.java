package org.selftuning.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.selftuning.layer.Quantity;

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

  /** A type of argument: its name for people, and how it is read and printed. */
  record Type<A>(String noun, Function<YamlValue, A> read, Function<A, String> print) {}

  private static final Type<Integer> COUNT =
      new Type<>("a whole number", YamlValue::count, n -> Integer.toString(n));

  private static final Type<Quantity> QUANTITY =
      new Type<>("a number or the name of a hyperparameter", Argument::quantity, Argument::printed);

  private static final Type<List<Double>> NUMBERS =
      new Type<>("a list of numbers", Argument::numbers, Argument::printed);

  /** A whole number that must be given. */
  static <K> Argument<K, Integer> count(String name, Function<K, Integer> part) {
    return new Argument<>(name, COUNT, part, Optional.empty(), Optional.empty());
  }

  /** A number or the name of a hyperparameter; must be given. */
  static <K> Argument<K, Quantity> quantity(String name, Function<K, Quantity> part) {
    return new Argument<>(name, QUANTITY, part, Optional.empty(), Optional.empty());
  }

  /** A list of numbers that must be given. */
  static <K> Argument<K, List<Double>> numbers(String name, Function<K, List<Double>> part) {
    return new Argument<>(name, NUMBERS, part, Optional.empty(), Optional.empty());
  }

  /** One of the constants of an enumeration, in lower case with hyphens; must be given. */
  static <K, E extends Enum<E>> Argument<K, E> word(
      String name, Class<E> words, Function<K, E> part) {
    Map<String, E> byWord = new LinkedHashMap<>();
    for (E constant : words.getEnumConstants()) {
      byWord.put(word(constant), constant);
    }
    Type<E> type =
        new Type<>(
            String.join(" or ", byWord.keySet()),
            value -> byWord.get(value.word(List.copyOf(byWord.keySet()))),
            Argument::word);
    return new Argument<>(name, type, part, Optional.empty(), Optional.empty());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns this argument with a value for where it is left out. */
  Argument<K, A> or(A value) {
    return new Argument<>(name, type, part, Optional.of(value), Optional.empty());
  }

  /** Returns this argument with the value of one before it for where it is left out. */
  Argument<K, A> orAs(Argument<K, A> other) {
    return new Argument<>(name, type, part, Optional.empty(), Optional.of(other));
  }

  A read(YamlValue value) {
    return type.read().apply(value);
  }

  String print(K whole) {
    return type.print().apply(part.apply(whole));
  }

  boolean isLeftOut(K whole) {
    return fallback
        .or(() -> model.map(other -> other.part.apply(whole)))
        .filter(part.apply(whole)::equals)
        .isPresent();
  }

  private static Quantity quantity(YamlValue value) {
    return value.isNumber()
        ? Quantity.of(value.number())
        : Quantity.tuned(value.text(QUANTITY.noun()));
  }

  private static String printed(Quantity quantity) {
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
}
