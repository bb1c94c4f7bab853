package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * The loss of each example [B, 1]. Its inputs are outputs [B, C] and targets, which are data: no
 * derivative leads to them.
 *
 * @param criterion which loss
 */
record Losses(Criterion criterion) implements Primitive {
  /** Sum of losses, right answers, rows: see {@link Ops#softmaxCrossEntropy}. */
  static final int SCORE = 3;

  @Override
  public Type type(List<Node> inputs) {
    check(criterion, inputs);
    return new Type(inputs.get(0).rows(), Shape.of(1));
  }

  static void check(Criterion criterion, List<Node> inputs) {
    Node y = inputs.get(0);
    Type target = new Type(y.rows(), criterion.target(y.shape()));
    if (y.rows().compareTo(Rows.BATCH) < 0
        || y.shape().rank() != 1
        || !inputs.get(1).type().equals(target)) {
      throw new IllegalArgumentException(
          "no loss of " + y.type() + ": it needs vectors, and targets of " + target);
    }
  }

  @Override
  public void forward(Ops ops, Operands t) {
    criterion.judge(ops, t, 1, null, t.out());
  }

  @Override
  public int room() {
    return SCORE;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0) == null ? null : slope(y, 1).times(changes.get(0)).columnSum();
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    if (input == 1) {
      return null;
    }
    return dy.primitive() instanceof Constant c
        ? slope(y, c.value())
        : slope(y, 1).times(dy.acrossColumns(y.input(0).shape().size()));
  }

  private Node slope(Node y, float scale) {
    return y.graph().node(new LossSlope(criterion, scale), y.input(0), y.input(1));
  }

  @Override
  public String toString() {
    return "losses, " + criterion;
  }
}
