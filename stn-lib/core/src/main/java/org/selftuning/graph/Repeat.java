package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * One row for several, y[r, …] = x[…]; the transpose of {@link SumRows}.
 *
 * @param to the rows of y, more than x has
 */
record Repeat(Rows to) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.rows().compareTo(to) >= 0) {
      throw new IllegalArgumentException("no rows to add to " + x.type());
    }
    return new Type(to, x.shape());
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.fill(t.out(), 0);
    ops.addBias(t.out(), t.in(0), t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).repeated(to);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.summed(y.input(0).rows());
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    return x.primitive() instanceof Constant c ? x.graph().constant(c.value(), type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "repeat";
  }
}
