package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * Some of the columns of each row, y[r, c] = x[r, first + c]; the transpose of {@link InColumns}.
 *
 * @param first the first of them
 * @param count how many
 */
record Columns(int first, int count) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.shape().rank() != 1 || first < 0 || first + count > x.shape().size()) {
      throw new IllegalArgumentException(
          "no columns " + first + " to " + (first + count - 1) + " in " + x.type());
    }
    return new Type(x.rows(), Shape.of(count));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.copyColumns(t.in(0), first, t.out(), 0, count);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return y.graph().node(this, changes.get(0));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return y.graph().node(new InColumns(first, y.input(0).shape().size()), dy);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (count == x.shape().size()) {
      return x;
    }
    return x.primitive() instanceof Constant c ? x.graph().constant(c.value(), type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "columns " + first + " to " + (first + count - 1);
  }
}
