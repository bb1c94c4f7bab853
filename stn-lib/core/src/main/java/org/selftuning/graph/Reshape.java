package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * The same numbers in another shape, row by row. It is computed by no call: its tensor is its
 * input's, seen in another way.
 *
 * @param to the shape of a row, of as many numbers
 */
record Reshape(Shape to) implements View {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (to.size() != x.shape().size()) {
      throw new IllegalArgumentException(
          x.type() + " can't be reshaped to " + to + ", which has more or fewer numbers");
    }
    return new Type(x.rows(), to);
  }

  @Override
  public Tensor of(Tensor x, int[] extents) {
    return x.reshape(extents);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).reshape(to);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.reshape(y.input(0).shape());
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.shape().equals(to)) {
      return x;
    }
    if (x.primitive() instanceof Reshape) {
      return x.input(0).reshape(to);
    }
    return x.primitive() instanceof Constant c ? x.graph().constant(c.value(), type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "reshape";
  }
}
