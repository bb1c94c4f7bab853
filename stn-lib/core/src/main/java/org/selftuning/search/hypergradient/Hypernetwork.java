package org.selftuning.search.hypergradient;

import java.util.SplittableRandom;

/**
 * A linear hypernetwork ŵ(λ) = A (λ − λ₀) + b that learns the best response (Lorraine &amp;
 * Duvenaud, arXiv 1802.09419), A [m, n], b [m]; the weights of an STN's layers are its frugal
 * successor.
 *
 * <ul>
 *   <li>{@link Reach#GLOBAL} (Algorithm 2 there): first A and b learn at λ ~ N(λ₀, s²), then λ
 *       follows F(ŵ(λ)) with both frozen. A line fits a best response over a wide range badly.
 *   <li>{@link Reach#LOCAL} (Algorithm 3): λ moves while A and b learn at λ + ε, ε ~ N(0, s²), so
 *       the line has to fit near the current λ only.
 * </ul>
 *
 * @param reach where it learns
 * @param scale s, how far from the center λ is drawn
 * @param steps gradient steps on A and b before each move of λ; of a global one, that many times
 *     the moves before the first
 * @param rate the learning rate of A and b (Adam)
 * @param lambdaRate the learning rate of λ (Adam)
 * @param seed of the draws
 */
public record Hypernetwork(
    Reach reach, double scale, int steps, double rate, double lambdaRate, long seed)
    implements BilevelSolver {

  /** Where a hypernetwork learns. */
  public enum Reach {
    /** Over a wide range, before λ moves. */
    GLOBAL,
    /** Around the current λ, while it moves. */
    LOCAL
  }

  @Override
  public Path solve(Bilevel problem, double[] lambda, double[] w, int moves) {
    Fit fit = new Fit(problem, lambda, w);
    if (reach == Reach.GLOBAL) {
      fit.learn(lambda, (long) steps * moves);
    }
    double[] at = lambda.clone();
    Adam adam = new Adam(lambdaRate, at.length);
    double[][] lambdas = new double[moves + 1][];
    double[] losses = new double[moves + 1];
    for (int i = 0; i < moves; i++) {
      if (reach == Reach.LOCAL) {
        fit.learn(at, steps);
      }
      lambdas[i] = at.clone();
      losses[i] = problem.validationLoss(fit.response(at));
      adam.step(at, fit.slope(problem.validationGradient(fit.response(at))));
    }
    lambdas[moves] = at;
    losses[moves] = problem.validationLoss(fit.response(at));
    return new Path(lambdas, losses);
  }

  /** A and b, one after the other in a vector: row i holds the n slopes of weight i and its b. */
  private final class Fit {
    private final Bilevel problem;
    private final double[] center;
    private final double[] parameters;
    private final int width;
    private final Adam adam;
    private final SplittableRandom random = new SplittableRandom(seed);

    Fit(Bilevel problem, double[] center, double[] w) {
      this.problem = problem;
      this.center = center.clone();
      width = center.length + 1;
      parameters = new double[w.length * width];
      for (int i = 0; i < w.length; i++) {
        parameters[i * width + width - 1] = w[i];
      }
      adam = new Adam(rate, parameters.length);
    }

    void learn(double[] around, long steps) {
      double[] gradient = new double[parameters.length];
      for (long step = 0; step < steps; step++) {
        double[] drawn = around.clone();
        for (int k = 0; k < drawn.length; k++) {
          drawn[k] += scale * random.nextGaussian();
        }
        double[] dw = problem.trainingGradient(drawn, response(drawn));
        for (int i = 0; i < dw.length; i++) {
          for (int k = 0; k < width - 1; k++) {
            gradient[i * width + k] = dw[i] * (drawn[k] - center[k]);
          }
          gradient[i * width + width - 1] = dw[i];
        }
        adam.step(parameters, gradient);
      }
    }

    double[] response(double[] lambda) {
      double[] w = new double[parameters.length / width];
      for (int i = 0; i < w.length; i++) {
        w[i] = parameters[i * width + width - 1];
        for (int k = 0; k < width - 1; k++) {
          w[i] += parameters[i * width + k] * (lambda[k] - center[k]);
        }
      }
      return w;
    }

    /** Returns Aᵀ dw. */
    double[] slope(double[] dw) {
      double[] slope = new double[width - 1];
      for (int i = 0; i < dw.length; i++) {
        for (int k = 0; k < slope.length; k++) {
          slope[k] += parameters[i * width + k] * dw[i];
        }
      }
      return slope;
    }
  }
}
