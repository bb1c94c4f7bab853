package org.selftuning.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A kind of layer or loss in the YAML form: its name and its arguments, how it is made of them and
 * how they are taken out of it again.
 *
 * @param <K> the layer or loss
 * @param name its word
 * @param type its class
 * @param matches whether an object is of this kind
 * @param make makes it of its arguments
 * @param arguments its arguments; the first may be given alone: {@code dropout: 0.5}
 */
record Kind<K>(
    String name,
    Class<K> type,
    Predicate<Object> matches,
    Function<Map<String, Object>, K> make,
    List<Argument<K, ?>> arguments) {

  /** A kind without arguments. */
  @SuppressWarnings("unchecked")
  static <K> Kind<K> of(String name, K only) {
    return new Kind<>(name, (Class<K>) only.getClass(), only::equals, v -> only, List.of());
  }

  /**
   * Reads it.
   *
   * @param entry its entry in the YAML, where what does not go together is reported
   * @param given its arguments, or nothing
   */
  K read(YamlValue entry, Optional<YamlValue> given) {
    Map<String, YamlValue> fields = given.map(this::fields).orElse(Map.of());
    Map<String, Object> values = new LinkedHashMap<>();
    for (Argument<K, ?> argument : arguments) {
      YamlValue field = fields.get(argument.name());
      if (field != null) {
        values.put(argument.name(), argument.read(field));
      } else if (argument.fallback().isPresent()) {
        values.put(argument.name(), argument.fallback().get());
      } else if (argument.model().isPresent()) {
        values.put(argument.name(), values.get(argument.model().get().name()));
      } else {
        String noun = argument.type().noun();
        throw entry.error(name + ": '" + argument.name() + "' is missing; it is " + noun);
      }
    }
    return entry.check(() -> make.apply(values));
  }

  private Map<String, YamlValue> fields(YamlValue given) {
    if (given.isEmpty()) {
      return Map.of();
    }
    if (arguments.isEmpty()) {
      throw given.error("it takes no arguments; write just '" + name + "'");
    }
    List<String> names = arguments.stream().map(Argument::name).toList();
    if (given.isMapping()) {
      return given.fields(String.join(", ", names), names);
    }
    return Map.of(names.get(0), given.labeled(given.label() + ": " + names.get(0)));
  }

  private List<Argument<K, ?>> given(K whole) {
    List<Argument<K, ?>> given = new ArrayList<>(arguments);
    given.removeIf(argument -> argument.isLeftOut(whole));
    return given;
  }

  /** What it is called where it is drawn. */
  Caption caption(Object instance) {
    K whole = type.cast(instance);
    List<Argument<K, ?>> given = given(whole);
    boolean alone = given.size() == 1 && given.get(0) == arguments.get(0);
    return new Caption(
        name,
        given.stream()
            .filter(argument -> !argument.type().nested())
            .map(argument -> argument.caption(whole, alone))
            .toList());
  }

  /** Prints it in the shortest form: arguments at their defaults are left out. */
  String print(Object instance) {
    K whole = type.cast(instance);
    List<Argument<K, ?>> given = given(whole);
    if (given.isEmpty()) {
      return name;
    }
    if (given.size() == 1 && given.get(0) == arguments.get(0)) {
      return field(name, given.get(0), whole);
    }
    if (given.stream().anyMatch(argument -> argument.type().nested())) {
      String fields =
          given.stream()
              .map(argument -> field(argument.name(), argument, whole))
              .collect(Collectors.joining("\n"));
      return YamlText.below(name, fields);
    }
    List<String> fields = new ArrayList<>();
    given.forEach(argument -> fields.add(argument.name() + ": " + argument.print(whole)));
    return name + ": {" + String.join(", ", fields) + "}";
  }

  private String field(String key, Argument<K, ?> argument, K whole) {
    String printed = argument.print(whole);
    return argument.type().nested() ? YamlText.below(key, printed) : key + ": " + printed;
  }
}
