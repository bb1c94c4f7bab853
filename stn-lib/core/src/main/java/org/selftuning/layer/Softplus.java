package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/** The smooth rectifier y = log(1 + e^x). Any shape; the output has the input's. */
public record Softplus() implements Layer {

  @Override
  public Node apply(Graph g, Node x) {
    return g.softplus(x);
  }
}
