package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * The sum over the rows, y = Σ_r x[r, …]; the transpose of {@link Repeat}.
 *
 * @param to {@link Rows#ONE} or {@link Rows#WHOLE}
 */
record SumRows(Rows to) implements Accumulating {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.rows().compareTo(to) <= 0) {
      throw new IllegalArgumentException("no rows to sum in " + x.type());
    }
    return new Type(to, x.shape());
  }

  @Override
  public void accumulate(Ops ops, Operands t, float alpha, float beta) {
    ops.columnSums(t.in(0), alpha, beta, t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).summed(to);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.repeated(y.input(0).rows());
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    int rows = x.extents().size() / x.shape().size();
    return x.primitive() instanceof Constant c
        ? x.graph().constant(rows * c.value(), type(inputs))
        : null;
  }

  @Override
  public String toString() {
    return "sum rows";
  }
}
