package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * Rows of a table, y[r, :] = table[index[r], :]. Its inputs are the table [V, C] and the row
 * numbers [B, 1], which are data: no derivative leads to them.
 */
record Gather() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node table = inputs.get(0);
    Node index = inputs.get(1);
    if (table.rows() != Rows.WHOLE
        || table.shape().rank() != 2
        || index.rows() == Rows.WHOLE
        || index.shape().size() != 1) {
      throw new IllegalArgumentException(
          "no rows "
              + index.type()
              + " of "
              + table.type()
              + ": it needs a matrix, and one number a row");
    }
    return new Type(index.rows(), Shape.of(table.shape().dim(1)));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.gather(t.in(0), t.in(1), null, null, t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0) == null ? null : y.graph().node(this, changes.get(0), y.input(1));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    int rows = y.input(0).shape().dim(0);
    return input == 0 ? y.graph().node(new Scatter(rows), dy, y.input(1)) : null;
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node table = inputs.get(0);
    return table.primitive() instanceof Constant c
        ? table.graph().constant(c.value(), type(inputs))
        : null;
  }

  @Override
  public String toString() {
    return "gather";
  }
}
