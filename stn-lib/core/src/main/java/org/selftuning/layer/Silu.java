package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * The sigmoid linear unit, or swish, y = x/(1 + e^−x) (Elfwing et al. 2018; Ramachandran et al.
 * 2017). Any shape; the output has the input's.
 */
public record Silu() implements Layer {

  @Override
  public Node apply(Graph g, Node x) {
    return x.times(g.sigmoid(x));
  }
}
