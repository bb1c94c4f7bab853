package org.selftuning.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * An {@link Optimizer} at work on one tensor. Before the gradient is computed, {@link #alpha} and
 * {@link #beta} say how it is to be accumulated; {@link #apply} then takes the step.
 *
 * <p>SGD without clipping lets the gradient's own accumulation do the work: with alpha = −rate and
 * beta = momentum, the gradient tensor <em>is</em> the step, −rate·u.
 */
final class Update {
  private final Ops ops;
  private final Optimizer optimizer;
  private final Tensor weights;
  private final Tensor gradient;
  private final float clip;

  /** Whether the gradient tensor holds the step itself. */
  private final boolean fused;

  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private double rate;

  /**
   * An optimizer of {@code weights}.
   *
   * @param accumulated whether the gradient is accumulated by {@link #alpha} and {@link #beta}; if
   *     not, it stands in {@code gradient} as it is
   * @param clip the most that the gradient's norm may be; 0 for no limit
   */
  Update(
      Ops ops,
      Optimizer optimizer,
      Tensor weights,
      Tensor gradient,
      boolean accumulated,
      double clip) {
    this.ops = ops;
    this.optimizer = optimizer;
    this.weights = weights;
    this.gradient = gradient;
    this.clip = (float) clip;
    this.fused = accumulated && optimizer instanceof Optimizer.Sgd && clip == 0;
    this.rate = optimizer.rate();
    int size = weights.size();
    if (optimizer instanceof Optimizer.Adam) {
      state.put("first moment", ops.tensor(size));
      state.put("second moment", ops.tensor(size));
      state.put("count", ops.tensor(1));
    } else if (optimizer instanceof Optimizer.RmsProp) {
      state.put("second moment", ops.tensor(size));
    } else if (fused) {
      state.put("step", gradient);
    } else if (((Optimizer.Sgd) optimizer).momentum() > 0) {
      state.put("step", ops.tensor(size));
    }
  }

  /** What the gradient must be scaled by. */
  float alpha() {
    return fused ? (float) -rate : 1;
  }

  /** What must be kept of the gradient tensor's last content. */
  float beta() {
    return fused ? (float) ((Optimizer.Sgd) optimizer).momentum() : 0;
  }

  /** The learning rate in force. */
  double rate() {
    return rate;
  }

  /** Sets the learning rate; the momentum gathered so far is that of gradients, and stays. */
  void rate(double rate) {
    Tensor step = state.get("step");
    if (rate != this.rate && step != null) {
      ops.axpy((float) (rate / this.rate - 1), step, step);
    }
    this.rate = rate;
  }

  /** Takes over the rate at which {@link #state} was gathered. */
  void restore(double rate) {
    this.rate = rate;
  }

  /** Takes the step for the gradient as it stands. */
  void apply() {
    if (optimizer instanceof Optimizer.Sgd sgd && !fused) {
      float limit = clip > 0 ? clip : Float.POSITIVE_INFINITY;
      ops.descend(
          weights, gradient, state.get("step"), (float) rate, (float) sgd.momentum(), limit);
      return;
    }
    if (clip > 0) {
      ops.clipNorm(gradient, clip);
    }
    if (optimizer instanceof Optimizer.Adam adam) {
      ops.adam(
          weights,
          gradient,
          state.get("first moment"),
          state.get("second moment"),
          state.get("count"),
          (float) rate,
          (float) adam.beta1(),
          (float) adam.beta2(),
          (float) adam.epsilon());
    } else if (optimizer instanceof Optimizer.RmsProp rms) {
      ops.rmsprop(
          weights,
          gradient,
          state.get("second moment"),
          (float) rate,
          (float) rms.decay(),
          (float) rms.epsilon());
    } else {
      ops.axpy(1, gradient, weights);
    }
  }

  /** The tensors that a checkpoint keeps, by name. */
  Map<String, Tensor> state() {
    return state;
  }
}
