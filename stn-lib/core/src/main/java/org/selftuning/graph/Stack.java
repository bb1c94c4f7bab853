package org.selftuning.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** A sequence of its steps, y[t·B + b, …] = x_t[b, …]. */
record Stack() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node first = inputs.get(0);
    boolean same = inputs.stream().allMatch(x -> x.type().equals(first.type()));
    if (!same || first.rows() != Rows.BATCH || inputs.size() != first.graph().steps()) {
      throw new IllegalArgumentException(
          String.format(
              "a sequence of %d steps is made of as many nodes of one type, a row an example, not"
                  + " of %d such as %s",
              first.graph().steps(), inputs.size(), first.type()));
    }
    return new Type(Rows.STEPS, first.shape());
  }

  @Override
  public void forward(Ops ops, Operands t) {
    int each = t.in(0).size();
    Tensor whole = t.out().reshape(1, t.out().size());
    for (int step = 0; step < t.inputs().size(); step++) {
      ops.copyColumns(t.in(step).reshape(1, each), 0, whole, step * each, each);
    }
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    Node zero = y.graph().constant(0, y.input(0).type());
    return y.graph().stack(changes.stream().map(x -> Objects.requireNonNullElse(x, zero)).toList());
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.step(input);
  }

  /** a + b step by step: of the gradients of single steps, each is then added alone. */
  static Node sum(Node a, Node b) {
    List<Node> steps = new ArrayList<>();
    for (int t = 0; t < a.inputs().size(); t++) {
      steps.add(a.input(t).plus(b.input(t)));
    }
    return a.graph().stack(steps);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node first = inputs.get(0);
    if (inputs.stream().allMatch(x -> x == first) && first.primitive() instanceof Constant c) {
      return first.graph().constant(c.value(), type(inputs));
    }
    Node whole = first.primitive() instanceof AtStep ? first.input(0) : null;
    for (int t = 0; t < inputs.size(); t++) {
      if (whole == null || inputs.get(t) != whole.step(t)) {
        return null;
      }
    }
    return whole;
  }

  @Override
  public String toString() {
    return "stack";
  }
}
