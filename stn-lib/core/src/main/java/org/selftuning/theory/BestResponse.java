package org.selftuning.theory;

import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * A bilevel problem whose inner level has been solved: the best response
 *
 * <pre>  w*(λ) = argmin_w f(λ, w) </pre>
 *
 * <p>as a formula, with its Jacobian. Put into the validation loss F it leaves an ordinary
 * minimization over λ, and its hypergradient follows by the chain rule (MacKay et al. 2019). The
 * validation loss must not depend on λ but by way of the weights.
 */
public interface BestResponse {

  /** The number n of hyperparameters. */
  int hyperparameters();

  /**
   * Returns the training objective f(λ, w), the penalty included.
   *
   * @param weights w [K]
   * @param lambda λ [n]
   */
  double trainingObjective(double[] weights, double... lambda);

  /** Returns the validation loss F(w) of weights [K]. */
  double validationLoss(double[] weights);

  /** Returns ∂F∕∂w [K]. */
  double[] validationGradient(double[] weights);

  /** Returns the exact best response w*(λ) [K] for λ [n]. */
  double[] exact(double... lambda);

  /** Returns its Jacobian ∂w*∕∂λ [K, n] at λ [n]. */
  double[][] jacobian(double... lambda);

  /** Returns F(w*(λ)): what a choice of hyperparameters is worth. */
  default double validationLossAt(double... lambda) {
    return validationLoss(exact(lambda));
  }

  /** Returns the hypergradient dF(w*(λ))∕dλ = (∂w*∕∂λ)ᵀ ∂F∕∂w, [n]. */
  default double[] hypergradient(double... lambda) {
    double[] outer = validationGradient(exact(lambda));
    double[][] response = jacobian(lambda);
    double[] gradient = new double[hyperparameters()];
    for (int k = 0; k < response.length; k++) {
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] += response[k][j] * outer[k];
      }
    }
    return gradient;
  }

  /**
   * Returns the λ between {@code low} and {@code high} with the lowest F(w*(λ)), of a problem with
   * one hyperparameter: the lowest of 2,000 grid points, made exact where the hypergradient
   * vanishes beside it.
   *
   * @throws IllegalStateException if there are several hyperparameters
   */
  default double optimum(double low, double high) {
    if (hyperparameters() != 1) {
      throw new IllegalStateException(
          "a grid needs one hyperparameter; this problem has " + hyperparameters());
    }
    int points = 2000;
    double step = (high - low) / (points - 1);
    double best = low;
    double lowest = validationLossAt(low);
    for (int i = 1; i < points; i++) {
      double loss = validationLossAt(low + i * step);
      if (loss < lowest) {
        lowest = loss;
        best = low + i * step;
      }
    }
    double left = Math.max(low, best - step);
    double right = Math.min(high, best + step);
    boolean between = hypergradient(left)[0] < 0 && hypergradient(right)[0] > 0;
    return between
        ? new BracketingNthOrderBrentSolver(1e-13, 1e-13, 5)
            .solve(200, x -> hypergradient(x)[0], left, right)
        : best;
  }
}
