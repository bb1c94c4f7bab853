package org.selftuning.search;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;

/**
 * Regression by a Gaussian process (Rasmussen &amp; Williams 2006, Algorithm 2.1) with the Matérn
 * 5/2 kernel and a length scale for each axis:
 *
 * <pre>
 *   r²(x, x′) = Σᵢ (xᵢ − x′ᵢ)² / ℓᵢ²
 *   k(x, x′)  = s² (1 + √5 r + 5/3 r²) e^(−√5 r)
 *
 *   symbol  what                                  shape
 *   X       the points, in the unit cube          [N, n]
 *   y       the numbers there, standardized       [N]
 *   ℓ       length scales                         [n]
 *   s²      variance of the process
 *   ν²      variance of the noise
 *   K       k(X, X) + ν² I                        [N, N]
 *   L       its Cholesky factor                   [N, N]
 *   α       K⁻¹ y                                 [N]
 * </pre>
 *
 * <p>ℓ, s² and ν² are those of the largest marginal likelihood log p(y | X) = −½ yᵀα − Σ log Lᵢᵢ −
 * ½ N log 2π, plus the log-density of wide log-normal priors, without which few points let a length
 * scale run to its end. The maximum is sought by BOBYQA (Powell 2009). Immutable.
 */
final class GaussianProcess {
  private static final double SHORTEST = Math.log(0.02);
  private static final double LONGEST = Math.log(20);
  private static final double LEAST_NOISE = Math.log(1e-6);
  private static final double MOST_NOISE = Math.log(1);
  private static final double LEAST_VARIANCE = Math.log(0.02);
  private static final double MOST_VARIANCE = Math.log(50);
  private static final double TRUST = 0.7;
  private static final double LEAST_TRUST = 0.02;
  private static final int EVALUATIONS_PER_AXIS = 25;

  /**
   * Observations between two fits that also start from the middle of the priors, in case another
   * peak is higher.
   */
  private static final int RESTART_EVERY = 5;

  /** Means and deviations of the normal priors of log ℓ, log s² and log ν². */
  private static final double[] SCALE_PRIOR = {Math.log(0.5), 1};

  private static final double[] VARIANCE_PRIOR = {0, 1};
  private static final double[] NOISE_PRIOR = {Math.log(1e-3), 2};

  private final double[][] points;
  private final double[] logs;
  private final double mean;
  private final double deviation;
  private final double[][] factor;
  private final RealVector alpha;
  private final double fitness;

  private GaussianProcess(double[][] points, double[] numbers, double[] logs) {
    this.points = points;
    this.logs = logs;
    mean = Arrays.stream(numbers).average().orElse(0);
    double square = Arrays.stream(numbers).map(y -> (y - mean) * (y - mean)).average().orElse(0);
    deviation = square > 0 ? Math.sqrt(square) : 1;
    RealVector y = new ArrayRealVector(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      y.setEntry(i, (numbers[i] - mean) / deviation);
    }
    CholeskyDecomposition cholesky =
        new CholeskyDecomposition(covariance(), 1e-9, 0); // throws where K is not positive
    factor = cholesky.getL().getData();
    alpha = cholesky.getSolver().solve(y);
    double fit = -0.5 * y.dotProduct(alpha) - 0.5 * numbers.length * Math.log(2 * Math.PI);
    for (int i = 0; i < numbers.length; i++) {
      fit -= Math.log(factor[i][i]);
    }
    fitness = fit;
  }

  /**
   * Fits a process.
   *
   * @param points [N, n], in the unit cube; at least one
   * @param numbers [N]
   * @param start where to begin to look for log ℓ, log s² and log ν², such as {@link #logs} of an
   *     earlier fit; null for the middle of the priors
   */
  static GaussianProcess fit(double[][] points, double[] numbers, double[] start) {
    int n = points[0].length;
    double[] low = logs(n, SHORTEST, LEAST_VARIANCE, LEAST_NOISE);
    double[] high = logs(n, LONGEST, MOST_VARIANCE, MOST_NOISE);
    double[] middle = logs(n, SCALE_PRIOR[0], VARIANCE_PRIOR[0], NOISE_PRIOR[0]);
    Peak peak = new Peak(points, numbers, middle);
    if (start != null) {
      peak.climb(start, low, high);
    }
    if (start == null || points.length % RESTART_EVERY == 0) {
      peak.climb(middle, low, high);
    }
    return new GaussianProcess(points, numbers, peak.best);
  }

