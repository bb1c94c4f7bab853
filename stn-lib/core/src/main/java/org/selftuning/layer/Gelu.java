package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * The Gaussian error linear unit, y = x·Φ(x) with Φ the standard normal distribution function
 * (Hendrycks &amp; Gimpel 2016; in its exact form). Any shape; the output has the input's.
 */
public record Gelu() implements Layer {

  @Override
  public Node apply(Graph g, Node x) {
    return g.gelu(x);
  }
}
