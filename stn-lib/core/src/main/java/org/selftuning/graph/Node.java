package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * A primitive applied to other nodes: a value that a pass may compute. Made by a {@link Graph},
 * which keeps one node for equal primitives of equal inputs. Immutable; arithmetic makes new nodes,
 * and simplifies what constants decide.
 */
public final class Node {
  private final Graph graph;
  private final int number;
  private final Primitive primitive;
  private final List<Node> inputs;
  private final Type type;

  Node(Graph graph, int number, Primitive primitive, List<Node> inputs, Type type) {
    this.graph = graph;
    this.number = number;
    this.primitive = primitive;
    this.inputs = inputs;
    this.type = type;
  }

  /** The graph that made it. */
  public Graph graph() {
    return graph;
  }

  /** Its number in the graph, greater than those of its inputs. */
  int number() {
    return number;
  }

  /** What it applies. */
  public Primitive primitive() {
    return primitive;
  }

  /** What it is applied to. */
  public List<Node> inputs() {
    return inputs;
  }

  /** Input {@code number}, counted from 0. */
  public Node input(int number) {
    return inputs.get(number);
  }

  /** Its rows and the shape of one of them. */
  public Type type() {
    return type;
  }

  /** How many rows it has. */
  public Rows rows() {
    return type.rows();
  }

  /** The shape for one example, or of all where there are no rows. */
  public Shape shape() {
    return type.shape();
  }

  /** The extents of its tensor. */
  public Shape extents() {
    return graph.extents(type);
  }

  /** Whether its tensor is given. */
  boolean given() {
    return primitive instanceof Leaf;
  }

  /**
   * this + other, by elements. The rows of the one with fewer repeat; one number a row goes to all
   * elements.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public Node plus(Node other) {
    return graph.node(new Add(), spreadAs(other), other.spreadAs(this));
  }

  /** this + number. */
  public Node plus(double number) {
    return plus(graph.constant(number, new Type(Rows.WHOLE, shape())));
  }

  /** this − other, by elements; as {@link #plus}. */
  public Node minus(Node other) {
    return plus(other.times(-1));
  }

  /** this ⊙ other, by elements; as {@link #plus}. */
  public Node times(Node other) {
    return graph.node(new Multiply(), spreadAs(other), other.spreadAs(this));
  }

  /** this / other, by elements; as {@link #plus}. */
  public Node over(Node other) {
    return times(graph.reciprocal(other));
  }

  /** One number a row in the shape of {@code other}, or this. */
  private Node spreadAs(Node other) {
    Shape wanted = other.shape();
    if (shape().size() > 1 || shape().equals(wanted)) {
      return this;
    }
    Node number = reshape(Shape.of(1));
    Node row = number.rows() == Rows.WHOLE ? number.repeated(Rows.ONE) : number;
    return row.acrossColumns(wanted.size()).reshape(wanted);
  }

  /**
   * The same numbers, each row in another shape.
   *
   * @throws IllegalArgumentException if that has more or fewer numbers
   */
  public Node reshape(Shape to) {
    return graph.node(new Reshape(to), this);
  }

  /** Each row as a vector. */
  public Node flatten() {
    return reshape(Shape.of(shape().size()));
  }

  /**
   * Some columns of rows that are vectors.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public Node columns(int first, int count) {
    return graph.node(new Columns(first, count), this);
  }

  /** This vector with another's after it, in each row. */
  public Node beside(Node other) {
    int width = shape().size() + other.shape().size();
    Node left = graph.node(new InColumns(0, width), this);
    return left.plus(graph.node(new InColumns(shape().size(), width), other));
  }

  /** factor · this. */
  public Node times(double factor) {
    return graph.node(new Scale(factor), this);
  }

  /** The sum over the rows, of one row. */
  public Node rowSum() {
    return summed(Rows.ONE);
  }

  /** The sum over all elements of each row: [rows, 1]. */
  public Node columnSum() {
    Node flat = flatten();
    return graph.node(new Product(false, true), flat, ones(flat.shape().dim(0)));
  }

  /** The mean over all elements of each row: [rows, 1]. */
  public Node columnMean() {
    return columnSum().times(1.0 / shape().size());
  }

  /** The sum over everything, of one number. */
  public Node sum() {
    Node rows = rows() == Rows.WHOLE ? reshape(Shape.of(shape().size())).repeated(Rows.ONE) : this;
    return rows.summed(Rows.ONE).columnSum();
  }

  /** Each row's one element in {@code columns} columns: [rows, 1] → [rows, C]. */
  public Node acrossColumns(int columns) {
    return graph.node(new Product(false, false), this, ones(columns));
  }

  /** The sum of each {@code width} numbers of a row: [rows, G·width] → [rows, G]. */
  public Node groupSums(int width) {
    return graph.node(new GroupProduct(true), flatten(), ones(width));
  }

  /** Each number of a row {@code width} times: [rows, G] → [rows, G·width]. */
  public Node acrossGroups(int width) {
    Node rows = rows() == Rows.WHOLE ? repeated(Rows.ONE) : this;
    return graph.node(new GroupProduct(false), rows.flatten(), ones(width));
  }

  /**
   * Each K numbers of a row, as a vector, times a matrix of known numbers: [rows, G·K]·M → [rows,
   * G·C].
   *
   * @param matrix M [K, C], a {@link Graph#table}
   */
  public Node timesInGroups(Node matrix) {
    if (!(matrix.primitive() instanceof Table)) {
      throw new IllegalArgumentException("groups are multiplied by a table, not by " + matrix);
    }
    return graph.node(new GroupProduct(false), flatten(), matrix);
  }

  /**
   * The steps of sequences, from one row an example that holds them one after another: [B, T·C] →
   * [T·B, C].
   */
  public Node asSteps() {
    return graph.node(new Steps(), repeated(Rows.BATCH).flatten());
  }

  /** The steps of a sequence in one row an example: [T·B, …] → [B, T, …]. */
  public Node inRow() {
    return graph.node(new StepsInRow(), this);
  }

  /** Step {@code number} of a sequence, counted from 0: [T·B, …] → [B, …]. */
  public Node step(int number) {
    return graph.node(new AtStep(number), this);
  }

  /** The sequence {@code steps} later, y[t] = x[t − steps], with 0 where there is no such step. */
  public Node later(int steps) {
    return graph.node(new Shift(steps, graph.steps()), this);
  }

  /** The sum over the steps of a sequence, a row an example: [T·B, …] → [B, …]. */
  public Node stepSum() {
    return summed(Rows.BATCH);
  }

  /** The transpose of the matrix that each row is: [rows, I, J] → [rows, J, I]. */
  public Node transposed() {
    return graph.node(new Transpose(), this);
  }

  private Node ones(int columns) {
    return graph.constant(1, new Type(Rows.WHOLE, Shape.of(1, columns)));
  }

  /** This node, its rows summed if there are more than {@code to} has. */
  Node summed(Rows to) {
    return rows() == to ? this : graph.node(new SumRows(to), this);
  }

  /** This node, its row repeated if there are fewer than {@code to} has. */
  Node repeated(Rows to) {
    return rows() == to ? this : graph.node(new Repeat(to), this);
  }

  /** The sum of two nodes, either of which may be null for 0; null if both are. */
  static Node sum(Node a, Node b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : a.plus(b);
  }

  @Override
  public String toString() {
    return "%" + number + " " + primitive + " [" + type + "]";
  }
}
