package org.selftuning.search.hypergradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ridge regression has its hypergradient in closed form. */
class HypergradientTest {
  private static final int WEIGHTS = 8;
  private static final double[] LAMBDA = {-2.5, -0.5};
  private static final RidgeProblem RIDGE = ridge(3);

  /** Noisy targets that do not depend on the second half of the features. */
  private static RidgeProblem ridge(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][][] x = new double[2][25][WEIGHTS];
    double[][] t = new double[2][25];
    int[] groups = new int[WEIGHTS];
    for (int part = 0; part < 2; part++) {
      for (int row = 0; row < 25; row++) {
        for (int i = 0; i < WEIGHTS; i++) {
          groups[i] = i < WEIGHTS / 2 ? 0 : 1;
          x[part][row][i] = random.nextGaussian();
          t[part][row] += i < WEIGHTS / 2 ? x[part][row][i] * (1 - 0.3 * i) : 0;
        }
        t[part][row] += 0.8 * random.nextGaussian();
      }
    }
    return new RidgeProblem(x[0], t[0], x[1], t[1], groups);
  }

  private static double loss(double... lambda) {
    return loss(RIDGE, lambda);
  }

  private static double loss(RidgeProblem ridge, double... lambda) {
    return ridge.validationLoss(ridge.bestResponse(lambda));
  }

  @Test
  void closedFormIsTheDifferenceQuotient() {
    double[] exact = RIDGE.exactGradient(LAMBDA);
    double h = 1e-5;
    for (int i = 0; i < 2; i++) {
      double[] up = LAMBDA.clone();
      double[] down = LAMBDA.clone();
      up[i] += h;
      down[i] -= h;
      assertThat(exact[i]).isCloseTo((loss(up) - loss(down)) / (2 * h), within(1e-8));
    }
    double[] w = RIDGE.bestResponse(LAMBDA);
    for (double slope : RIDGE.trainingGradient(LAMBDA, w)) {
      assertThat(slope).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void gradientsOfTheLossesAreTheirDifferenceQuotients() {
    double[] w = new SplittableRandom(1).doubles(WEIGHTS).toArray();
    double h = 1e-6;
    double[] f = RIDGE.trainingGradient(LAMBDA, w);
    double[] big = RIDGE.validationGradient(w);
    for (int i = 0; i < WEIGHTS; i++) {
      double[] up = w.clone();
      double[] down = w.clone();
      up[i] += h;
      down[i] -= h;
      double slope = (RIDGE.trainingLoss(LAMBDA, up) - RIDGE.trainingLoss(LAMBDA, down)) / (2 * h);
      assertThat(f[i]).isCloseTo(slope, within(1e-8));
      slope = (RIDGE.validationLoss(up) - RIDGE.validationLoss(down)) / (2 * h);
      assertThat(big[i]).isCloseTo(slope, within(1e-8));
    }
  }

  static Stream<Hypergradient> exactAtTheEndOfTraining() {
    return Stream.of(
        new Implicit(Implicit.Solver.CONJUGATE_GRADIENTS, WEIGHTS, 0, 0.1),
        new Implicit(Implicit.Solver.NEUMANN, 3000, 0, 0.1),
        new Unrolled(3000, 0.1));
  }

  @ParameterizedTest
  @MethodSource("exactAtTheEndOfTraining")
  void trainedToTheEndIsTheClosedForm(Hypergradient method) {
    double[] exact = RIDGE.exactGradient(LAMBDA);
    double[] estimate = method.estimate(RIDGE, LAMBDA, RIDGE.bestResponse(LAMBDA));
    for (int i = 0; i < 2; i++) {
      assertThat(estimate[i]).isCloseTo(exact[i], within(1e-6));
    }
  }

  /** The derivative of what T steps from given weights come to, not of the best response. */
  @ParameterizedTest
  @MethodSource("shortHorizons")
  void unrolledIsTheDifferenceQuotientOfItsSteps(int steps) {
    double[] start = new SplittableRandom(2).doubles(WEIGHTS).toArray();
    Hypergradient method = steps == 1 ? new T1T2(0.1) : new Unrolled(steps, 0.1);
    double[] estimate = method.estimate(RIDGE, LAMBDA, start.clone());
    double h = 1e-5;
    for (int i = 0; i < 2; i++) {
      double[] ends = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] lambda = LAMBDA.clone();
        lambda[i] += side == 0 ? h : -h;
        double[] w = start.clone();
        method.estimate(RIDGE, lambda, w);
        ends[side] = RIDGE.validationLoss(w);
      }
      assertThat(estimate[i]).isCloseTo((ends[0] - ends[1]) / (2 * h), within(1e-7));
    }
  }

  static Stream<Integer> shortHorizons() {
    return Stream.of(1, 2, 10);
  }

  @Test
  void fewTermsOfTheSeriesFallShort() {
    double[] exact = RIDGE.exactGradient(LAMBDA);
    double[] w = RIDGE.bestResponse(LAMBDA);
    double before = Double.POSITIVE_INFINITY;
    for (int terms : new int[] {0, 3, 10, 40}) {
      double[] estimate =
          new Implicit(Implicit.Solver.NEUMANN, terms, 0, 0.1).estimate(RIDGE, LAMBDA, w.clone());
      double error = Math.hypot(estimate[0] - exact[0], estimate[1] - exact[1]);
      assertThat(error).isLessThan(before);
      before = error;
    }
    assertThat(before).isGreaterThan(1e-6);
  }

  private static double lowest(RidgeProblem ridge) {
    double lowest = Double.POSITIVE_INFINITY;
    for (double a = -8; a <= 4; a += 0.25) {
      for (double b = -8; b <= 8; b += 0.25) {
        lowest = Math.min(lowest, loss(ridge, a, b));
      }
    }
    return lowest;
  }

  static Map<String, BilevelSolver> solvers() {
    Map<String, BilevelSolver> solvers = new LinkedHashMap<>();
    Hypergradient cg = new Implicit(Implicit.Solver.CONJUGATE_GRADIENTS, WEIGHTS, 30, 0.2);
    Hypergradient neumann = new Implicit(Implicit.Solver.NEUMANN, 30, 30, 0.2);
    solvers.put("conjugate gradients", new HypergradientDescent(cg, 0.05));
    solvers.put("Neumann series", new HypergradientDescent(neumann, 0.05));
    solvers.put("unrolled", new HypergradientDescent(new Unrolled(30, 0.2), 0.05));
    solvers.put("T1-T2", new HypergradientDescent(new T1T2(0.2), 0.04));
    solvers.put(
        "local hypernetwork", new Hypernetwork(Hypernetwork.Reach.LOCAL, 0.3, 50, 0.01, 0.05, 1));
    solvers.put(
        "global hypernetwork", new Hypernetwork(Hypernetwork.Reach.GLOBAL, 1, 50, 0.01, 0.02, 1));
    return solvers;
  }

  static Stream<String> names() {
    return solvers().keySet().stream();
  }

  /**
   * Over several problems together, from hardly any penalty. Told are losses of best responses, so
   * that a fitted response cannot flatter itself. The weakest are those that the literature calls
   * so: T1-T2 looks one step ahead, and a global hypernetwork fits a line to a curve. A hundred
   * moves keep the penalty below what the weights' gradient steps of 0.2 can bear.
   */
  @ParameterizedTest
  @MethodSource("names")
  void comesNearTheBestLossOfAGrid(String name) {
    double[] start = {-4, -4};
    double gained = 0;
    double possible = 0;
    for (long seed = 1; seed <= 4; seed++) {
      RidgeProblem ridge = ridge(seed);
      double[] w = ridge.bestResponse(start);
      BilevelSolver.Path path = solvers().get(name).solve(ridge, start, w, 100);
      assertThat(path.lambdas()).hasDimensions(101, 2);
      gained += loss(ridge, start) - loss(ridge, path.end());
      possible += loss(ridge, start) - lowest(ridge);
    }
    double wanted = name.startsWith("global") ? 0.2 : name.equals("T1-T2") ? 0.5 : 0.9;
    assertThat(gained / possible).as("share of the possible gain").isBetween(wanted, 1.01);
  }
}
