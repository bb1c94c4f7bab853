package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;
import org.selftuning.tensor.Shape;

/**
 * Normalizes each group of an image's channels over their pixels, then scales and shifts each
 * channel (Wu &amp; He 2018):
 *
 * <pre>  y = s ⊙ (x − mean(x)) / √(var(x) + 10⁻⁵) + t </pre>
 *
 * <p>Input and output [H, W, C]. One group is layer normalization without a scale for each pixel; C
 * groups are instance normalization. Scales start at 1 and shifts at 0. In the gated layer both
 * respond to the hyperparameters.
 *
 * @param gated whether they do
 * @param groups how many groups, a divisor of C
 */
public record GroupNorm(boolean gated, int groups) implements Layer {
  private static final double EPSILON = 1e-5;

  /** Checks the number of groups. */
  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException("group-norm: groups must be at least 1, not " + groups);
    }
  }

  @Override
  public Node apply(Graph g, Node x) {
    int pixels = GlobalAveragePool.pixels("group-norm", x);
    int channels = x.shape().dim(2);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          String.format("group-norm: %d channels do not divide into %d groups", channels, groups));
    }
    int width = pixels * channels / groups;
    Node flat = GlobalAveragePool.byChannel(x);
    Node centered = flat.minus(mean(flat, width));
    Node variance = mean(centered.times(centered), width);
    Weight scale = g.weight("scale", gated, new Initializer.Constant(1), channels);
    Weight shift = g.weight("shift", gated, new Initializer.Constant(0), channels);
    Node y =
        centered
            .over(g.sqrt(variance.plus(EPSILON)))
            .times(scale.value().acrossGroups(pixels))
            .plus(shift.value().acrossGroups(pixels));
    return y.reshape(Shape.of(channels, pixels)).transposed().reshape(x.shape());
  }

  private static Node mean(Node x, int width) {
    return x.groupSums(width).times(1.0 / width).acrossGroups(width);
  }
}
