package org.selftuning.magics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.model.Nearest;

/**
 * Things of one kind under the names that a person gave them, in the order in which they came.
 *
 * @param <T> the kind
 */
public final class Registry<T> {
  private final String noun;
  private final String advice;
  private final Map<String, T> things = new LinkedHashMap<>();

  /** A registry of things called {@code noun}; {@code advice} says how to get a first one. */
  Registry(String noun, String advice) {
    this.noun = noun;
    this.advice = advice;
  }

  /** Puts a thing under a name, as the latest; returns what had the name before, or null. */
  public synchronized T put(String name, T thing) {
    T before = things.remove(name);
    things.put(name, thing);
    return before;
  }

  /**
   * Returns the thing of this name.
   *
   * @throws IllegalArgumentException if there is none; one line names the nearest
   */
  public synchronized T get(String name) {
    T thing = things.get(name);
    if (thing == null) {
      throw new IllegalArgumentException(
          things.isEmpty()
              ? "there is no " + noun + " '" + name + "'; " + advice
              : "there is no " + noun + " '" + name + "'" + Nearest.hint(name, things.keySet()));
    }
    return thing;
  }

  /** Whether there is a thing of this name. */
  public synchronized boolean has(String name) {
    return things.containsKey(name);
  }

  /** The names, oldest first. */
  public synchronized List<String> names() {
    return List.copyOf(things.keySet());
  }

  /** All things by name, oldest first; a copy. */
  public synchronized Map<String, T> all() {
    return new LinkedHashMap<>(things);
  }

  /**
   * Returns the name put here last.
   *
   * @throws IllegalArgumentException if the registry is empty; one line says how to fill it
   */
  public synchronized String last() {
    if (things.isEmpty()) {
      throw new IllegalArgumentException("there is no " + noun + " yet; " + advice);
    }
    return new ArrayList<>(things.keySet()).get(things.size() - 1);
  }
}
