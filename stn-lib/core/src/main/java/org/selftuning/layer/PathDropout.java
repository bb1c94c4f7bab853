package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * In a training pass, sets all of an example to 0 with probability p and divides the others by 1 −
 * p; otherwise does nothing. As the last layer of a residual it is stochastic depth (Huang et al.
 * 2016): for some examples the block is left out. Any shape; one draw for all steps of a sequence.
 *
 * @param rate p, in 0 … 1; a tuned one is each example's own
 */
public record PathDropout(Quantity rate) implements Layer {

  /** Checks a fixed rate. */
  public PathDropout {
    Dropout.checkRate("path-dropout: the rate", rate);
  }

  @Override
  public Node apply(Graph g, Node x) {
    return g.pathDropout(x, rate.in(g));
  }
}
