package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * The product of each group of columns with one small matrix, y[r, g, :] = x[r, g, :]·op(M). Its
 * inputs are x [rows, G·K] and M [K, C], which is constant: no derivative leads there.
 *
 * @param transposed whether M is transposed, [C, K]
 */
record GroupProduct(boolean transposed) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    Shape matrix = inputs.get(1).shape();
    int inner = matrix.dim(transposed ? 1 : 0);
    if (x.rows() == Rows.WHOLE || x.shape().rank() != 1 || x.shape().size() % inner != 0) {
      throw new IllegalArgumentException(
          x.type() + " has no rows of vectors that divide into groups of " + inner);
    }
    int groups = x.shape().size() / inner;
    return new Type(x.rows(), Shape.of(Math.multiplyExact(groups, matrix.dim(transposed ? 0 : 1))));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    Shape matrix = t.in(1).shape();
    int inner = matrix.dim(transposed ? 1 : 0);
    int groups = t.in(0).size() / inner;
    ops.matmul(
        t.in(0).reshape(groups, inner),
        false,
        t.in(1),
        transposed,
        1,
        0,
        t.out().reshape(groups, t.out().size() / groups));
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0) == null ? null : y.graph().node(this, changes.get(0), y.input(1));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return input == 0 ? y.graph().node(new GroupProduct(!transposed), dy, y.input(1)) : null;
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    return Constant.is(x, 0) ? x.graph().constant(0, type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "group product xm" + (transposed ? "ᵀ" : "");
  }
}
