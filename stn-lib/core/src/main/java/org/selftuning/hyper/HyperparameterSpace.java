package org.selftuning.hyper;

import java.util.ArrayList;
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