  /** A process of given hyperparameters; see {@link #fit}. */
  static GaussianProcess of(double[][] points, double[] numbers, double[] logs) {
    return new GaussianProcess(points, numbers, logs);
  }

  private static double[] logs(int n, double scale, double variance, double noise) {
    double[] logs = new double[n + 2];
    Arrays.fill(logs, 0, n, scale);
    logs[n] = variance;
    logs[n + 1] = noise;
    return logs;
  }

  /** The highest posterior density met on the way up; BOBYQA may end elsewhere, or break off. */
  private static final class Peak {
    private final double[][] points;
    private final double[] numbers;
    private double[] best;
    private double highest = Double.NEGATIVE_INFINITY;

    Peak(double[][] points, double[] numbers, double[] fallback) {
      this.points = points;
      this.numbers = numbers;
      this.best = fallback;
    }

    void climb(double[] start, double[] low, double[] high) {
      int dims = start.length;
      double[] inside = new double[dims];
      for (int i = 0; i < dims; i++) {
        inside[i] = Math.max(low[i], Math.min(high[i], start[i]));
      }
      try {
        new BOBYQAOptimizer(2 * dims + 1, TRUST, LEAST_TRUST)
            .optimize(
                GoalType.MAXIMIZE,
                new ObjectiveFunction(this::height),
                new InitialGuess(inside),
                new SimpleBounds(low, high),
                new MaxEval(EVALUATIONS_PER_AXIS * dims));
      } catch (MathRuntimeException e) {
        return; // out of evaluations, or nowhere to go: the best so far is kept
      }
    }

    private double height(double[] logs) {
      double height;
      try {
        height = of(points, numbers, logs).fitness + logPrior(logs);
      } catch (MathRuntimeException e) {
        return -1e6; // K is singular here
      }
      if (height > highest) {
        highest = height;
        best = logs.clone();
      }
      return height;
    }
  }

  private static double logPrior(double[] logs) {
    int n = logs.length - 2;
    double sum = logNormal(logs[n], VARIANCE_PRIOR) + logNormal(logs[n + 1], NOISE_PRIOR);
    for (int i = 0; i < n; i++) {
      sum += logNormal(logs[i], SCALE_PRIOR);
    }
    return sum;
  }

  private static double logNormal(double x, double[] prior) {
    double z = (x - prior[0]) / prior[1];
    return -0.5 * z * z;
  }

  private RealMatrix covariance() {
    int size = points.length;
    double[][] k = new double[size][size];
    double noise = Math.exp(logs[logs.length - 1]);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        k[i][j] = kernel(points[i], points[j]);
        k[j][i] = k[i][j];
      }
      k[i][i] += noise;
    }
    return new Array2DRowRealMatrix(k, false);
  }

  private double kernel(double[] a, double[] b) {
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      double d = (a[i] - b[i]) * Math.exp(-logs[i]);
      square += d * d;
    }
    double root = Math.sqrt(5 * square);
    return Math.exp(logs[a.length]) * (1 + root + root * root / 3) * Math.exp(-root);
  }

  /** Returns mean and standard deviation of the noiseless number at {@code x}, in its own units. */
  double[] predict(double[] x) {
    int size = points.length;
    double[] v = new double[size];
    double mu = 0;
    double explained = 0;
    for (int i = 0; i < size; i++) {
      double k = kernel(x, points[i]);
      mu += k * alpha.getEntry(i);
      double sum = k;
      for (int j = 0; j < i; j++) {
        sum -= factor[i][j] * v[j];
      }
      v[i] = sum / factor[i][i];
      explained += v[i] * v[i];
    }
    double variance = Math.max(1e-12, Math.exp(logs[x.length]) - explained);
    return new double[] {mean + deviation * mu, deviation * Math.sqrt(variance)};
  }

  /** log ℓ₁ … log ℓₙ, log s², log ν². */
  double[] logs() {
    return logs.clone();
  }

  /** The log marginal likelihood of the standardized numbers. */
  double logLikelihood() {
    return fitness;
  }
}
