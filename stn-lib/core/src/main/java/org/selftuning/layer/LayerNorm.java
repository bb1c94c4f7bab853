package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;

/**
 * Normalizes every example, or every step of a sequence, over all its numbers, then scales and
 * shifts each of them (Ba et al. 2016):
 *
 * <pre>  y = s ⊙ (x − mean(x)) / √(var(x) + 10⁻⁵) + t </pre>
 *
 * <p>Any shape; the output has the input's. Scales start at 1 and shifts at 0. In the gated layer
 * both respond to the hyperparameters.
 *
 * @param gated whether they do
 */
public record LayerNorm(boolean gated) implements Layer {
  private static final double EPSILON = 1e-5;

  @Override
  public Node apply(Graph g, Node x) {
    Node flat = x.flatten();
    int size = flat.shape().size();
    Node centered = flat.minus(flat.columnMean());
    Node variance = centered.times(centered).columnMean();
    Initializer one = new Initializer.Constant(1);
    Weight scale = g.weight("scale", gated, one, size);
    Weight shift = g.weight("shift", gated, new Initializer.Constant(0), size);
    Node normal = centered.over(g.sqrt(variance.plus(EPSILON)));
    return normal.times(scale.value()).plus(shift.value()).reshape(x.shape());
  }
}
