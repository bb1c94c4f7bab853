package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * Rows added up in a table, y[v, :] = Σ_{r: index[r] = v} x[r, :]; the transpose of {@link Gather}.
 * Its inputs are x [B, C] and the row numbers [B, 1].
 *
 * @param rows V, the rows of the table
 */
record Scatter(int rows) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    return new Type(Rows.WHOLE, Shape.of(rows, inputs.get(0).shape().size()));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.fill(t.out(), 0);
    ops.gatherBackward(t.in(0), t.out(), t.in(1), null, null, null, 1, t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0) == null ? null : y.graph().node(this, changes.get(0), y.input(1));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return input == 0 ? y.graph().gather(dy, y.input(1)) : null;
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    return Constant.is(x, 0) ? x.graph().constant(0, type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "scatter";
  }
}
