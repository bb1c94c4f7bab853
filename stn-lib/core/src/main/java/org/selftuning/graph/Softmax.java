package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * The softmax y_i = exp(x_i) / Σ_j exp(x_j) of each {@code width} columns of a row.
 *
 * @param width how many columns belong together
 * @param causal whether rows are steps of a sequence, as many as there are columns, and columns of
 *     later steps are left out
 */
record Softmax(int width, boolean causal) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (width < 1 || x.shape().rank() != 1 || x.shape().size() % width != 0) {
      throw new IllegalArgumentException(
          "no softmax of each " + width + " columns of " + x.type() + ": they must divide it");
    }
    if (causal && x.extents().dim(0) != width * x.graph().batch()) {
      throw new IllegalArgumentException(
          "no causal softmax of "
              + width
              + " columns of "
              + x.type()
              + ": a column must be a step");
    }
    return x.type();
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.softmax(t.in(0), width, causal, t.out());
  }

  @Override
  public boolean overwrites(int input) {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return y.graph().node(new SoftmaxSlope(width), y, changes.get(0));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return y.graph().node(new SoftmaxSlope(width), y, dy);
  }

  @Override
  public String toString() {
    return (causal ? "causal softmax of " : "softmax of ") + width;
  }
}
