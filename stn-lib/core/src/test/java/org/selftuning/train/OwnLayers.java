package org.selftuning.train;

import java.util.List;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Branches;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.Linear;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.model.ModelSpec;

/** Layers as users write them, and a model of them that both engines train. */
public final class OwnLayers {
  private OwnLayers() {}

  /** A swish whose slope is learned, and responds. */
  public record Swish() implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      Weight slope = g.responsive("slope", new Initializer.Constant(1), x.shape().dims());
      return x.times(g.sigmoid(x.times(slope.value())));
    }
  }

  /** A regularizer whose strength is tuned: activations are drawn to a small size. */
  public record Small(Quantity strength) implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      g.penalty(x.times(x).columnMean().times(strength.in(g)));
      return x;
    }
  }

  /** An augmentation whose strength is tuned. */
  public record Noise(Quantity strength) implements Layer {
    @Override
    public boolean atInput() {
      return true;
    }

    @Override
    public Node apply(Graph g, Node x) {
      Node noise = g.normal(x.type()).times(strength.in(g));
      return g.whileTraining(x.plus(noise), x);
    }
  }

  /** A model of them, and of residuals and branches, for images of strokes. */
  public static ModelSpec model() {
    return ModelSpec.input(28, 28, 1)
        .tune(
            Hyperparameter.continuous("noise", Range.interval(0, 1), 0.1),
            Hyperparameter.continuous("small", Range.above(0), 0.01),
            Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1))
        .layer(new Noise(Quantity.tuned("noise")))
        .flatten()
        .gatedLinear(16)
        .layer(
            new Repeat(
                2,
                List.of(
                    new Residual(
                        new LayerNorm(true),
                        new GatedLinear(16),
                        new Swish(),
                        Dropout.tuned("rate")))))
        .layer(
            new Branches(
                Branches.Join.CONCATENATE, List.of(List.of(), List.of(new Linear(4), new Swish()))))
        .layer(new Small(Quantity.tuned("small")))
        .gatedLinear(10)
        .crossEntropy();
  }
}
