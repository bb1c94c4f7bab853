package org.selftuning.layer;

import java.util.Map;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/** A number that a layer uses: fixed, or a hyperparameter that is tuned. */
public sealed interface Quantity {

  /** A number that stays. */
  record Fixed(double value) implements Quantity {
    @Override
    public String toString() {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }

  /** The value of the hyperparameter of this name. */
  record Tuned(String hyperparameter) implements Quantity {
    @Override
    public String toString() {
      return hyperparameter;
    }
  }

  /** A number that stays. */
  static Quantity of(double value) {
    return new Fixed(value);
  }

  /** The value of the hyperparameter of this name. */
  static Quantity tuned(String hyperparameter) {
    return new Tuned(hyperparameter);
  }

  /** Returns this quantity, fixed at its value in {@code values} if that has one. */
  default Quantity fixedAt(Map<String, Double> values) {
    Double value = this instanceof Tuned tuned ? values.get(tuned.hyperparameter()) : null;
    return value == null ? this : of(value);
  }

  /** Its value in a formula: a number for each example, or one for all. */
  default Node in(Graph g) {
    return this instanceof Tuned tuned
        ? g.value(tuned.hyperparameter())
        : g.value(((Fixed) this).value());
  }
}
