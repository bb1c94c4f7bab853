package org.selftuning.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.selftuning.graph.Interpreter;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Type;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Shape;

/**
 * The operators of a layer's formula: rows are the first axis, and a value of one row is [1, …].
 */
final class FormulaNodes implements Interpreter<String> {
  private final OnnxGraph graph;
  private final Map<String, String> given;
  private final int steps;

  /**
   * Operators in a graph.
   *
   * @param given the names of the input and the weights in the graph, by those in the formula
   * @param steps the number T of steps of a sequence, whose rows are n·T + t; 1 where there are
   *     none
   */
  FormulaNodes(OnnxGraph graph, Map<String, String> given, int steps) {
    this.graph = graph;
    this.given = given;
    this.steps = steps;
  }

  /** Null for what is only for training, such as the values of hyperparameters. */
  @Override
  public String given(String name, Type type) {
    return given.get(name);
  }

  @Override
  public String constant(float value, Type type) {
    int[] dims = dims(type);
    float[] values = new float[type.shape().size()];
    Arrays.fill(values, value);
    return graph.constant(values, dims);
  }

  /** One row stands for any number of them. */
  private static int[] dims(Type type) {
    return type.rows() == Rows.WHOLE ? type.shape().dims() : type.shape().prepend(1).dims();
  }

  @Override
  public String activation(Activation function, String x) {
    return graph.node(Operators.of(function), x);
  }

  @Override
  public String elementary(Elementary function, String x) {
    if (function == Elementary.GELU) { // as an operator it is newer than the rest
      String argument = graph.node("Mul", List.of(x, graph.constant((float) Math.sqrt(0.5))));
      String half = graph.constant(0.5f);
      String erf = graph.node("Mul", List.of(graph.node("Erf", argument), half));
      return graph.node("Mul", List.of(x, graph.node("Add", List.of(erf, half))));
    }
    return graph.node(
        switch (function) {
          case EXP -> "Exp";
          case LOG -> "Log";
          case SQRT -> "Sqrt";
          case RECIPROCAL -> "Reciprocal";
          case ABS -> "Abs";
          case SIGN -> "Sign";
          case SOFTPLUS -> "Softplus";
          case ERF -> "Erf";
          case GELU, GELU_SLOPE ->
              throw new IllegalArgumentException(function + " is no operator of its own");
          case IS_NUMBER, NUMBER_OR_ZERO ->
              throw new IllegalArgumentException(
                  "at rest its formula looks for padding, for which there is no operator");
        },
        x);
  }

  @Override
  public String sum(String a, String b) {
    return graph.node("Add", List.of(a, b));
  }

  @Override
  public String product(String a, String b) {
    return graph.node("Mul", List.of(a, b));
  }

  @Override
  public String matrixProduct(String a, boolean transposeA, String b, boolean transposeB) {
    return graph.node(
        "Gemm",
        List.of(a, b),
        OnnxGraph.attribute("transA", transposeA ? 1 : 0),
        OnnxGraph.attribute("transB", transposeB ? 1 : 0));
  }

  @Override
  public String scaled(String x, double factor) {
    return graph.node("Mul", List.of(x, graph.constant((float) factor)));
  }

  @Override
  public String reshaped(String x, Type to) {
    long[] dims = Arrays.stream(to.shape().dims()).asLongStream().toArray();
    if (to.rows() == Rows.WHOLE) {
      return graph.node("Reshape", List.of(x, graph.longs(dims)));
    }
    long[] all = new long[dims.length + 1];
    all[0] = -1;
    System.arraycopy(dims, 0, all, 1, dims.length);
    return graph.node("Reshape", List.of(x, graph.longs(all)));
  }

  @Override
  public String columns(String x, int first, int count) {
    return graph.node(
        "Slice",
        List.of(
            x, graph.longs(first), graph.longs(first + count), graph.longs(-1), graph.longs(1)));
  }

  @Override
  public String inColumns(String x, int first, int count, int width) {
    return graph.node(
        "Pad", List.of(x, graph.longs(0, first, 0, width - first - count), graph.constant(0)));
  }

  @Override
  public String repeated(String x, Type from, Type to) {
    return from.rows() == Rows.WHOLE ? graph.node("Unsqueeze", List.of(x, graph.longs(0))) : x;
  }

  @Override
  public String table(float[] numbers, Shape shape) {
    return graph.constant(numbers, shape.dims());
  }

  /** Reshaped; 0 keeps an extent, −1 is what is left. */
  private String shaped(String x, long... dims) {
    return graph.node("Reshape", List.of(x, graph.longs(dims)));
  }

