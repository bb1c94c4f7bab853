package org.selftuning.search.hypergradient;

/** Estimates dF/dλ, the gradient of the validation loss through the trained weights. */
public interface Hypergradient {

  /**
   * Trains the weights a little further and returns the estimate.
   *
   * @param problem the problem
   * @param lambda λ [n]
   * @param w the weights [m]; changed to the trained ones
   * @return dF/dλ [n]
   */
  double[] estimate(Bilevel problem, double[] lambda, double[] w);
}
