package org.selftuning.layer;

import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * A gated layer bound to a batch size and an engine; its product W ∗ x is dense or convolutional
 * (MacKay et al. 2019, equation 9):
 *
 * <pre>  y = W_elem ∗ x + b_elem + v ⊙ (W_hyper ∗ x) + c ⊙ b_hyper,   [v | c] = z·[V; C]ᵀ </pre>
 *
 * <p>Both products are one, with [W_elem; W_hyper]. Where all examples have the same gates, an
 * evaluation pass and the gradient of the input take W_elem + v ⊙ W_hyper instead, at half the
 * cost.
 */
final class BoundGatedAffine implements ForwardMode {
  private final Ops ops;
  private final Product product;
  private final Parameter weight;
  private final Parameter bias;
  private final Gates gates;
  private final Tensor products;
  private final Tensor y;
  private final Tensor dx;
  private final Tensor oneWeight;
  private final Tensor oneBias;
  private final CenteredGate centered;
  private Tensor x;

  /**
   * The layer with its parameters.
   *
   * @param columns the columns of the output
   * @param weights how W_elem and W_hyper start
   * @param biases how b_elem and b_hyper start
   */
  BoundGatedAffine(
      Binding binding, Product product, int columns, Initializer weights, Initializer biases) {
    ops = binding.ops();
    this.product = product;
    dx = binding.gradient(product.input());
    weight = binding.pair("weight", weights, 2 * columns, product.values());
    bias = binding.pair("bias", biases, 2 * columns);
    gates = new Gates(binding, 2 * columns);
    products = binding.tensor(product.output(2 * columns));
    y = binding.tensor(product.output(columns));
    oneWeight = binding.tensor(columns, product.values());
    oneBias = binding.tensor(columns);
    centered =
        binding.response().centered()
            ? new CenteredGate(ops, product, weight, bias, gates, products, y, dx)
            : null;
  }

  /** Where {@link #forward} leaves its output. */
  Tensor output() {
    return y;
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    this.x = x;
    if (pass.parted()) {
      return centered.forward(x, pass);
    }
    if (pass.mode() == Pass.Mode.EVALUATE) {
      product.forward(x, oneWeight, y);
      ops.addBias(y, oneBias, y);
    } else {
      product.forward(x, weight.value(), products);
      ops.gate(products, bias.value(), gates.open(pass), product.positions(), y);
    }
    return y;
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    return centered.jvp(dx);
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    if (pass.parted()) {
      return centered.backward(x, dy, pass);
    }
    Tensor open = gates.last();
    boolean training = pass.training();
    ops.gateBackward(
        dy,
        products,
        bias.value(),
        open,
        product.positions(),
        gates.gradient(),
        pass.alpha(),
        pass.beta(),
        training ? bias.gradient() : null);
    gates.backward(pass);
    if (dx != null && pass.shared()) {
      ops.collapseWeight(weight.value(), open, oneWeight);
      product.backwardInput(dy, oneWeight, dx, false);
    } else if (dx != null) {
      product.backwardInput(products, weight.value(), dx, false);
    }
    if (training) {
      product.backwardWeight(products, x, pass.alpha(), pass.beta(), weight.gradient());
    }
    return dx;
  }

  @Override
  public void collapse(Pass pass) {
    Tensor open = gates.open(pass);
    ops.collapseWeight(weight.value(), open, oneWeight);
    ops.collapseBias(bias.value(), open, oneBias);
  }
}
