package org.selftuning.graph;

import java.util.List;
import java.util.Locale;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Ops;

/**
 * The derivative of {@link Activate} times d: f′ ⊙ d, with f′ a function of y = f(x). Its inputs
 * are y and d.
 *
 * @param function f
 */
record Slope(Activation function) implements Primitive {

  static String name(Activation function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

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
    ops.activateBackward(function, t.in(0), t.in(1), t.out());
  }

  @Override
  public boolean overwrites(int input) {
    return input == 1;
  }

  @Override
  public Node tangent(Node s, List<Node> changes) {
    Node along = changes.get(1);
    Node bend = changes.get(0) == null ? null : bend(s, changes.get(0).times(s.input(1)));
    return Node.sum(bend, along == null ? null : s.graph().node(this, s.input(0), along));
  }

  @Override
  public Node cotangent(Node s, Node ds, int input) {
    return input == 1 ? s.graph().node(this, s.input(0), ds) : bend(s, ds.times(s.input(1)));
  }

  /** How f′ moves with y, times {@code d}: ∂f′/∂y is −2y for tanh and 1 − 2y for the sigmoid. */
  private Node bend(Node s, Node d) {
    Node y = s.input(0);
    return switch (function) {
      case RELU -> null;
      case TANH -> y.times(d).times(-2);
      case SIGMOID -> d.plus(y.times(d).times(-2));
    };
  }

  @Override
  public Node simplified(List<Node> inputs) {
    return Constant.is(inputs.get(1), 0) ? inputs.get(1) : null;
  }

  @Override
  public String toString() {
    return "slope of " + name(function);
  }
}
