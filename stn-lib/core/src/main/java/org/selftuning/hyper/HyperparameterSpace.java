package org.selftuning.hyper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The hyperparameters of a model in a fixed order: the axes of λ. Immutable.
 *
 * @param hyperparameters the axes; their names pass {@link #checkNames}
 */
public record HyperparameterSpace(List<Hyperparameter> hyperparameters) {
  private static final Set<String> COLUMNS =
      Set.of("step", "epoch", "training loss", "validation loss", "seconds");

  /** Checks the names. */
  public HyperparameterSpace {
    hyperparameters = List.copyOf(hyperparameters);
    checkNames(hyperparameters.stream().map(Hyperparameter::name).toList());
  }

  /**
   * Checks that the tables of a run can have a column of each name: they hold other columns, and
   * ignore case.
   *
   * @throws IllegalArgumentException if two names differ in case at most, or one is taken
   */
  public static void checkNames(List<String> names) {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String column = name.toLowerCase(Locale.ROOT);
      if (COLUMNS.contains(column)) {
        throw new IllegalArgumentException(
            "hyperparameter '" + name + "': tables have a column of that name; choose another");
      }
      String other = seen.put(column, name);
      if (name.equals(other)) {
        throw new IllegalArgumentException(
            "hyperparameter '" + name + "' is declared twice; give each its own name");
      } else if (other != null) {
        throw new IllegalArgumentException(
            String.format(
                "hyperparameters '%s' and '%s' differ in case only, and tables ignore case; rename"
                    + " one",
                other, name));
      }
    }
  }

  /**
   * What is declared under one name: a hyperparameter, or the elements of a vector.
   *
   * @param name the name, of the vector where it is one
   * @param from where it begins among all
   * @param size how many there are
   * @param vector whether it is a vector
   */
  public record Part(String name, int from, int size, boolean vector) {}

  /** The parts, in order; the elements of a vector are one. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < size()) {
      String name = hyperparameters.get(at).name();
      String vector = name.endsWith("[1]") ? name.substring(0, name.length() - 3) : null;
      int to = at + 1;
      while (vector != null
          && to < size()
          && name(to).equals(Hyperparameter.element(vector, to - at + 1))) {
        to++;
      }
      boolean one = to == at + 1;
      parts.add(new Part(one ? name : vector, at, to - at, !one));
      at = to;
    }
    return parts;
  }

  private String name(int i) {
    return hyperparameters.get(i).name();
  }

  /** Returns the part of this name, or null. */
  public Part part(String name) {
    int at = indexOf(name);
    if (at >= 0) {
      return new Part(name, at, 1, false);
    }
    at = indexOf(Hyperparameter.element(name, 1));
    if (at < 0) {
      return null;
    }
    int to = at;
    while (to < size() && name(to).equals(Hyperparameter.element(name, to - at + 1))) {
      to++;
    }
    return new Part(name, at, to - at, true);
  }

  /** This space with each vector as one hyperparameter of its name, the mean of its elements. */
  public HyperparameterSpace means() {
    List<Hyperparameter> means = new ArrayList<>();
    for (Part part : parts()) {
      Hyperparameter first = hyperparameters.get(part.from());
      List<Hyperparameter> all = hyperparameters.subList(part.from(), part.from() + part.size());
      double start = all.stream().mapToDouble(Hyperparameter::start).average().orElseThrow();
      means.add(
          part.vector()
              ? new Hyperparameter(
                  part.name(), first.range(), start, first.sigma(), false, first.sharing())
              : first);
    }
    return new HyperparameterSpace(means);
  }

  /** A number for each hyperparameter as one for each of {@link #means}. */
  public double[] means(double[] each) {
    return parts().stream()
        .mapToDouble(
            part ->
                part.vector()
                    ? Arrays.stream(each, part.from(), part.from() + part.size())
                        .average()
                        .orElseThrow()
                    : each[part.from()])
        .toArray();
  }

  /** The number n of hyperparameters. */
  public int size() {
    return hyperparameters.size();
  }

  /** Whether nothing is tuned. */
  public boolean isEmpty() {
    return hyperparameters.isEmpty();
  }

  /** Returns the position of the hyperparameter of this name, or −1. */
  public int indexOf(String name) {
    for (int i = 0; i < size(); i++) {
      if (hyperparameters.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the names, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    hyperparameters.forEach(h -> names.add(h.name()));
    return names;
  }

  /** Returns the values in use at the unconstrained {@code lambda} [n]. */
  public double[] values(float[] lambda) {
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = hyperparameters.get(i).value(lambda[i]);
    }
    return values;
  }
}
