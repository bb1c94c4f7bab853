package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/** The mean of a sequence's steps. Input [T, D], output [D]. */
public record MeanOverSteps() implements Layer {

  @Override
  public Node apply(Graph g, Node x) {
    Positions.vectors("mean-over-steps", x);
    return x.stepSum().times(1.0 / g.steps());
  }
}
