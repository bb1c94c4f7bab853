package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** The mean and variance of each channel, and what is normalized with them. */
final class BatchStatistics {
  /** Added to variances, so that a channel that is the same everywhere divides nothing by 0. */
  private static final float EPSILON = 1e-5f;

  /** How far a training pass draws the running averages. */
  private static final float SHARE = 0.1f;

  private final Ops ops;
  private final int positions;
  private final int rows;
  private final Tensor mean;
  private final Tensor variance;
  private final Tensor averageMean;
  private final Tensor averageVariance;
  private final Tensor y;
  private final Tensor dx;
  private Tensor x;

  BatchStatistics(Binding binding, Shape input) {
    int channels = input.dim(-1);
    int[] dims = input.prepend(binding.batch()).dims();
    ops = binding.ops();
    dx = binding.gradient(dims);
    y = binding.tensor(dims);
    positions = input.size() / channels;
    rows = binding.batch() * positions;
    mean = binding.tensor(channels);
    variance = binding.tensor(channels);
    averageMean = binding.average("mean", 0, channels);
    averageVariance = binding.average("variance", 1, channels);
  }

  /**
   * Normalizes x, then scales and shifts it.
   *
   * @param factors [scale | shift], [G, 2C]
   */
  Tensor normalize(Tensor x, Tensor factors, Pass pass) {
    this.x = x;
    if (pass.mode() == Pass.Mode.EVALUATE) {
      ops.normalize(x, averageMean, averageVariance, EPSILON, factors, positions, y);
      return y;
    }
    ops.moments(x, mean, variance);
    if (pass.learnsGeneral()) {
      draw(averageMean, mean, 1);
      draw(averageVariance, variance, rows / Math.max(1f, rows - 1));
    }
    ops.normalize(x, mean, variance, EPSILON, factors, positions, y);
    return y;
  }

  private void draw(Tensor average, Tensor present, float scale) {
    ops.axpy(-SHARE, average, average);
    ops.axpy(SHARE * scale, present, average);
  }

  /**
   * Returns how the last {@link #normalize} moves with x. The derivative of normalizing a channel
   * is symmetric, and so it serves changes as it serves gradients.
   *
   * @param factors those of the last {@link #normalize}, the same for all examples
   * @param spare of the factors' shape
   */
  Tensor jvp(Tensor change, Tensor factors, Tensor spare) {
    return backward(change, factors, spare);
  }

  /** y ← the x of the last {@link #normalize} with other factors. */
  void again(Tensor factors, Tensor y) {
    ops.normalize(x, mean, variance, EPSILON, factors, positions, y);
  }

  /**
   * Returns the gradient of x, null if not required.
   *
   * @param factors those of the last {@link #normalize}
   * @param dFactors gradient of the factors, of their shape
   */
  Tensor backward(Tensor dy, Tensor factors, Tensor dFactors) {
    ops.normalizeBackward(dy, x, mean, variance, EPSILON, factors, positions, dFactors, dx);
    return dx;
  }
}
