package org.selftuning.hyper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hyperparameters of a model in a fixed order: the axes of λ. Immutable.
 *
 * @param hyperparameters the axes; no two have one name
 */
public record HyperparameterSpace(List<Hyperparameter> hyperparameters) {

  /** Checks that the names differ. */
  public HyperparameterSpace {
    hyperparameters = List.copyOf(hyperparameters);
    Map<String, Hyperparameter> seen = new LinkedHashMap<>();
    for (Hyperparameter h : hyperparameters) {
      if (seen.put(h.name(), h) != null) {
        throw new IllegalArgumentException(
            "hyperparameter '" + h.name() + "' is declared twice; give each its own name");
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
