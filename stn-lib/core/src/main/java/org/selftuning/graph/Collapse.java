package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * One weight for all examples, W + diag(γ)·W′ [C, K]. Its inputs are [W; W′] [2C, K] and gates γ
 * [1, C]. Only {@link Fold} makes it, in passes that have no derivative.
 */
record Collapse() implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    Shape both = inputs.get(0).shape();
    return new Type(Rows.WHOLE, Shape.of(both.dim(0) / 2, both.dim(1)));
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.collapseWeight(t.in(0), t.in(1), t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    throw new UnsupportedOperationException("weights are folded after derivatives are taken");
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    throw new UnsupportedOperationException("weights are folded after derivatives are taken");
  }

  @Override
  public String toString() {
    return "collapse weight";
  }
}