  private String transposed(String x, int... axes) {
    return graph.node("Transpose", x, OnnxGraph.attribute("perm", axes));
  }

  @Override
  public String groupProduct(String x, String matrix, boolean transposed, int groups) {
    String op = transposed ? transposed(matrix, 1, 0) : matrix;
    String products = graph.node("MatMul", List.of(shaped(x, 0, groups, -1), op));
    return graph.node("Flatten", products, OnnxGraph.attribute("axis", 1));
  }

  @Override
  public String softmax(String x, int groups, boolean causal) {
    String each = shaped(x, 0, groups, -1);
    if (causal) { // as many columns as steps
      float[] later = new float[steps * steps];
      for (int i = 0; i < later.length; i++) {
        later[i] = i % steps > i / steps ? -1e30f : 0;
      }
      String masked =
          graph.node(
              "Add",
              List.of(
                  shaped(each, -1, steps, groups, steps), graph.constant(later, steps, 1, steps)));
      each = shaped(masked, -1, groups, steps);
    }
    String softmax = graph.node("Softmax", each, OnnxGraph.attribute("axis", -1));
    return graph.node("Flatten", softmax, OnnxGraph.attribute("axis", 1));
  }

  @Override
  public String blockProduct(
      String a, boolean transposeA, String b, boolean transposeB, int blocks) {
    String left = byBlock(a, blocks, transposeA);
    String products = graph.node("MatMul", List.of(left, byBlock(b, blocks, transposeB)));
    String byStep = transposed(products, 0, 2, 1, 3); // [N, T, H, columns]
    return graph.node("Flatten", byStep, OnnxGraph.attribute("axis", 2));
  }

  /** Rows n·T + t as matrices [N, H, T, columns], or transposed. */
  private String byBlock(String x, int blocks, boolean transposes) {
    String first = shaped(x, 0, blocks, -1); // [N·T, H, columns]
    String last = transposed(first, 1, 2, 0); // [H, columns, N·T]
    String split = shaped(last, 0, 0, -1, steps); // [H, columns, N, T]
    return transposes ? transposed(split, 2, 0, 1, 3) : transposed(split, 2, 0, 3, 1);
  }

  @Override
  public String asSteps(String x, int width) {
    String rows = graph.node("Shape", given("x", null)); // [N·T, …]
    String count =
        graph.node(
            "Div",
            List.of(
                graph.node("Slice", List.of(rows, graph.longs(0), graph.longs(1))),
                graph.longs(steps)));
    String dims =
        graph.node(
            "Concat",
            List.of(count, graph.longs((long) steps * width)),
            OnnxGraph.attribute("axis", 0));
    return shaped(graph.node("Expand", List.of(x, dims)), -1, width);
  }

  /** Rows n·T + t as [N, T, columns]. */
  private String byExample(String x, Shape each) {
    return shaped(x, -1, steps, each.size());
  }

  private String rowsOf(String x, Shape each) {
    return reshaped(x, new Type(Rows.BATCH, each));
  }

  private String stepsFrom(String x, int first, int end) {
    return graph.node(
        "Slice", List.of(x, graph.longs(first), graph.longs(end), graph.longs(1), graph.longs(1)));
  }

  @Override
  public String step(String x, int step, Shape each) {
    return rowsOf(stepsFrom(byExample(x, each), step, step + 1), each);
  }

  @Override
  public String stack(List<String> all, Shape each) {
    List<String> apart = all.stream().map(x -> shaped(x, -1, 1, each.size())).toList();
    return rowsOf(graph.node("Concat", apart, OnnxGraph.attribute("axis", 1)), each);
  }

  @Override
  public String later(String x, int by, Shape each) {
    String kept = stepsFrom(byExample(x, each), Math.max(0, -by), steps - Math.max(0, by));
    String pads = graph.longs(0, Math.max(0, by), 0, 0, Math.max(0, -by), 0);
    return rowsOf(graph.node("Pad", List.of(kept, pads, graph.constant(0))), each);
  }

  @Override
  public String stepSum(String x, Shape each) {
    String sum =
        graph.node(
            "ReduceSum",
            List.of(byExample(x, each), graph.longs(1)),
            OnnxGraph.attribute("keepdims", 0));
    return rowsOf(sum, each);
  }

  @Override
  public String transposed(String x) {
    return transposed(x, 0, 2, 1);
  }

  @Override
  public String inRow(String x, Type to) {
    return reshaped(x, to);
  }
}
