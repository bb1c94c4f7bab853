package org.selftuning.train;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * A mean of the weights after each training step, in which those of k steps ago weigh a^k:
 *
 * <pre>  s ← a·s + (1 − a)·w,      mean = s / (1 − a^t) after t steps </pre>
 */
final class AveragedWeights {
  private final Ops ops;
  private final Tensor weights;
  private final double share;
  private final Tensor sum;
  private final Tensor spare;
  private final Runnable add;

  /**
   * Averages of weights.
   *
   * @param share a
   */
  AveragedWeights(Ops ops, Tensor weights, double share) {
    this.ops = ops;
    this.weights = weights;
    this.share = share;
    sum = ops.tensor(weights.size());
    spare = ops.tensor(weights.size());
    float rest = (float) (1 - share);
    add =
        ops.record(
            () -> {
              ops.axpy(-rest, sum, sum);
              ops.axpy(rest, weights, sum);
            });
  }

  /** Adds the present weights. */
  void add() {
    add.run();
  }

  /** s, which a checkpoint keeps. */
  Tensor sum() {
    return sum;
  }

  /**
   * Puts the mean in place of the weights, until {@link #end}.
   *
   * @param steps the number t of training steps so far
   */
  void begin(long steps) {
    ops.copy(weights, spare);
    ops.copy(sum, weights);
    double scale = 1 / -Math.expm1(steps * Math.log(share));
    ops.axpy((float) (scale - 1), weights, weights);
  }

  /** Puts the weights themselves back. */
  void end() {
    ops.copy(spare, weights);
  }
}
