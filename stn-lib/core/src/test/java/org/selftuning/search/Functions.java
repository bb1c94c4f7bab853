package org.selftuning.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;

/**
 * Functions whose minima are known, as objectives (Surjanovic &amp; Bingham, Virtual Library of
 * Simulation Experiments).
 */
final class Functions {
  /** The minimum of {@link #branin}. */
  static final double BRANIN = 0.397887;

  /** The minimum of {@link #hartmann}. */
  static final double HARTMANN = -3.32237;

  private static final double[][] A = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] P = {
    {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
    {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
    {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
    {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
  };
  private static final double[] ALPHA = {1, 1.2, 3, 3.2};

  private Functions() {}

  static UnitCube braninCube() {
    return new UnitCube(
        new HyperparameterSpace(
            List.of(
                Hyperparameter.continuous("x1", Range.interval(-5, 10), 0),
                Hyperparameter.continuous("x2", Range.interval(0, 15), 1))));
  }

  static double branin(List<Double> x) {
    double a = x.get(0);
    double b = x.get(1);
    double c = b - 5.1 / (4 * Math.PI * Math.PI) * a * a + 5 / Math.PI * a - 6;
    return c * c + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
  }

  static UnitCube hartmannCube() {
    List<Hyperparameter> axes = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      axes.add(Hyperparameter.continuous("x" + i, Range.interval(0, 1), 0.5));
    }
    return new UnitCube(new HyperparameterSpace(axes));
  }

  static double hartmann(List<Double> x) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double inner = 0;
      for (int j = 0; j < 6; j++) {
        double d = x.get(j) - P[i][j];
        inner += A[i][j] * d * d;
      }
      sum += ALPHA[i] * Math.exp(-inner);
    }
    return -sum;
  }

  /** Hyperparameters of every kind of range. */
  static UnitCube mixedCube() {
    return new UnitCube(
        new HyperparameterSpace(
            List.of(
                Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05),
                Hyperparameter.discrete("holes", 0, 4, 1),
                Hyperparameter.continuous("decay", Range.above(0), 1e-4),
                Hyperparameter.continuous("ceiling", Range.below(2), 1),
                Hyperparameter.continuous("shift", Range.real(), 0.5))));
  }

  /**
   * An objective that takes a trial's epochs one by one and comes to the function's value from
   * above, the sooner the longer it trains: cheap trials tell something of dear ones.
   */
  static Objective trained(ToDoubleFunction<List<Double>> function) {
    return (trial, watch) -> {
      double value = function.applyAsDouble(trial.values());
      double loss = value;
      int epoch = 0;
      for (epoch = 1; epoch <= trial.epochs(); epoch++) {
        loss = value + 1.0 / epoch;
        if (!watch.epoch(epoch, loss)) {
          break;
        }
      }
      return Outcome.completed(loss, loss, Math.min(epoch, trial.epochs()), 0);
    };
  }
}
