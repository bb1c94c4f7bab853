package org.selftuning.search.hypergradient;

/**
 * The gradient by the implicit function theorem, exact where the weights are trained to the end:
 *
 * <pre>
 *   dF/dλ = −∂/∂λ(vᵀ ∂f/∂w)      H v = ∂F/∂w      H = ∂²f/∂w²
 * </pre>
 *
 * <p>Two ways to solve for v, with products H·x alone:
 *
 * <ul>
 *   <li>a Neumann series v = η Σ_{k ≤ K} (I − ηH)^k ∂F/∂w (Lorraine et al., AISTATS 2020, Algorithm
 *       3), which needs η below 2 over the largest eigenvalue;
 *   <li>conjugate gradients (Pedregosa, ICML 2016), which need H positive definite; they end where
 *       it is seen not to be.
 * </ul>
 *
 * @param solver how v is found
 * @param iterations K, terms of the series or steps of conjugate gradients
 * @param steps gradient steps on the weights before each estimate
 * @param rate η, the learning rate of these steps and of the series
 */
public record Implicit(Solver solver, int iterations, int steps, double rate)
    implements Hypergradient {
  private static final double SOLVED = 1e-24;

  /** How the linear system is solved. */
  public enum Solver {
    /** By a series. */
    NEUMANN,
    /** By conjugate gradients. */
    CONJUGATE_GRADIENTS
  }

  /** Checks the ranges. */
  public Implicit {
    if (iterations < 0 || steps < 0 || !(rate > 0)) {
      throw new IllegalArgumentException(
          String.format(
              "implicit: iterations and steps must be 0 or more and the rate positive, not %d, %d,"
                  + " %s",
              iterations, steps, rate));
    }
  }

  @Override
  public double[] estimate(Bilevel problem, double[] lambda, double[] w) {
    for (int t = 0; t < steps; t++) {
      Vectors.add(w, -rate, problem.trainingGradient(lambda, w));
    }
    double[] b = problem.validationGradient(w);
    double[] v =
        solver == Solver.NEUMANN
            ? neumann(problem, lambda, w, b)
            : conjugateGradients(problem, lambda, w, b);
    return Vectors.scaled(-1, problem.mixedProduct(lambda, w, v));
  }

  private double[] neumann(Bilevel problem, double[] lambda, double[] w, double[] b) {
    double[] term = b.clone();
    double[] sum = b.clone();
    for (int k = 0; k < iterations; k++) {
      term = Vectors.plus(term, -rate, problem.hessianProduct(lambda, w, term));
      Vectors.add(sum, 1, term);
    }
    return Vectors.scaled(rate, sum);
  }

  private double[] conjugateGradients(Bilevel problem, double[] lambda, double[] w, double[] b) {
    double[] v = new double[b.length];
    double[] residual = b.clone();
    double[] direction = b.clone();
    double square = Vectors.dot(residual, residual);
    double enough = SOLVED * square;
    for (int k = 0; k < iterations && square > enough; k++) {
      double[] product = problem.hessianProduct(lambda, w, direction);
      double curvature = Vectors.dot(direction, product);
      if (!(curvature > 0)) {
        return v;
      }
      double length = square / curvature;
      Vectors.add(v, length, direction);
      Vectors.add(residual, -length, product);
      double next = Vectors.dot(residual, residual);
      direction = Vectors.plus(residual, next / square, direction);
      square = next;
    }
    return v;
  }
}
