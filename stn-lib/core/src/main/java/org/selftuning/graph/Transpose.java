package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/** The transpose of the matrix that each row is, y[r, j, i] = x[r, i, j]. */
record Transpose() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.rows() == Rows.WHOLE || x.shape().rank() != 2) {
      throw new IllegalArgumentException("no rows of matrices in " + x.type());
    }
    return new Type(x.rows(), Shape.of(x.shape().dim(1), x.shape().dim(0)));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    Shape x = t.in(0).shape();
    ops.transpose(t.in(0), x.dim(0), x.dim(1), x.dim(2), t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).transposed();
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.transposed();
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.primitive() instanceof Transpose) {
      return x.input(0);
    }
    return x.primitive() instanceof Constant c ? x.graph().constant(c.value(), type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "transpose";
  }
}
