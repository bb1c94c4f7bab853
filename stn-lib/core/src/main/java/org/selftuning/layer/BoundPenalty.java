package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A penalty on activations, bound to a batch size and an engine: it changes nothing but the
 * gradient.
 */
final class BoundPenalty implements ForwardMode {
  private final Ops ops;
  private final Binding.Reading strength;
  private final int lag;
  private final Tensor dx;
  private final Tensor penalty;
  private final Tensor moved;
  private Tensor x;

  BoundPenalty(Binding binding, Shape input, Quantity quantity, int lag) {
    ops = binding.ops();
    strength = binding.read(quantity);
    this.lag = lag;
    dx = binding.elementwiseGradient(binding.extents(input));
    penalty = binding.tensor(1);
    moved = binding.change(dx != null, binding.extents(input));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    this.x = x;
    return x;
  }

  @Override
  public Tensor jvp(Tensor dx, Pass pass) {
    if (dx != null) {
      ops.copy(x, moved);
      ops.axpy(1, dx, moved);
      x = moved; // the penalty is one of the linearized activations
    }
    return dx;
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    if (dx != null) {
      ops.penalize(x, lag, strength.in(pass), strength.column(), dy, dx, penalty);
    }
    return dx;
  }

  @Override
  public Tensor penalty() {
    return penalty;
  }
}
