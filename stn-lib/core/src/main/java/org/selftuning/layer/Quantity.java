package org.selftuning.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.hyper.Hyperparameter;

/**
 * A number that a layer uses: fixed, or a hyperparameter that is tuned. A layer that says so,
 * {@link Layer#numbers}, also takes as many as it has inputs, units or channels.
 */
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

  /** Numbers that stay, one for each input, unit or channel. */
  record Each(List<Double> values) implements Quantity {
    /** Keeps a copy. */
    public Each {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.toString();
    }
  }

  /** The value of the hyperparameter of this name, or the values of the vector. */
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

  /**
   * Returns this quantity, fixed at its value in {@code values} if that has one; a vector, at those
   * of its elements.
   */
  default Quantity fixedAt(Map<String, Double> values) {
    if (!(this instanceof Tuned tuned)) {
      return this;
    }
    Double value = values.get(tuned.hyperparameter);
    if (value != null) {
      return of(value);
    }
    List<Double> each = new ArrayList<>();
    for (Double next = values.get(Hyperparameter.element(tuned.hyperparameter, 1));
        next != null;
        next = values.get(Hyperparameter.element(tuned.hyperparameter, each.size() + 1))) {
      each.add(next);
    }
    return each.isEmpty() ? this : new Each(each);
  }

  /** The lowest and the highest of the numbers, if they are fixed; NaN if they are tuned. */
  default double[] ends() {
    if (this instanceof Fixed fixed) {
      return new double[] {fixed.value, fixed.value};
    } else if (this instanceof Each each) {
      return new double[] {Collections.min(each.values), Collections.max(each.values)};
    }
    return new double[] {Double.NaN, Double.NaN};
  }

  /** Its value in a formula: a number for each example, or one for all; or each of several. */
  default Node in(Graph g) {
    if (this instanceof Each each) {
      return g.row(each.values);
    }
    return this instanceof Tuned tuned
        ? g.value(tuned.hyperparameter())
        : g.value(((Fixed) this).value());
  }
}
