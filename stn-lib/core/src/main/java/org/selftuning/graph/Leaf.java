package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * A node without inputs whose tensor is given: a minibatch, hyperparameters, or a part of a weight.
 *
 * @param name what it is
 * @param given its rows and shape
 */
record Leaf(String name, Type given) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    return given;
  }

  @Override
  public void forward(Ops ops, Operands t) {
    throw new IllegalStateException(name + " is given, not computed");
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return null;
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    throw new IllegalStateException(name + " has no inputs");
  }

  @Override
  public String toString() {
    return name;
  }
}
