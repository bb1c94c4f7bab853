package org.selftuning.layer;

import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Shape;

/**
 * An ordinary linear layer, y = W x + b. Input [K], output [units]; of a sequence [T, K], each
 * step: [T, units].
 *
 * @param units the number of outputs, at least 1
 */
public record Linear(int units) implements EngineLayer {

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
    if (input.rank() == 2) {
      return Shape.of(input.dim(0), units);
    }
    if (input.rank() != 1) {
      throw refusal(kind, input);
    }
    return Shape.of(units);
  }

  private static IllegalArgumentException refusal(String kind, Shape input) {
    return new IllegalArgumentException(
        kind + " needs a flat input but gets " + input + "; put flatten before it");
  }

  /** Two extents are those of a sequence only after what begins one. */
  static void requireFlat(String kind, List<Layer> before, Shape input) {
    if (input.rank() == 2 && !Embedding.isAmong(before)) {
      throw refusal(kind, input);
    }
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    requireFlat("linear", before, input);
  }

  /** The rows of a minibatch: examples, or their steps. */
  static int rows(String kind, Binding binding, Shape input) {
    int[] extents = binding.extents(input);
    if (extents.length != 2) { // a picture, not the steps of a sequence
      throw refusal(kind, input);
    }
    return extents[0];
  }

  @Override
  public Shape output(Shape input) {
    return output("linear", input, units);
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return (long) units * (input.dim(-1) + 1L);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return bound(binding, rows("linear", binding, input), input.dim(-1), units);
  }

  /** The layer bound to {@code rows} rows. */
  static BoundAffine bound(Binding binding, int rows, int inputs, int units) {
    Initializer start = Initializer.fanIn(inputs);
    Product product = new DenseProduct(binding.ops(), rows, inputs);
    return new BoundAffine(binding, product, units, start, start);
  }
}
