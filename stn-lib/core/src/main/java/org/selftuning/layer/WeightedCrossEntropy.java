package org.selftuning.layer;

import java.util.List;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Shape;

/**
 * The cross-entropy, each example's times the weight of its class: for classes that are rare, or
 * that matter more. Outputs and targets are as in {@link CrossEntropy}; weights of mean 1 over the
 * examples keep the loss's scale.
 *
 * @param weights one for each class, above 0
 */
public record WeightedCrossEntropy(List<Double> weights) implements Loss {

  /** Checks the weights. */
  public WeightedCrossEntropy {
    weights = List.copyOf(weights);
    if (weights.stream().anyMatch(w -> !(w > 0))) {
      throw new IllegalArgumentException(
          "weighted-cross-entropy: weights must be above 0, not " + weights);
    }
  }

  @Override
  public Shape target(Shape output) {
    Shape target = CrossEntropy.classes("weighted-cross-entropy", output);
    if (output.dim(-1) != weights.size()) {
      throw new IllegalArgumentException(
          String.format(
              "weighted-cross-entropy has %d weights, but the network has outputs for %d classes",
              weights.size(), output.dim(-1)));
    }
    return target;
  }

  @Override
  public boolean classifies() {
    return true;
  }

  @Override
  public Node apply(Graph g, Node y, Node targets) {
    Node table = g.table(weights::get, weights.size(), 1);
    return g.crossEntropies(y, targets).times(g.gather(table, targets));
  }
}
