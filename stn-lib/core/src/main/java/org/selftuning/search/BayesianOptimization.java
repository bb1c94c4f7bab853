package org.selftuning.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.SobolSequenceGenerator;
import org.hipparchus.random.Well19937c;

/**
 * Bayesian optimization: a {@link GaussianProcess} is fitted to the losses so far, and the point of
 * the largest {@link ExpectedImprovement} is tried next (Mockus 1975; Snoek et al., NeurIPS 2012,
 * with one fitted process in place of an average over many).
 *
 * <p>The first points are a Sobol sequence, shifted at random. A failed trial counts as the worst
 * loss so far, and an open one as what the process expects of it, so that parallel trials differ.
 * Losses enter as they are; very large ones are cut off at ten times the interquartile range above
 * the median, or one diverged trial would flatten all the others.
 */
public final class BayesianOptimization implements Search {
  private static final int LEAST_FIRST = 4;
  private static final int CANDIDATES = 600;
  private static final double NEARBY = 0.08;
  private static final double CUT = 10;
  private static final int CLIMB = 250;

  private final UnitCube cube;
  private final int epochs;
  private final int first;
  private final SplittableRandom random;
  private final SobolSequenceGenerator sobol;
  private final double[] shift;
  private final Map<Integer, double[]> open = new LinkedHashMap<>();
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private double[] logs;
  private int asked;

  /**
   * A Bayesian optimization.
   *
   * @param cube the values
   * @param epochs the most epochs of a trial
   * @param seed of its choices
   */
  public BayesianOptimization(UnitCube cube, int epochs, long seed) {
    this.cube = cube;
    this.epochs = epochs;
    this.first = Math.max(LEAST_FIRST, cube.size() + 2);
    this.random = new SplittableRandom(seed).split(); // not the draws of a random search
    this.sobol = new SobolSequenceGenerator(cube.size());
    this.shift = RandomSearch.point(random, cube.size());
  }

  @Override
  public Optional<Trial> ask() {
    double[] point = asked < first || losses.size() < 2 ? spread() : promising();
    List<Double> values = cube.values(point);
    open.put(asked, cube.point(values));
    return Optional.of(Trial.fresh(asked++, values, epochs));
  }

  @Override
  public void tell(Trial trial, Outcome outcome) {
    double[] point = open.remove(trial.id());
    points.add(point == null ? cube.point(trial.values()) : point);
    losses.add(outcome.rank());
  }

  /** The next point of the shifted Sobol sequence. */
  private double[] spread() {
    double[] point = sobol.nextVector();
    for (int i = 0; i < point.length; i++) {
      point[i] = (point[i] + shift[i]) % 1;
    }
    return point;
  }

  private double[] promising() {
    double[] numbers = cut();
    GaussianProcess told = GaussianProcess.fit(points.toArray(double[][]::new), numbers, logs);
    logs = told.logs();
    int best = 0;
    for (int i = 1; i < numbers.length; i++) {
      best = numbers[i] < numbers[best] ? i : best;
    }
    return best(open.isEmpty() ? told : withOpen(told, numbers), points.get(best), numbers[best]);
  }

  /** The losses without infinities and outliers. */
  private double[] cut() {
    double[] finite =
        losses.stream().mapToDouble(x -> x).filter(Double::isFinite).sorted().toArray();
    if (finite.length == 0) {
      return new double[losses.size()];
    }
    double median = finite[finite.length / 2];
    double range = finite[3 * finite.length / 4] - finite[finite.length / 4];
    double limit = range > 0 ? median + CUT * range : finite[finite.length - 1];
    double worst = Math.min(limit, finite[finite.length - 1]);
    return losses.stream().mapToDouble(x -> Math.min(x, worst)).toArray();
  }

  private GaussianProcess withOpen(GaussianProcess told, double[] numbers) {
    List<double[]> all = new ArrayList<>(points);
    double[] expected = Arrays.copyOf(numbers, numbers.length + open.size());
    for (double[] point : open.values()) {
      expected[all.size()] = told.predict(point)[0];
      all.add(point);
    }
    return GaussianProcess.of(all.toArray(double[][]::new), expected, told.logs());
  }

  /** The point of the largest expected improvement: the best of many at random, then uphill. */
  private double[] best(GaussianProcess process, double[] incumbent, double lowest) {
    double[] top = incumbent;
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < CANDIDATES; c++) {
      double[] point = c % 3 == 0 ? near(incumbent) : RandomSearch.point(random, cube.size());
      double height = height(process, point, lowest);
      if (height > highest) {
        highest = height;
        top = point;
      }
    }
    double[] climbed = climb(process, top, lowest);
    return height(process, climbed, lowest) > highest ? climbed : top;
  }

  private double[] near(double[] point) {
    double[] moved = point.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = Math.max(0, Math.min(1, moved[i] + NEARBY * random.nextGaussian()));
    }
    return moved;
  }

  private static double height(GaussianProcess process, double[] point, double lowest) {
    double[] normal = process.predict(point);
    return ExpectedImprovement.log(normal[0], normal[1], lowest);
  }

  private double[] climb(GaussianProcess process, double[] start, double lowest) {
    int n = start.length;
    double[] low = new double[n];
    double[] high = new double[n];
    double[] sigma = new double[n];
    Arrays.fill(high, 1);
    Arrays.fill(sigma, NEARBY);
    double[][] top = {start};
    double[] highest = {height(process, start, lowest)};
    try {
      new CMAESOptimizer(CLIMB, 0, true, 0, 0, new Well19937c(random.nextLong()), false, null)
          .optimize(
              GoalType.MAXIMIZE,
              new ObjectiveFunction(
                  point -> {
                    double height = height(process, point, lowest);
                    if (height > highest[0]) {
                      highest[0] = height;
                      top[0] = point.clone();
                    }
                    return height;
                  }),
              new InitialGuess(start),
              new SimpleBounds(low, high),
              new CMAESOptimizer.Sigma(sigma),
              new CMAESOptimizer.PopulationSize(4 + (int) (3 * Math.log(n))),
              new MaxEval(CLIMB));
    } catch (MathRuntimeException e) {
      return top[0]; // out of evaluations
    }
    return top[0];
  }
}
