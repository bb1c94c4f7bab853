package org.selftuning.layer;

import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Shape;

/**
 * A linear layer whose weights respond to the hyperparameters (MacKay et al. 2019, equation 9):
 *
 * <pre>  y = W_elem x + b_elem + (V z) ⊙ (W_hyper x) + (C z) ⊙ b_hyper </pre>
 *
 * <p>Input [K], output [units]; of a sequence [T, K], each step: [T, units]. z [n] is the example's
 * own unconstrained hyperparameter vector.
 *
 * @param units the number of outputs, at least 1
 */
public record GatedLinear(int units) implements EngineLayer {

  /** Checks the number of units. */
  public GatedLinear {
    Linear.checkUnits("gated-linear", units);
  }

  @Override
  public Shape output(Shape input) {
    return Linear.output("gated-linear", input, units);
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    Linear.requireFlat("gated-linear", before, input);
  }

  @Override
  public boolean responds(Shape input) {
    return true;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 2L * units * (input.dim(-1) + 1L + hyperparameters);
  }

  @Override
  public Layer ungated() {
    return new Linear(units);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return bound(binding, Linear.rows("gated-linear", binding, input), input.dim(-1), units);
  }

  /** The layer bound to {@code rows} rows, of which row r belongs to example r % B. */
  static BoundGatedAffine bound(Binding binding, int rows, int inputs, int units) {
    Initializer start = Initializer.fanIn(inputs);
    Product product = new DenseProduct(binding.ops(), rows, inputs);
    return new BoundGatedAffine(binding, product, units, start, start);
  }
}
