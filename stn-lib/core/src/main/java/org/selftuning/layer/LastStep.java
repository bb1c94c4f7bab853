package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * The last step of a sequence, where a recurrent layer has seen all of it. Input [T, D], output
 * [D].
 */
public record LastStep() implements Layer {

  @Override
  public Node apply(Graph g, Node x) {
    Positions.vectors("last-step", x);
    return x.step(g.steps() - 1);
  }
}
