package org.selftuning.model;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selftuning.layer.Records;

/** Kinds that are read off their records. */
final class Kinds {
  private static final String GATED = "gated";

  private Kinds() {}

  /**
   * Returns the kinds of a record: its word is its name in lower case with hyphens; one with a
   * component {@code gated} has a second word for its gated twin, which comes first.
   *
   * @throws IllegalArgumentException if it is no record, or a component has no form in YAML
   */
  static <K> List<Kind<K>> of(Class<K> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " has no form in YAML: it must be a record");
    }
    String word = hyphened(type.getSimpleName());
    boolean twins = Arrays.stream(type.getRecordComponents()).anyMatch(Kinds::tellsGated);
    return twins
        ? List.of(kind(GATED + "-" + word, type, true), kind(word, type, false))
        : List.of(kind(word, type, false));
  }

  private static boolean tellsGated(RecordComponent component) {
    return component.getName().equals(GATED) && component.getType() == boolean.class;
  }

  private static <K> Kind<K> kind(String word, Class<K> type, boolean gated) {
    RecordComponent[] components = type.getRecordComponents();
    List<Argument<K, ?>> arguments = new ArrayList<>();
    for (RecordComponent component : components) {
      if (!tellsGated(component)) {
        arguments.add(Argument.of(type, component, arguments));
      }
    }
    return new Kind<>(
        word,
        type,
        thing -> type.isInstance(thing) && isGated(thing, components) == gated,
        values -> make(type, components, values, gated),
        arguments);
  }

  private static boolean isGated(Object thing, RecordComponent... components) {
    for (RecordComponent component : components) {
      if (tellsGated(component)) {
        return (boolean) Records.read(component, thing);
      }
    }
    return false;
  }

  private static <K> K make(
      Class<K> type, RecordComponent[] components, Map<String, Object> values, boolean gated) {
    Object[] parts = new Object[components.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = tellsGated(components[i]) ? gated : values.get(hyphened(components[i].getName()));
    }
    return Records.make(type, parts);
  }

  /** A name in lower case, with a hyphen before every further capital. */
  static String hyphened(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
