package org.selftuning.layer;

import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * A layer y = W ∗ x + b bound to a batch size and an engine; its product W ∗ x is dense or
 * convolutional.
 */
final class BoundAffine implements ForwardMode {
  private final Ops ops;
  private final Product product;
  private final Parameter weight;
  private final Parameter bias;
  private final Tensor y;
  private final Tensor dx;
  private final Tensor change;
  private Tensor x;

  /**
   * The layer with its parameters.
   *
   * @param columns the rows of W, and columns of the output
   * @param weights how W starts
   * @param biases how b starts
   */
  BoundAffine(
      Binding binding, Product product, int columns, Initializer weights, Initializer biases) {
    ops = binding.ops();
    this.product = product;
    dx = binding.gradient(product.input());
    weight = binding.plain("weight", weights, columns, product.values());
    bias = binding.plain("bias", biases, columns);
    y = binding.tensor(product.output(columns));
    change = binding.change(dx != null, product.output(columns));
  }

  /** Where {@link #forward} leaves its output. */
  Tensor output() {
    return y;
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    this.x = x;
    product.forward(x, weight.value(), y);
    ops.addBias(y, bias.value(), y);
    return y;
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    if (dx == null) {
      return null;
    }
    product.forward(dx, weight.value(), change);
    return change;
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    if (pass.learnsGeneral()) {
      product.backwardWeight(dy, x, pass.alpha(), pass.beta(), weight.gradient());
      ops.columnSums(dy, pass.alpha(), pass.beta(), bias.gradient());
    }
    if (dx != null) {
      product.backwardInput(dy, weight.value(), dx, false);
    }
    return dx;
  }
}
