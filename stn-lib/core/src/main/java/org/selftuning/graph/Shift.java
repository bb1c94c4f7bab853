package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * A sequence that comes later, y[t] = x[t − by], and 0 where there is no such step.
 *
 * @param by how many steps; fewer than 0: it comes earlier
 * @param steps T
 */
record Shift(int by, int steps) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Node x = inputs.get(0);
    if (x.rows() != Rows.STEPS) {
      throw new IllegalArgumentException("no steps in " + x.type() + ": it is no sequence");
    }
    return x.type();
  }

  @Override
  public void forward(Ops ops, Operands t) {
    int all = t.out().size();
    int kept = (steps - Math.abs(by)) * (all / steps);
    int from = by < 0 ? all - kept : 0;
    ops.fill(t.out(), 0);
    ops.copyColumns(
        t.in(0).reshape(1, all), from, t.out().reshape(1, all), all - kept - from, kept);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return changes.get(0).later(by);
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return dy.later(-by);
  }

  @Override
  public boolean joinsSteps() {
    return true;
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    if (by == 0) {
      return x;
    }
    boolean gone = Math.abs(by) >= x.graph().steps();
    return gone || Constant.is(x, 0) ? x.graph().constant(0, type(inputs)) : null;
  }

  @Override
  public String toString() {
    return "later by " + by;
  }
}
