package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * The mean absolute error, Σ_c |y_c − t_c| / C, of outputs [C]; the mean over the minibatch. Its
 * derivative where an output is right is 0.
 */
public record AbsoluteError() implements Loss {

  @Override
  public Node apply(Graph g, Node y, Node targets) {
    return g.abs(y.minus(targets)).columnMean();
  }
}
