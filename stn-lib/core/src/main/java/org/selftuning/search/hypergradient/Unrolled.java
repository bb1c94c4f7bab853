package org.selftuning.search.hypergradient;

/**
 * The exact derivative of the validation loss after T gradient steps, by going back through all of
 * them (Maclaurin et al., ICML 2015; Franceschi et al., ICML 2017, reverse mode):
 *
 * <pre>
 *   w_{t+1} = w_t − η ∂f/∂w(λ, w_t)
 *   α_T = ∂F/∂w(w_T);   g ← g − η ∂/∂λ(α_{t+1}ᵀ ∂f/∂w);   α_t = α_{t+1} − η ∂²f/∂w² α_{t+1}
 * </pre>
 *
 * <p>It looks T steps ahead and takes the weights it starts from for given: with small T it prefers
 * what helps soon, the short-horizon bias (Wu et al., ICLR 2018).
 *
 * @param steps T, at least 1
 * @param rate η, the learning rate of the weights
 */
public record Unrolled(int steps, double rate) implements Hypergradient {

  /** Checks the ranges. */
  public Unrolled {
    if (steps < 1 || !(rate > 0)) {
      throw new IllegalArgumentException(
          "unrolled: needs at least 1 step and a positive rate, not " + steps + " and " + rate);
    }
  }

  @Override
  public double[] estimate(Bilevel problem, double[] lambda, double[] w) {
    double[][] path = new double[steps][];
    for (int t = 0; t < steps; t++) {
      path[t] = w.clone();
      Vectors.add(w, -rate, problem.trainingGradient(lambda, w));
    }
    double[] alpha = problem.validationGradient(w);
    double[] gradient = new double[lambda.length];
    for (int t = steps - 1; t >= 0; t--) {
      Vectors.add(gradient, -rate, problem.mixedProduct(lambda, path[t], alpha));
      alpha = Vectors.plus(alpha, -rate, problem.hessianProduct(lambda, path[t], alpha));
    }
    return gradient;
  }
}
