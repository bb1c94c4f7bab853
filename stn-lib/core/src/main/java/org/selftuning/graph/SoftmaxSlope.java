package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * The derivative of {@link Softmax} times d, s_i = y_i·(d_i − Σ_j y_j·d_j); its own transpose. Its
 * inputs are y and d.
 *
 * @param width how many columns belong together
 */
record SoftmaxSlope(int width) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    if (!inputs.get(0).type().equals(inputs.get(1).type())) {
      throw new IllegalArgumentException(
          "no slope of " + inputs.get(0).type() + " along " + inputs.get(1).type());
    }
    return inputs.get(0).type();
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.softmaxBackward(t.in(0), t.in(1), width, t.out());
  }

  @Override
  public boolean overwrites(int input) {
    return input == 1;
  }

  @Override
  public Node tangent(Node s, List<Node> changes) {
    Node along = changes.get(1);
    Node bend = changes.get(0) == null ? null : bend(s, changes.get(0));
    return Node.sum(bend, along == null ? null : s.graph().node(this, s.input(0), along));
  }

  /** How s moves with y: v ⊙ (d − ⟨y, d⟩) − y·⟨v, d⟩. */
  private Node bend(Node s, Node v) {
    Node y = s.input(0);
    Node d = s.input(1);
    return v.times(d.minus(inner(y, d))).minus(y.times(inner(v, d)));
  }

  @Override
  public Node cotangent(Node s, Node ds, int input) {
    if (input == 1) {
      return s.graph().node(this, s.input(0), ds);
    }
    Node y = s.input(0);
    Node d = s.input(1);
    return ds.times(d.minus(inner(y, d))).minus(d.times(inner(y, ds)));
  }

  private Node inner(Node a, Node b) {
    return a.times(b).groupSums(width).acrossGroups(width);
  }

  @Override
  public Node simplified(List<Node> inputs) {
    return Constant.is(inputs.get(1), 0) ? inputs.get(1) : null;
  }

  @Override
  public String toString() {
    return "slope of softmax of " + width;
  }
}
