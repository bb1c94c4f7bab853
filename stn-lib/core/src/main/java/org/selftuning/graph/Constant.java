package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * One number everywhere.
 *
 * @param value the number
 * @param given rows and shape
 */
record Constant(float value, Type given) implements Primitive {

  /** Whether {@code node} is {@code value} everywhere. */
  static boolean is(Node node, float value) {
    return node.primitive() instanceof Constant c && c.value == value;
  }

  @Override
  public Type type(List<Node> inputs) {
    return given;
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.fill(t.out(), value);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return null;
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    throw new IllegalStateException("a constant has no inputs");
  }

  @Override
  public String toString() {
    return "constant " + value;
  }
}
