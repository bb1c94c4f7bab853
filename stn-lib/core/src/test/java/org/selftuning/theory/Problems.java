package org.selftuning.theory;

/** Small problems whose best λ lies well inside of what is looked at. */
final class Problems {
  private static final double[][] MIXING = {
    {2, 0, 0, 0}, {0.9, 1.2, 0, 0}, {0.3, -0.4, 0.7, 0}, {-0.2, 0.3, 0.2, 0.5}
  };
  private static final double[] WEIGHTS = {0.8, -0.7, 0.3, 0.2};

  private Problems() {}

  static Observations train() {
    return Observations.draw(24, MIXING, WEIGHTS, 1.5, 2);
  }

  static Observations validation() {
    return Observations.draw(100, MIXING, WEIGHTS, 1.5, 1002);
  }

  static LinearNetwork network() {
    return new LinearNetwork(train(), validation());
  }

  /** The central difference of f at x. */
  static double slope(java.util.function.DoubleUnaryOperator f, double x) {
    double step = 1e-5;
    return (f.applyAsDouble(x + step) - f.applyAsDouble(x - step)) / (2 * step);
  }
}
