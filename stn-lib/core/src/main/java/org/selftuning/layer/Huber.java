package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;

/**
 * Squared where an error is small and absolute where it is large (Huber 1964): with e = |y − t|,
 * the mean over outputs [C] and the minibatch of
 *
 * <pre>  e²/2 where e ≤ δ,      δ·(e − δ/2) elsewhere </pre>
 *
 * @param threshold δ, above 0
 */
public record Huber(@Default("1") double threshold) implements Loss {

  /** Checks the threshold. */
  public Huber {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("huber: threshold must be above 0, not " + threshold);
    }
  }

  @Override
  public Node apply(Graph g, Node y, Node targets) {
    Node error = g.abs(y.minus(targets));
    Node least = error.minus(g.relu(error.plus(-threshold)));
    return least.times(error.minus(least.times(0.5))).columnMean();
  }
}
