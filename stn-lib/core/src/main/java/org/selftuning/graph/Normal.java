package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;

/**
 * Independent normal numbers of mean 0. Its input is their standard deviation [1, 1], or [B, 1] for
 * each example; no derivative leads there. The stream is part of the primitive: one stream is one
 * tensor, drawn once in each run of a plan.
 *
 * @param stream where they come from; two streams are never equal
 * @param given rows and shape
 */
record Normal(RandomStream stream, Type given) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    return given;
  }

  @Override
  public boolean random() {
    return true;
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.fill(t.out(), 0);
    ops.noise(stream, t.in(0), 0, t.out(), t.out());
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return null;
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return null;
  }

  @Override
  public String toString() {
    return "normal";
  }
}
