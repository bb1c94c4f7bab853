package org.selftuning.graph;

import java.util.List;
import java.util.Locale;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Ops;

/**
 * An elementary function of every element, y = f(x).
 *
 * @param function f
 */
record Apply(Elementary function) implements Primitive {

  @Override
  public Type type(List<Node> inputs) {
    return inputs.get(0).type();
  }

  @Override
  public void forward(Ops ops, Operands t) {
    ops.apply(function, t.in(0), t.out());
  }

  @Override
  public boolean overwrites(int input) {
    return true;
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    Node slope = slope(y);
    return slope == null ? null : slope.times(changes.get(0));
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    Node slope = slope(y);
    return slope == null ? null : dy.times(slope);
  }

  /** f′(x); null where it is 0. */
  private Node slope(Node y) {
    Graph g = y.graph();
    Node x = y.input(0);
    return switch (function) {
      case EXP -> y;
      case LOG -> g.reciprocal(x);
      case SQRT -> g.reciprocal(y).times(0.5);
      case RECIPROCAL -> y.times(y).times(-1);
      case ABS -> g.node(new Apply(Elementary.SIGN), x);
      case SIGN, IS_NUMBER -> null;
      case NUMBER_OR_ZERO -> g.node(new Apply(Elementary.IS_NUMBER), x);
      case SOFTPLUS -> g.sigmoid(x);
      case GELU -> g.node(new Apply(Elementary.GELU_SLOPE), x);
      case GELU_SLOPE -> { // φ(x)·(2 − x²)
        Node square = x.times(x);
        Node density = g.exp(square.times(-0.5)).times(1 / Math.sqrt(2 * Math.PI));
        yield density.times(square.times(-1).plus(2));
      }
      case ERF -> g.exp(x.times(x).times(-1)).times(2 / Math.sqrt(Math.PI));
    };
  }

  @Override
  public Node simplified(List<Node> inputs) {
    Node x = inputs.get(0);
    return x.primitive() instanceof Constant c
        ? x.graph().constant(function.of(c.value()), x.type())
        : null;
  }

  @Override
  public String toString() {
    return function.name().toLowerCase(Locale.ROOT);
  }
}
