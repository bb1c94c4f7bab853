package org.selftuning.search.hypergradient;

/**
 * Moves λ by Adam along an estimated gradient, while the weights train on.
 *
 * @param gradient the estimate
 * @param rate the learning rate of λ
 */
public record HypergradientDescent(Hypergradient gradient, double rate) implements BilevelSolver {

  @Override
  public Path solve(Bilevel problem, double[] lambda, double[] w, int moves) {
    double[] at = lambda.clone();
    double[] weights = w.clone();
    Adam adam = new Adam(rate, at.length);
    double[][] lambdas = new double[moves + 1][];
    double[] losses = new double[moves + 1];
    for (int i = 0; i < moves; i++) {
      lambdas[i] = at.clone();
      losses[i] = problem.validationLoss(weights);
      adam.step(at, gradient.estimate(problem, at, weights));
    }
    lambdas[moves] = at;
    losses[moves] = problem.validationLoss(weights);
    return new Path(lambdas, losses);
  }
}
