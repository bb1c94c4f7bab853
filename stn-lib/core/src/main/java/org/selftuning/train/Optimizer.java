package org.selftuning.train;

/**
 * How a gradient becomes a step, as PyTorch defines it. The three follow a gradient g:
 *
 * <pre>
 *   Sgd      u ← momentum·u + g;  w ← w − rate·u
 *   Adam     Kingma &amp; Ba 2015 with bias correction
 *   RmsProp  v ← decay·v + (1 − decay)·g²;  w ← w − rate·g/(√v + epsilon)
 * </pre>
 */
public sealed interface Optimizer {

  /** The learning rate: positive. */
  double rate();

  /** Stochastic gradient descent with momentum in 0 … 1 (excluded). */
  record Sgd(double rate, double momentum) implements Optimizer {
    /** Checks the ranges. */
    public Sgd {
      positive("sgd: rate", rate);
      share("sgd: momentum", momentum);
    }
  }

  /** Adam with its usual constants unless others are given. */
  record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {
    /** Checks the ranges. */
    public Adam {
      positive("adam: rate", rate);
      share("adam: beta1", beta1);
      share("adam: beta2", beta2);
      positive("adam: epsilon", epsilon);
    }
  }

  /** RMSprop with its usual constants unless others are given. */
  record RmsProp(double rate, double decay, double epsilon) implements Optimizer {
    /** Checks the ranges. */
    public RmsProp {
      positive("rmsprop: rate", rate);
      share("rmsprop: decay", decay);
      positive("rmsprop: epsilon", epsilon);
    }
  }

  /** SGD with momentum. */
  static Optimizer sgd(double rate, double momentum) {
    return new Sgd(rate, momentum);
  }

  /** Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  static Optimizer adam(double rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8);
  }

  /** RMSprop with decay 0.99, ε = 1e-8. */
  static Optimizer rmsProp(double rate) {
    return new RmsProp(rate, 0.99, 1e-8);
  }

  private static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be a positive number, not " + value);
    }
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must lie in 0 … 1, 1 excluded, not " + value);
    }
  }
}
