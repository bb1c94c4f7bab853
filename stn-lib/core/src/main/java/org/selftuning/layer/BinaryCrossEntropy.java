package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * For several labels, each of which is there or not: the mean over outputs [C] and the minibatch of
 * log(1 + e^y) − t·y, with targets t in 0 … 1 and y the logarithm of the odds.
 */
public record BinaryCrossEntropy() implements Loss {

  @Override
  public Node apply(Graph g, Node y, Node targets) {
    return g.softplus(y).minus(targets.times(y)).columnMean();
  }
}
