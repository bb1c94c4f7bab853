package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * A multiple y = a·x.
 *
 * @param factor a
 */
record Scale(double factor) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    return inputs.get(0).type();
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.scale((float) factor, t.in(0), t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).times(factor);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.times(factor);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (factor == 1) {
      return x;
    }
    return x.primitive() instanceof Constant c
        ? x.graph().constant(factor * c.value(), x.type())
        : null;
  }

  @Override
  public String toString() {
    return "scale by " + (float) factor;
  }
}
