package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * The steps of an example in one row, y[b, t·C + c] = x[t·B + b, c]; the transpose of {@link
 * Steps}.
 */
record StepsInRow() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.rows() != Rows.STEPS) {
      throw new IllegalArgumentException("no steps in " + x.type() + ": it is no sequence");
    }
    return new Type(Rows.BATCH, x.shape().prepend(x.graph().steps()));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    int batch = t.out().shape().dim(0);
    ops.transpose(t.in(0), 1, t.in(0).shape().dim(0) / batch, batch, t.out());
  }

  @Override
  public boolean joinsSteps() {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).inRow();
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.asSteps().reshape(y.input(0).shape());
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    return x.primitive() instanceof Constant c ? x.graph().constant(c.value(), type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "steps in a row";
  }
}
