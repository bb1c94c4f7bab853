package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * Its first input in training passes, its second in the others. {@link Passes} put the one or the
 * other in its place, so it is never computed.
 */
record WhileTraining() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Type training = inputs.get(0).type();
    Type resting = inputs.get(1).type();
    if (!training.equals(resting)) {
      throw new IllegalArgumentException(
          "in training " + training + ", at rest " + resting + ": the types must be the same");
    }
    return training;
  }

  @Override
  public Node simplified(List<Node> inputs) {
    return inputs.get(0) == inputs.get(1) ? inputs.get(0) : null;
  }

  @Override
  public void forward(Ops ops, Operands t) {
    throw new IllegalStateException("a pass trains or rests");
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    throw new IllegalStateException("a pass trains or rests");
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    throw new IllegalStateException("a pass trains or rests");
  }

  @Override
  public String toString() {
    return "while training";
  }
}
