package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * The leaky rectifier, y = x where x is positive and slope·x elsewhere (Maas et al. 2013). Any
 * shape; the output has the input's.
 *
 * @param slope 0 … 1
 */
public record LeakyRelu(@Default("0.01") double slope) implements Layer {

  /** Checks the slope. */
  public LeakyRelu {
    if (!(slope >= 0 && slope <= 1)) {
      throw new IllegalArgumentException("leaky-relu: slope must lie in 0 … 1, not " + slope);
    }
  }

  @Override
  public Node apply(Graph g, Node x) {
    return g.relu(x).minus(g.relu(x.times(-1)).times(slope));
  }
}
