package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * The product y = a ⊙ b, element by element. If one has fewer rows, they repeat, and it comes last.
 */
record Multiply() implements Primitive {

  /** The type of a combination, by elements, of two nodes of one shape. */
  static Type elementwise(String what, List<Node> inputs) {
    Node a = inputs.get(0);
    Node b = inputs.get(1);
    if (!a.shape().equals(b.shape())) {
      throw new IllegalArgumentException(
          "no " + what + " of " + a.type() + " and " + b.type() + ": the shapes must be the same");
    }
    return new Type(a.rows().most(b.rows()), a.shape());
  }

  /** Whether the second of two nodes has more rows, so that they must change places. */
  static boolean reversed(List<Node> inputs) {
    return inputs.get(0).rows().compareTo(inputs.get(1).rows()) < 0;
  }

  @Override
  public Type type(List<Node> inputs) {
    return elementwise("product by elements", inputs);
  }

  @Override
  public void forward(Ops ops, Operands t) {
    int whole = t.in(1) == t.out() ? 1 : 0;
    ops.scaleRows(t.in(whole), t.in(1 - whole), 1, t.out());
  }

  @Override
  public boolean overwrites(int input) {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    Node a = changes.get(0) == null ? null : changes.get(0).times(y.input(1));
    Node b = changes.get(1) == null ? null : y.input(0).times(changes.get(1));
    return Node.sum(a, b);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.times(y.input(1 - input)).summed(y.input(input).rows());
  }

  @Override
  public Node simplified(List<Node> inputs) {
    if (reversed(inputs)) {
      return inputs.get(1).times(inputs.get(0));
    }
    for (int i = 0; i < 2; i++) {
      Node other = inputs.get(1 - i);
      if (inputs.get(i).primitive() instanceof Constant c) {
        return c.value() == 0
            ? other.graph().constant(0, type(inputs))
            : other.times(c.value()).repeated(inputs.get(0).rows());
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "multiply";
  }
}
