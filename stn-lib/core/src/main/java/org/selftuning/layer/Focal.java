package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Shape;

/**
 * The cross-entropy, in training passes weighted by (1 − p)^γ with p the probability of the right
 * class (Lin et al. 2017): what the network is sure of counts less. The validation objective is the
 * cross-entropy itself, so γ can be tuned. Outputs and targets are as in {@link CrossEntropy}.
 *
 * @param gamma γ, at least 0; a tuned one is each example's own
 */
public record Focal(@Default("2") Quantity gamma) implements Loss {
  /** Keeps the logarithm finite where p is 1. */
  private static final double LEAST = 1e-6;

  /** Checks a fixed γ. */
  public Focal {
    if (gamma instanceof Quantity.Fixed fixed && !(fixed.value() >= 0)) {
      throw new IllegalArgumentException("focal: gamma must be at least 0, not " + fixed.value());
    }
  }

  @Override
  public Shape target(Shape output) {
    return CrossEntropy.classes("focal", output);
  }

  @Override
  public boolean classifies() {
    return true;
  }

  @Override
  public Node apply(Graph g, Node y, Node targets) {
    Node loss = g.crossEntropies(y, targets);
    Node wrong = g.exp(loss.times(-1)).times(-1).plus(1 + LEAST);
    Node weight = g.exp(g.log(wrong).times(gamma.in(g)));
    return g.whileTraining(weight.times(loss), loss);
  }
}
