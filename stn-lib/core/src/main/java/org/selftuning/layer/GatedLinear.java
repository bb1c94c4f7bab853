package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A linear layer whose weights respond to the hyperparameters (MacKay et al. 2019, equation 9):
 *
 * <pre>  y = W_elem x + b_elem + (V z) ⊙ (W_hyper x) + (C z) ⊙ b_hyper </pre>
 *
 * <p>Input [K], output [units]; z [n] is the example's own unconstrained hyperparameter vector.
 *
 * @param units the number of outputs, at least 1
 */
public record GatedLinear(int units) implements Layer {

  /** Checks the number of units. */
  public GatedLinear {
    Linear.checkUnits("gated-linear", units);
  }

  @Override
  public Shape output(Shape input) {
    return Linear.output("gated-linear", input, units);
  }

  @Override
  public boolean gated() {
    return true;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 2L * units * (input.size() + 1L + hyperparameters);
  }

  @Override
  public Layer ungated() {
    return new Linear(units);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new Bound(binding, binding.batch(), input.size(), units);
  }

  /** The layer at work on rows of which row r belongs to example r % B. */
  static final class Bound implements ForwardMode {
    private final Ops ops;
    private final Parameter weight;
    private final Parameter bias;
    private final Gates gates;
    private final Tensor products;
    private final Tensor y;
    private final Tensor dx;
    private final Tensor oneWeight;
    private final Tensor oneBias;
    private final CentredGate centred;
    private Tensor x;

    Bound(Binding binding, int rows, int inputs, int units) {
      ops = binding.ops();
      dx = binding.needsInputGradient() ? binding.tensor(rows, inputs) : null;
      weight = binding.pair("weight", Initial.fanIn(inputs), 2 * units, inputs);
      bias = binding.pair("bias", Initial.fanIn(inputs), 2 * units);
      gates = new Gates(binding, 2 * units);
      products = binding.tensor(rows, 2 * units);
      y = binding.tensor(rows, units);
      oneWeight = binding.tensor(units, inputs);
      oneBias = binding.tensor(units);
      centred =
          binding.response().centred()
              ? new CentredGate(ops, new Dense(ops), weight, bias, gates, 1, products, y, dx)
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
        return centred.forward(x, pass);
      }
      if (pass.mode() == Pass.Mode.EVALUATE) {
        ops.matmul(x, false, oneWeight, true, 1, 0, y);
        ops.addRow(y, oneBias, y);
      } else {
        ops.matmul(x, false, weight.value(), true, 1, 0, products);
        ops.gate(products, bias.value(), gates.open(pass), 1, y);
      }
      return y;
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      return centred.jvp(dx);
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      if (pass.parted()) {
        return centred.backward(x, dy, pass);
      }
      Tensor open = gates.last();
      boolean training = pass.training();
      ops.gateBackward(
          dy,
          products,
          bias.value(),
          open,
          1,
          gates.gradient(),
          pass.alpha(),
          pass.beta(),
          training ? bias.gradient() : null);
      gates.backward(pass);
      if (dx != null && pass.shared()) {
        ops.collapseWeight(weight.value(), open, oneWeight);
        ops.matmul(dy, false, oneWeight, false, 1, 0, dx);
      } else if (dx != null) {
        ops.matmul(products, false, weight.value(), false, 1, 0, dx);
      }
      if (training) {
        ops.matmul(products, true, x, false, pass.alpha(), pass.beta(), weight.gradient());
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

  /** W x on rows. */
  private record Dense(Ops ops) implements CentredGate.Product {
    @Override
    public void forward(Tensor x, Tensor w, Tensor y) {
      ops.matmul(x, false, w, true, 1, 0, y);
    }

    @Override
    public void backwardInput(Tensor dy, Tensor w, Tensor dx, boolean onto) {
      ops.matmul(dy, false, w, false, 1, onto ? 1 : 0, dx);
    }

    @Override
    public void backwardWeight(Tensor dy, Tensor x, float alpha, float beta, Tensor dW) {
      ops.matmul(dy, true, x, false, alpha, beta, dW);
    }
  }
}
