package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * The derivative of {@link Losses} with respect to the outputs, of the same inputs: [B, C].
 *
 * @param criterion which loss
 * @param scale a factor
 */
record LossSlope(Criterion criterion, float scale) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Losses.check(criterion, inputs);
    return inputs.get(0).type();
  }

  @Override
  public void forward(Ops ops, Operands t) {
    criterion.judge(ops, t, scale, t.out(), null);
  }

  @Override
  public int room() {
    return Losses.SCORE;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    throw second();
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    throw second();
  }

  private UnsupportedOperationException second() {
    return new UnsupportedOperationException(
        "the " + this + " has no derivative: no pass takes a second one of a loss");
  }

  @Override
  public String toString() {
    return "slope of losses, " + criterion;
  }
}
