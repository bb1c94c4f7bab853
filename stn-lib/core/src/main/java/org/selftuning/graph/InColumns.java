package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * Rows among more columns, which are 0 elsewhere: y[r, first + c] = x[r, c]; the transpose of
 * {@link Columns}.
 *
 * @param first where x begins
 * @param width the columns of y
 */
record InColumns(int first, int width) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.shape().rank() != 1 || first < 0 || first + x.shape().size() > width) {
      throw new IllegalArgumentException(
          "no place for " + x.type() + " at column " + first + " of " + width);
    }
    return new Type(x.rows(), Shape.of(width));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    int count = t.in(0).shape().dim(-1);
    if (count < width) {
      ops.fill(t.out(), 0);
    }
    ops.copyColumns(t.in(0), 0, t.out(), first, count);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return y.graph().node(this, changes.get(0));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return y.graph().node(new Columns(first, y.input(0).shape().size()), dy);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.shape().size() == width) {
      return x;
    }
    return Constant.is(x, 0) ? x.graph().constant(0, type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "at columns " + first + " of " + width;
  }
}
