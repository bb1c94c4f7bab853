package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

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
    return new Bound(binding, binding.batch(), input.size(), units);
  }

  /** The layer at work on any number of rows. */
  static final class Bound implements ForwardMode {
    private final Ops ops;
    private final Parameter weight;
    private final Parameter bias;
    private final Tensor y;
    private final Tensor dx;
    private final Tensor change;
    private Tensor x;

    Bound(Binding binding, int rows, int inputs, int units) {
      ops = binding.ops();
      dx = binding.needsInputGradient() ? binding.tensor(rows, inputs) : null;
      weight = binding.plain("weight", Initial.fanIn(inputs), units, inputs);
      bias = binding.plain("bias", Initial.fanIn(inputs), units);
      y = binding.tensor(rows, units);
      change = binding.change(dx != null, rows, units);
    }

    /** Where {@link #forward} leaves its output. */
    Tensor output() {
      return y;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      this.x = x;
      ops.matmul(x, false, weight.value(), true, 1, 0, y);
      ops.addRow(y, bias.value(), y);
      return y;
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      if (dx == null) {
        return null;
      }
      ops.matmul(dx, false, weight.value(), true, 1, 0, change);
      return change;
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      if (pass.learnsGeneral()) {
        ops.matmul(dy, true, x, false, pass.alpha(), pass.beta(), weight.gradient());
        ops.sumRows(dy, pass.alpha(), pass.beta(), bias.gradient());
      }
      if (dx != null) {
        ops.matmul(dy, false, weight.value(), false, 1, 0, dx);
      }
      return dx;
    }
  }
}
