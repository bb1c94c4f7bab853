package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * The passes in which the general or the response parameters of a gated layer learn alone. With
 * {@code W ∗ x} the layer's product, a dense or a convolutional one, its output is that of the
 * closed gates and what the gates add (Bae &amp; Grosse 2020):
 *
 * <pre>  y = W_elem ∗ x + b_elem + v ⊙ (W_hyper ∗ x) + c ⊙ b_hyper,   [v | c] = z·[V; C]ᵀ </pre>
 *
 * <p>In a linearized pass the second part is left to {@link #jvp}.
 */
final class CenteredGate {
  private final Ops ops;
  private final Product product;
  private final Parameter weight;
  private final Parameter bias;
  private final Gates gates;
  private final Tensor y;
  private final Tensor dx;
  private final Tensor hyper;
  private final Tensor change;
  private Halves halves;

  /** Halves of the parameters and of their gradients. */
  private record Halves(
      Tensor elem,
      Tensor hyper,
      Tensor dElem,
      Tensor dHyper,
      Tensor elemBias,
      Tensor hyperBias,
      Tensor dElemBias,
      Tensor dHyperBias) {}

  /**
   * The passes of a layer.
   *
   * @param weight elem and hyper weights
   * @param bias elem and hyper biases [2C]
   * @param products a buffer of two outputs, [R, 2C] in all, which other passes may use
   * @param y the output
   * @param dx the input's gradient, or null
   */
  CenteredGate(
      Ops ops,
      Product product,
      Parameter weight,
      Parameter bias,
      Gates gates,
      Tensor products,
      Tensor y,
      Tensor dx) {
    this.ops = ops;
    this.product = product;
    this.weight = weight;
    this.bias = bias;
    this.gates = gates;
    this.y = y;
    this.dx = dx;
    int columns = bias.shape().dim(0) / 2;
    int rows = y.size() / columns;
    Tensor two = products.reshape(2 * rows, columns);
    hyper = two.rows(0, rows).reshape(y.shape().dims());
    change = two.rows(rows, 2 * rows).reshape(y.shape().dims());
  }

  /** Made once, when the parameters have their place. */
  private Halves halves() {
    if (halves == null) {
      halves =
          new Halves(
              weight.elem(weight.value()),
              weight.hyper(weight.value()),
              weight.elem(weight.gradient()),
              weight.hyper(weight.gradient()),
              bias.elem(bias.value()),
              bias.hyper(bias.value()),
              bias.elem(bias.gradient()),
              bias.hyper(bias.gradient()));
    }
    return halves;
  }

  Tensor forward(Tensor x, Pass pass) {
    Halves h = halves();
    product.forward(x, h.elem, y);
    ops.addBias(y, h.elemBias, y);
    if (pass.learnsResponse()) {
      product.forward(x, h.hyper, hyper);
      Tensor open = gates.open(pass);
      if (!pass.linearized()) {
        ops.respond(hyper, h.hyperBias, open, product.positions(), y);
      }
    }
    return y;
  }

  /** See {@link ForwardMode#jvp}. */
  Tensor jvp(Tensor dInput) {
    if (dInput == null) {
      ops.fill(change, 0);
    } else {
      product.forward(dInput, halves.elem, change);
    }
    ops.respond(hyper, halves.hyperBias, gates.last(), product.positions(), change);
    return change;
  }

  Tensor backward(Tensor x, Tensor dy, Pass pass) {
    Halves h = halves;
    float alpha = pass.alpha();
    float beta = pass.beta();
    if (pass.learnsGeneral()) {
      product.backwardWeight(dy, x, alpha, beta, h.dElem);
      ops.columnSums(dy, alpha, beta, h.dElemBias);
    } else {
      ops.respondBackward(
          dy,
          hyper,
          h.hyperBias,
          gates.last(),
          product.positions(),
          gates.gradient(),
          alpha,
          beta,
          h.dHyperBias);
      gates.backward(pass);
      product.backwardWeight(hyper, x, alpha, beta, h.dHyper);
    }
    if (dx != null) {
      product.backwardInput(dy, h.elem, dx, false);
      if (pass.learns() == Pass.Learns.RESPONSE) {
        product.backwardInput(hyper, h.hyper, dx, true);
      }
    }
    return dx;
  }
}
