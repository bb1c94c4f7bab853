package org.selftuning.layer;

import org.selftuning.tensor.Shape;

/**
 * An ordinary linear layer, y = W x + b. Input [K], output [units].
 *
 * @param units the number of outputs, at least 1
 */
public record Linear(int units) implements Layer {

  /** Checks the number of units. */
  public Linear {
    checkUnits("linear", units);
  }

  static void checkUnits(String kind, int units) {
    if (units < 1) {
      throw new IllegalArgumentException(kind + ": units must be at least 1, not " + units);
    }
  }

  static Shape output(String kind, Shape input, int units) {
    if (input.rank() != 1) {
      throw new IllegalArgumentException(
          kind + " needs a flat input but gets " + input + "; put flatten before it");
    }
    return Shape.of(units);
  }

  @Override
  public Shape output(Shape input) {
    return output("linear", input, units);
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return (long) units * (input.size() + 1L);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return bound(binding, binding.batch(), input.size(), units);
  }

  /** The layer at work on so many rows. */
  static BoundAffine bound(Binding binding, int rows, int inputs, int units) {
    Initial start = Initial.fanIn(inputs);
    Product product = new DenseProduct(binding.ops(), rows, inputs);
    return new BoundAffine(binding, product, units, start, start);
  }
}
