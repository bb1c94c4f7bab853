package org.selftuning.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Shape;

/**
 * What makes values of a formula other than numbers on an engine: a file of another format, for
 * example. {@link #of} gives it the formula as it is at rest, each operation after those that it
 * needs.
 *
 * @param <V> what represents a value
 */
public interface Interpreter<V> {

  /** A tensor that is given: the input, or a weight. */
  V given(String name, Type type);

  /** One number everywhere. */
  V constant(float value, Type type);

  /** A function of every element. */
  V activation(Activation function, V x);

  /** A function of every element. */
  V elementary(Elementary function, V x);

  /** a + b by elements; b may have fewer rows, which repeat. */
  V sum(V a, V b);

  /** a ⊙ b by elements; b may have fewer rows, which repeat. */
  V product(V a, V b);

  /** op(a)·op(b) for matrices, where op may transpose. */
  V matrixProduct(V a, boolean transposeA, V b, boolean transposeB);

  /** factor · x. */
  V scaled(V x, double factor);

  /** The same numbers as rows of another shape. */
  V reshaped(V x, Type to);

  /** Columns {@code first} to {@code first + count − 1} of rows that are vectors. */
  V columns(V x, int first, int count);

  /** Rows that are vectors of {@code count} among {@code width} columns, which are 0 elsewhere. */
  V inColumns(V x, int first, int count, int width);

  /** One row for several. */
  V repeated(V x, Type from, Type to);

  /** Numbers that are known, row by row. */
  V table(float[] numbers, Shape shape);

  /** Each of some groups of columns as a vector, times op(matrix). */
  V groupProduct(V x, V matrix, boolean transposed, int groups);

  /** The softmax of each of some groups of columns, without those of later steps if causal. */
  V softmax(V x, int groups, boolean causal);

  /** For each example, and each of some blocks of columns, op(a)·op(b) over the steps. */
  V blockProduct(V a, boolean transposeA, V b, boolean transposeB, int blocks);

  /** Steps of {@code width} numbers, from one row an example, or one for all. */
  V asSteps(V x, int width);

  /** The steps of a sequence in one row an example. */
  V inRow(V x, Type to);

  /** One step of a sequence, whose steps have this shape. */
  V step(V x, int step, Shape each);

  /** The sequence of these steps of this shape. */
  V stack(List<V> steps, Shape each);

  /** A sequence that comes {@code by} steps later, or earlier, with 0 where there is no step. */
  V later(V x, int by, Shape each);

  /** The sum over the steps of a sequence, whose steps have this shape. */
  V stepSum(V x, Shape each);

  /** The transpose of the matrix that each row is. */
  V transposed(V x);

  /**
   * Returns the value of a node at rest.
   *
   * @throws IllegalArgumentException if it is random at rest, depends on several examples at once,
   *     or is made of a primitive that is not the library's
   */
  static <V> V of(Node y, Interpreter<V> interpreter) {
    Set<Node> needed = new HashSet<>(List.of(y));
    Deque<Node> open = new ArrayDeque<>(needed);
    while (!open.isEmpty()) {
      for (Node input : resting(open.pop())) {
        if (needed.add(input)) {
          open.push(input);
        }
      }
    }
    Map<Node, V> values = new HashMap<>();
    for (Node node : Graph.order(List.of(y))) {
      if (needed.contains(node)) {
        V value =
            node.primitive() instanceof WhileTraining
                ? values.get(node.input(1))
                : value(node, values, interpreter);
        if (value == null) {
          throw new IllegalArgumentException(
              "at rest its formula takes '"
                  + node.primitive()
                  + "', which is random, of the whole minibatch, or not of this library");
        }
        values.put(node, value);
      }
    }
    return values.get(y);
  }

  /** What a node needs at rest. */
  private static List<Node> resting(Node node) {
    return node.primitive() instanceof WhileTraining ? List.of(node.input(1)) : node.inputs();
  }

  /** Null where there is none. */
  private static <V> V value(Node node, Map<Node, V> values, Interpreter<V> interpreter) {
    Primitive primitive = node.primitive();
    V a = node.inputs().isEmpty() ? null : values.get(node.input(0));
    V b = node.inputs().size() < 2 ? null : values.get(node.input(1));
    if (primitive instanceof Leaf leaf) {
      if (leaf.name().startsWith(Graph.CARRIED)) {
        return interpreter.constant(0, node.type()); // nothing came before
      }
      return interpreter.given(leaf.name(), node.type());
    } else if (primitive instanceof Constant constant) {
      return interpreter.constant(constant.value(), node.type());
    } else if (primitive instanceof Activate activate) {
      return interpreter.activation(activate.function(), a);
    } else if (primitive instanceof Apply apply) {
      return interpreter.elementary(apply.function(), a);
    } else if (primitive instanceof Add) {
      return interpreter.sum(a, b);
    } else if (primitive instanceof Multiply) {
      return interpreter.product(a, b);
    } else if (primitive instanceof Product product) {
      return interpreter.matrixProduct(a, product.transposeA(), b, product.transposeB());
    } else if (primitive instanceof Scale scale) {
      return interpreter.scaled(a, scale.factor());
    } else if (primitive instanceof Reshape) {
      return interpreter.reshaped(a, node.type());
    } else if (primitive instanceof Columns columns) {
      return interpreter.columns(a, columns.first(), columns.count());
    } else if (primitive instanceof InColumns in) {
      return interpreter.inColumns(a, in.first(), node.input(0).shape().size(), in.width());
    } else if (primitive instanceof Table table) {
      float[] numbers = new float[table.numbers().size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = table.numbers().get(i);
      }
      return interpreter.table(numbers, table.shape());
    } else if (primitive instanceof GroupProduct product) {
      int inner = node.input(1).shape().dim(product.transposed() ? 1 : 0);
      int groups = node.input(0).shape().size() / inner;
      return interpreter.groupProduct(a, b, product.transposed(), groups);
    } else if (primitive instanceof Softmax softmax) {
      return interpreter.softmax(a, node.shape().size() / softmax.width(), softmax.causal());
    } else if (primitive instanceof BlockProduct p) {
      return interpreter.blockProduct(a, p.transposeA(), b, p.transposeB(), p.blocks());
    } else if (primitive instanceof Steps) {
      return interpreter.asSteps(a, node.shape().size());
    } else if (primitive instanceof StepsInRow) {
      return interpreter.inRow(a, node.type());
    } else if (primitive instanceof AtStep at) {
      return interpreter.step(a, at.step(), node.shape());
    } else if (primitive instanceof Stack) {
      return interpreter.stack(node.inputs().stream().map(values::get).toList(), node.shape());
    } else if (primitive instanceof Shift shift) {
      return interpreter.later(a, shift.by(), node.shape());
    } else if (primitive instanceof SumRows && node.input(0).rows() == Rows.STEPS) {
      return node.rows() == Rows.BATCH ? interpreter.stepSum(a, node.shape()) : null;
    } else if (primitive instanceof Transpose) {
      return interpreter.transposed(a);
    } else if (primitive instanceof Repeat) {
      return interpreter.repeated(a, node.input(0).type(), node.type());
    }
    return null;
  }
}
