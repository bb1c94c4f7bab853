package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * The steps of sequences from one row an example, y[t·B + b, c] = x[b, t·C + c]; the transpose of
 * {@link StepsInRow}.
 */
record Steps() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    int steps = x.graph().steps();
    if (x.rows() != Rows.BATCH && x.rows() != Rows.ONE || x.shape().size() % steps != 0) {
      throw new IllegalArgumentException(
          "no " + steps + " steps of " + x.type() + ": their number must divide a row");
    }
    return new Type(Rows.STEPS, Shape.of(x.shape().size() / steps));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    int batch = t.in(0).shape().dim(0);
    ops.transpose(t.in(0), 1, batch, t.out().shape().dim(0) / batch, t.out());
  }

  @Override
  public boolean joinsSteps() {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).asSteps();
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.inRow().reshape(y.input(0).shape());
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.rows() == Rows.ONE) {
      return x.asSteps(); // of all examples alike
    }
    return x.primitive() instanceof Constant c ? x.graph().constant(c.value(), type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "steps";
  }
}
