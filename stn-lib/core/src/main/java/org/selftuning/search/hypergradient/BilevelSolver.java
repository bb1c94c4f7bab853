package org.selftuning.search.hypergradient;

/** Looks for the best λ of a {@link Bilevel} problem by following a gradient. */
public interface BilevelSolver {

  /**
   * Moves λ a number of times.
   *
   * @param problem the problem
   * @param lambda where to begin, [n]
   * @param w the weights to begin with, [m]
   * @param moves how often λ is moved
   */
  Path solve(Bilevel problem, double[] lambda, double[] w, int moves);

  /**
   * The way that was taken.
   *
   * @param lambdas λ before the first move and after each, [moves + 1][n]
   * @param losses the validation loss of the current weights before each move and after the last
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers on their way to a chart; compared by no one
  record Path(double[][] lambdas, double[] losses) {
    /** The λ at the end. */
    public double[] end() {
      return lambdas[lambdas.length - 1].clone();
    }
  }
}
