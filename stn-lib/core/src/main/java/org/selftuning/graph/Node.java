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
    return type.rows().extents(type.shape(), graph.batch());
  }

  /** Whether its tensor is given. */
  boolean given() {
    return primitive instanceof Leaf;
  }

  /**
   * this + other, by elements. The rows of the one with fewer repeat.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public Node plus(Node other) {
    return graph.node(new Add(), this, other);
  }

  /** this − other, by elements; as {@link #plus}. */
  public Node minus(Node other) {
    return plus(other.times(-1));
  }

  /** this ⊙ other, by elements; as {@link #plus}. */
  public Node times(Node other) {
    return graph.node(new Multiply(), this, other);
  }

  /** factor · this. */
  public Node times(double factor) {
    return graph.node(new Scale((float) factor), this);
  }

  /** The sum over the rows, of one row. */
  public Node rowSum() {
    return summed(Rows.ONE);
  }

  /** The sum over the columns of each row: [rows, C] → [rows, 1]. */
  public Node columnSum() {
    return graph.node(new Product(false, true), this, ones(shape().dim(0)));
  }

  /** Each row's one element in {@code columns} columns: [rows, 1] → [rows, C]. */
  public Node acrossColumns(int columns) {
    return graph.node(new Product(false, false), this, ones(columns));
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
