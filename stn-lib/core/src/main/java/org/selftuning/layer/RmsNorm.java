package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;

/**
 * Divides every example, or every step of a sequence, by the root of the mean square of its
 * numbers, then scales each of them (Zhang &amp; Sennrich 2019):
 *
 * <pre>  y = s ⊙ x / √(mean(x²) + 10⁻⁵) </pre>
 *
 * <p>Any shape; the output has the input's. Scales start at 1. In the gated layer they respond to
 * the hyperparameters.
 *
 * @param gated whether they do
 */
public record RmsNorm(boolean gated) implements Layer {
  private static final double EPSILON = 1e-5;

  @Override
  public Node apply(Graph g, Node x) {
    Node flat = x.flatten();
    Weight scale = g.weight("scale", gated, new Initializer.Constant(1), flat.shape().size());
    Node root = g.sqrt(flat.times(flat).columnMean().plus(EPSILON));
    return flat.over(root).times(scale.value()).reshape(x.shape());
  }
}
