package org.selftuning.search.hypergradient;

/**
 * T1−T2 (Luketina et al., ICML 2016): one training step, and its derivative alone, as if the
 * weights before it did not depend on λ:
 *
 * <pre>
 *   w′ = w − η ∂f/∂w(λ, w)      dF/dλ ≈ −η ∂/∂λ(∂F/∂w(w′)ᵀ ∂f/∂w(λ, w))
 * </pre>
 *
 * <p>It is {@link Unrolled} with a single step, and the implicit gradient with the inverse Hessian
 * replaced by η.
 *
 * @param rate η, the learning rate of the weights
 */
public record T1T2(double rate) implements Hypergradient {

  @Override
  public double[] estimate(Bilevel problem, double[] lambda, double[] w) {
    return new Unrolled(1, rate).estimate(problem, lambda, w);
  }
}
