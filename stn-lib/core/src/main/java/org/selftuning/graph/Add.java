package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/** The sum y = a + b, element by element. If one has fewer rows, they repeat, and it comes last. */
record Add() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    return Multiply.elementwise("sum", inputs);
  }

  @Override
  public void forward(Ops ops, Operands t) {
    if (t.in(1).size() < t.out().size()) {
      ops.addBias(t.in(0), t.in(1), t.out());
      return;
    }
    int other = t.in(0) == t.out() ? 1 : 0;
    if (t.in(1 - other) != t.out()) {
      ops.copy(t.in(1), t.out());
    }
    ops.axpy(1, t.in(other), t.out());
  }

  @Override
  public boolean overwrites(int input) {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    Node sum = Node.sum(changes.get(0), changes.get(1));
    return sum == null ? null : sum.repeated(y.rows());
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.summed(y.input(input).rows());
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node a = inputs.get(0);
    Node b = inputs.get(1);
    if (Multiply.reversed(inputs)) {
      return b.plus(a);
    }
    if (a.primitive() instanceof Stack && b.primitive() instanceof Stack) {
      return Stack.sum(a, b);
    }
    if (Constant.is(b, 0)) {
      return a;
    }
    return Constant.is(a, 0) ? b.repeated(a.rows()) : null;
  }

  @Override
  public String toString() {
    return "add";
  }
}
