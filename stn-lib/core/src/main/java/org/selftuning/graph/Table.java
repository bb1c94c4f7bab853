package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/**
 * Numbers that are known when the graph is made.
 *
 * @param numbers row by row
 * @param shape their extents
 */
record Table(List<Float> numbers, Shape shape) implements Primitive {

  Table {
    numbers = List.copyOf(numbers);
  }

  @Override
  public Type type(List<Node> inputs) {
    if (numbers.size() != shape.size()) {
      throw new IllegalArgumentException(
          "a table of " + shape + " needs " + shape.size() + " numbers, not " + numbers.size());
    }
    return new Type(Rows.WHOLE, shape);
  }

  @Override
  public void forward(Ops ops, Operands t) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
    }
    t.out().write(values);
  }

  @Override
  public Node tangent(Node y, List<Node> changes) {
    return null;
  }

  @Override
  public Node cotangent(Node y, Node dy, int input) {
    throw new IllegalStateException("a table has no inputs");
  }

  @Override
  public String toString() {
    return "table";
  }
}
