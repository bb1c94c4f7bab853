package org.selftuning.hyper;

import java.util.function.ToDoubleFunction;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** Brings unconstrained hyperparameters to standard ranges; see {@link GateInput#SQUASHED}. */
final class Squash {
  private final HyperparameterSpace space;
  private final Ops ops;
  private final Tensor low;
  private final Tensor high;
  private final Tensor never;
  private final Tensor perExample;
  private final Tensor shared;

  Squash(HyperparameterSpace space, Ops ops, int batch) {
    this.space = space;
    this.ops = ops;
    int n = space.size();
    low = column(h -> Double.isFinite(h.range().low()) ? 0 : Double.NEGATIVE_INFINITY);
    high = column(Squash::top);
    never = column(h -> Double.POSITIVE_INFINITY);
    perExample = ops.tensor(batch, n);
    shared = ops.tensor(1, n);
  }

  /** 1 for an interval, 0 for a range that has an upper end only. */
  private static double top(Hyperparameter h) {
    if (h.range().bounded()) {
      return 1;
    }
    return Double.isFinite(h.range().high()) ? 0 : Double.POSITIVE_INFINITY;
  }

  private Tensor column(ToDoubleFunction<Hyperparameter> of) {
    float[] values = new float[space.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) of.applyAsDouble(space.hyperparameters().get(i));
    }
    Tensor column = ops.tensor(values.length);
    column.write(values);
    return column;
  }

  /** Squashes z [B, n] into {@link #perExample}. */
  void forward(Tensor z) {
    ops.constrain(z, low, high, never, perExample);
  }

  /** Squashes λ [1, n] into {@link #shared}. */
  void rest(Tensor lambda) {
    ops.constrain(lambda, low, high, never, shared);
  }

  /** dz ← dz ⊙ the derivative at z. */
  void backward(Tensor z, Tensor dz) {
    ops.constrainBackward(z, low, high, dz);
  }

  Tensor perExample() {
    return perExample;
  }

  Tensor shared() {
    return shared;
  }
}
