package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Ops;

/**
 * A function of every element, y = f(x).
 *
 * @param function f
 */
record Activate(Activation function) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    return inputs.get(0).type();
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.activate(function, t.in(0), t.out());
  }

  @Override
  public boolean overwrites(int input) {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return y.graph().node(new Slope(function), y, changes.get(0));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    return y.graph().node(new Slope(function), y, dy);
  }

  @Override
  public String toString() {
    return Slope.name(function);
  }
}
