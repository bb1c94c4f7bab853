package org.selftuning.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;

/**
 * Where the nodes of a network are made, and those of its passes. A formula is written with it:
 *
 * <pre>{@code
 * Weight slope = g.responsive("slope", 8);
 * Node swish = x.times(g.sigmoid(x.times(slope.value())));
 * }</pre>
 */
public final class Graph {
  private final int batch;
  private final HyperparameterSpace space;
  private final Map<Key, Node> nodes = new HashMap<>();
  private final Map<String, Weight> weights = new LinkedHashMap<>();

  private record Key(Primitive primitive, List<Node> inputs) {}

  /**
   * An empty graph.
   *
   * @param batch the number B of examples in a minibatch
   * @param space the hyperparameters, n of them
   */
  public Graph(int batch, HyperparameterSpace space) {
    this.batch = batch;
    this.space = space;
  }

  /** The number B of examples in a minibatch. */
  public int batch() {
    return batch;
  }

  /**
   * Returns the node of this primitive and these inputs, or a simpler one of the same value.
   *
   * @throws IllegalArgumentException if the primitive can't take them
   */
  public Node node(Primitive primitive, Node... inputs) {
    return node(primitive, List.of(inputs));
  }

  Node node(Primitive primitive, List<Node> inputs) {
    Key key = new Key(primitive, inputs);
    Node known = nodes.get(key);
    if (known == null) {
      Type type = primitive.type(inputs);
      known = primitive.simplified(inputs);
      if (known == null) {
        known = new Node(this, nodes.size(), primitive, inputs, type);
      }
      nodes.put(key, known);
    }
    return known;
  }

  /** Returns the nodes that these need, and these, each after its inputs. */
  static List<Node> order(Collection<Node> roots) {
    Set<Node> seen = new HashSet<>(roots);
    Deque<Node> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (Node input : open.pop().inputs()) {
        if (seen.add(input)) {
          open.push(input);
        }
      }
    }
    List<Node> order = new ArrayList<>(seen);
    order.sort(Comparator.comparingInt(Node::number));
    return order;
  }

  // Leaves

  /** A tensor that is given: equal names are one node. */
  public Node input(String name, Rows rows, int... shape) {
    return node(new Leaf(name, new Type(rows, Shape.of(shape))));
  }

  /** {@code value} everywhere. */
  public Node constant(double value, Type type) {
    return node(new Constant((float) value, type));
  }

  /** Whether there are hyperparameters. */
  boolean tunes() {
    return !space.isEmpty();
  }

  /** What enters the gates, z [B, n], or [1, n] for all examples alike. */
  public Node z(Rows rows) {
    return input("z", rows, space.size());
  }

  /** The hyperparameters in their own units [B, n], or [1, n] for all examples alike. */
  public Node values(Rows rows) {
    return input("values", rows, space.size());
  }

  // Weights

  /** Declares a plain weight. */
  public Weight weight(String name, int... shape) {
    Node whole = input(name, Rows.WHOLE, shape);
    return declare(new Weight(name, whole, null, null, null, whole));
  }

  /**
   * Declares a weight that responds to the hyperparameters.
   *
   * @throws IllegalArgumentException if there is no hyperparameter
   */
  public Weight responsive(String name, int... shape) {
    if (space.isEmpty()) {
      throw new IllegalArgumentException(
          "weight '" + name + "' has no hyperparameter to respond to; declare one");
    }
    int[] twice = shape.clone();
    twice[0] *= 2;
    Node matrix = input(name + ".gate", Rows.WHOLE, shape[0], space.size());
    return declare(
        new Weight(
            name,
            input(name + ".elem", Rows.WHOLE, shape),
            input(name + ".hyper", Rows.WHOLE, shape),
            matrix,
            product(z(Rows.BATCH), matrix),
            input(name, Rows.WHOLE, twice)));
  }

  /** Declares a weight that responds, or a plain one. */
  public Weight weight(String name, boolean responds, int... shape) {
    return responds ? responsive(name, shape) : weight(name, shape);
  }

  private Weight declare(Weight weight) {
    if (weights.put(weight.name(), weight) != null) {
      throw new IllegalArgumentException("weight '" + weight.name() + "' is declared twice");
    }
    return weight;
  }

  /** The weights, in the order of their declaration. */
  public List<Weight> weights() {
    return List.copyOf(weights.values());
  }

  // Formulas

  /** x·Wᵀ for rows x [B, K] and a matrix W [C, K]: [B, C]. */
  public Node product(Node x, Node w) {
    return node(new Product(false, true), x, w);
  }

  /** x·Wᵀ + b for rows x [B, K], a matrix W [C, K] and a vector b [C]: [B, C]. */
  public Node affine(Node x, Weight w, Weight b) {
    return w.product(x).plus(b.value());
  }

  /** max(x, 0). */
  public Node relu(Node x) {
    return node(new Activate(Activation.RELU), x);
  }

  /** The hyperbolic tangent. */
  public Node tanh(Node x) {
    return node(new Activate(Activation.TANH), x);
  }

  /** 1/(1 + e^−x). */
  public Node sigmoid(Node x) {
    return node(new Activate(Activation.SIGMOID), x);
  }

  /**
   * Dropout at the rate of a hyperparameter, each example's own; absent outside training.
   *
   * @param x any shape
   * @param rate the hyperparameter's name
   * @param stream the mask's randomness
   * @throws IllegalArgumentException if there is no such hyperparameter
   */
  public Node dropout(Node x, String rate, RandomStream stream) {
    int column = space.indexOf(rate);
    if (column < 0) {
      throw new IllegalArgumentException("hyperparameter '" + rate + "' is not declared");
    }
    return x.times(node(new DropoutMask(stream, column, x.shape()), values(Rows.BATCH)));
  }

  /** Dropout at a fixed rate. */
  public Node dropout(Node x, double rate, RandomStream stream) {
    Node constant = constant(rate, new Type(Rows.ONE, Shape.of(1)));
    return x.times(node(new DropoutMask(stream, 0, x.shape()), constant));
  }

  /** The loss of each example [B, 1]; see {@link Criterion}. */
  public Node losses(Criterion criterion, Node y, Node targets) {
    return node(new Losses(criterion), y, targets);
  }

  /** The mean over the minibatch, of one row. */
  public Node mean(Node x) {
    return x.rowSum().times(1.0 / batch);
  }
}
