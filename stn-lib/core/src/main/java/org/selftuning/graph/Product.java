package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * The matrix product y = op(a)·op(b), where op may transpose. A node of rows of vectors is the
 * matrix of those rows; a weight is its matrix [C, K].
 *
 * @param transposeA whether a is transposed
 * @param transposeB whether b is
 */
record Product(boolean transposeA, boolean transposeB) implements Accumulating {

  @Override
  public Type type(List<Node> inputs) {
    Node a = inputs.get(0);
    Node b = inputs.get(1);
    int left = transposeA ? rows(a) : columns(a);
    int right = transposeB ? columns(b) : rows(b);
    boolean paired =
        transposeA
            ? a.rows() == b.rows() && (!transposeB || b.rows() == Rows.WHOLE)
            : b.rows() == Rows.WHOLE;
    if (left != right || !paired) {
      throw new IllegalArgumentException(
          "no product of " + a.type() + " and " + b.type() + ": the inner extents must agree");
    }
    int columns = transposeB ? rows(b) : columns(b);
    if (transposeA || a.rows() == Rows.WHOLE) {
      int rows = transposeA ? columns(a) : rows(a);
      return new Type(Rows.WHOLE, Shape.of(rows, columns));
    }
    return new Type(a.rows(), Shape.of(columns));
  }

  private static int rows(Node n) {
    return n.extents().dim(0);
  }

  private static int columns(Node n) {
    if (n.extents().rank() != 2) {
      throw new IllegalArgumentException(
          "a product needs vectors or a matrix, not " + n.type() + "; flatten it first");
    }
    return n.extents().dim(1);
  }

  @Override
  public void accumulate(Ops ops, Operands t, float alpha, float beta) {
    ops.matmul(t.in(0), transposeA, t.in(1), transposeB, alpha, beta, t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    Node a = changes.get(0) == null ? null : of(changes.get(0), y.input(1));
    Node b = changes.get(1) == null ? null : of(y.input(0), changes.get(1));
    return Node.sum(a, b);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    Node other = y.input(1 - input);
    if (input == 0) {
      return transposeA
          ? new Product(transposeB, true).of(other, dy)
          : new Product(false, !transposeB).of(dy, other);
    }
    return transposeB
        ? new Product(true, transposeA).of(dy, other)
        : new Product(!transposeA, false).of(other, dy);
  }

  private Node of(Node a, Node b) {
    return a.graph().node(this, a, b);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Graph g = inputs.get(0).graph();
    if (inputs.stream().anyMatch(n -> Constant.is(n, 0))) {
      return g.constant(0, type(inputs));
    }
    if (inputs.get(0).primitive() instanceof Constant a
        && inputs.get(1).primitive() instanceof Constant b) {
      int summands = transposeA ? rows(inputs.get(0)) : columns(inputs.get(0));
      return g.constant((double) summands * a.value() * b.value(), type(inputs));
    }
    return null;
  }

  @Override
  public String toString() {
    return "product" + (transposeA ? " aᵀ" : " a") + (transposeB ? "bᵀ" : "b");
  }
}
