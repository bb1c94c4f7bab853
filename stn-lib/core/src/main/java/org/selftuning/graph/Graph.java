package org.selftuning.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;

/**
 * Where the nodes of a formula are made, and those of its passes:
 *
 * <pre>{@code
 * Weight slope = g.responsive("slope", new Initializer.Constant(1), 8);
 * Node swish = x.times(g.sigmoid(x.times(slope.value())));
 * }</pre>
 */
public final class Graph {
  private final Setting setting;
  private final Map<Key, Node> nodes = new HashMap<>();
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final Map<String, Integer> drawn = new HashMap<>();
  private final List<Node> penalties = new ArrayList<>();
  private final Map<String, Node> carries = new LinkedHashMap<>();

  /** What the name of a leaf begins with that is carried from minibatch to minibatch. */
  static final String CARRIED = "carried ";

  private record Key(Primitive primitive, List<Node> inputs) {}

  /**
   * What a formula is made for.
   *
   * @param batch the number B of examples in a minibatch
   * @param steps the number T of steps of a sequence; 1 where there are none
   * @param space the hyperparameters, n of them
   * @param gates how many numbers enter the gates
   * @param responds whether weights that may respond to the hyperparameters do
   * @param streams returns the random stream for a purpose
   */
  public record Setting(
      int batch,
      int steps,
      HyperparameterSpace space,
      int gates,
      boolean responds,
      Function<String, RandomStream> streams) {

    /** All hyperparameters enter the gates. */
    public Setting(
        int batch,
        int steps,
        HyperparameterSpace space,
        boolean responds,
        Function<String, RandomStream> streams) {
      this(batch, steps, space, space.size(), responds, streams);
    }
  }

  /** An empty graph. */
  public Graph(Setting setting) {
    this.setting = setting;
  }

  /** The number B of examples in a minibatch. */
  public int batch() {
    return setting.batch;
  }

  /** The number T of steps of a sequence; 1 where there are none. */
  public int steps() {
    return setting.steps;
  }

  /** The extents of a node of this type. */
  Shape extents(Type type) {
    return switch (type.rows()) {
      case WHOLE -> type.shape();
      case ONE -> type.shape().prepend(1);
      case BATCH -> type.shape().prepend(setting.batch);
      case STEPS -> type.shape().prepend(Math.multiplyExact(setting.steps, setting.batch));
    };
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

  /** Whether steps of a sequence are computed together in this node, or in what it is made of. */
  public static boolean joinsSteps(Node y) {
    return order(List.of(y)).stream().anyMatch(n -> n.primitive().joinsSteps());
  }

  // Leaves

  /** A tensor that is given: equal names are one node. */
  public Node input(String name, Rows rows, int... shape) {
    return input(name, new Type(rows, Shape.of(shape)));
  }

  /** A tensor of this type that is given: equal names are one node. */
  public Node input(String name, Type type) {
    return node(new Leaf(name, type));
  }

  /** {@code value} everywhere. */
  public Node constant(double value, Type type) {
    return node(new Constant((float) value, type));
  }

  /**
   * Numbers that are known: {@code element} of their index, row by row.
   *
   * @param shape their extents
   */
  public Node table(IntToDoubleFunction element, int... shape) {
    Shape extents = Shape.of(shape);
    List<Float> numbers = new ArrayList<>();
    for (int i = 0; i < extents.size(); i++) {
      numbers.add((float) element.applyAsDouble(i));
    }
    return node(new Table(numbers, extents));
  }

  /** Numbers that are known, of one row. */
  public Node row(List<Double> numbers) {
    return table(numbers::get, numbers.size()).repeated(Rows.ONE);
  }

  /** Whether there are hyperparameters. */
  boolean tunes() {
    return !setting.space.isEmpty();
  }

  /** Whether weights may respond to the hyperparameters. */
  public boolean responds() {
    return tunes() && setting.responds;
  }

  /** Whether gates see combinations of the hyperparameters, which learn too. */
  boolean combines() {
    return responds() && setting.gates != setting.space.size();
  }

  /** What enters the gates, z [B, m], or [1, m] for all examples alike. */
  public Node z(Rows rows) {
    return input("z", rows, setting.gates);
  }

  /** What gates see of all hyperparameters, none combined [B, n], or [1, n] for all alike. */
  public Node unconstrained(Rows rows) {
    return input("unconstrained", rows, setting.space.size());
  }

  /** The hyperparameters in their own units [B, n], or [1, n] for all examples alike. */
  public Node values(Rows rows) {
    return input("values", rows, setting.space.size());
  }

  /** A number, of one row. */
  public Node value(double number) {
    return constant(number, new Type(Rows.ONE, Shape.of(1)));
  }

  /**
   * The value of a hyperparameter in its own units, a number for each example, or the values of a
   * vector. It may be used in what {@link #whileTraining} has for training, and in {@linkplain
   * #penalty penalties}.
   *
   * @throws IllegalArgumentException if there is no such hyperparameter
   */
  public Node value(String hyperparameter) {
    HyperparameterSpace.Part part = part(hyperparameter);
    return node(new Columns(part.from(), part.size()), values(Rows.BATCH));
  }

  // Weights

  /**
   * Declares a plain weight.
   *
   * @param name its name within the layer
   * @param initial how it starts
   * @param shape its extents
   * @throws IllegalArgumentException if the name is taken
   */
  public Weight weight(String name, Initializer initial, int... shape) {
    Node whole = input(name, Rows.WHOLE, shape);
    return declare(
        new Weight(name, Shape.of(shape), initial, whole, null, null, null, null, whole));
  }

  /**
   * Declares a weight that responds to the hyperparameters, whose elem and hyper part start alike;
   * a plain one where nothing is tuned.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public Weight responsive(String name, Initializer initial, int... shape) {
    return responsive(name, initial, initial, shape);
  }

  /**
   * Declares a weight that responds to the hyperparameters; a plain one where nothing is tuned.
   *
   * @param name its name within the layer
   * @param elem how the elem part starts
   * @param hyper how the hyper part starts
   * @param shape its extents
   * @throws IllegalArgumentException if the name is taken
   */
  public Weight responsive(String name, Initializer elem, Initializer hyper, int... shape) {
    if (!responds()) {
      return weight(name, elem, shape);
    }
    int[] each = shape.length == 2 ? shape : new int[] {Shape.of(shape).size()};
    int[] twice = each.clone();
    twice[0] = Math.multiplyExact(2, twice[0]);
    Node matrix = input(name + ".gate", Rows.WHOLE, each[0], setting.gates);
    return declare(
        new Weight(
            name,
            Shape.of(shape),
            new Initializer.Parts(List.of(elem, hyper)),
            input(name + ".elem", Rows.WHOLE, each),
            input(name + ".hyper", Rows.WHOLE, each),
            matrix,
            product(z(Rows.BATCH), matrix),
            null,
            input(name, Rows.WHOLE, twice)));
  }

  /**
   * Declares a vector whose elements respond to a hyperparameter alone, each in its own way, or
   * each to its own element of a vector of hyperparameters: elem + (v ⊙ z) ⊙ hyper. A plain one
   * where nothing is tuned, or the quantity is fixed.
   *
   * @param name its name within the layer
   * @param initial how elem and hyper part start
   * @param size its elements
   * @param hyperparameter what they respond to; null for nothing
   * @throws IllegalArgumentException if the name is taken, or the vector has another size
   */
  public Weight responsive(String name, Initializer initial, int size, String hyperparameter) {
    if (!responds() || hyperparameter == null) {
      return weight(name, initial, size);
    }
    HyperparameterSpace.Part part = part(hyperparameter);
    Node own = node(new Columns(part.from(), part.size()), unconstrained(Rows.BATCH));
    Node v = input(name + ".gate", Rows.WHOLE, size);
    return declare(
        new Weight(
            name,
            Shape.of(size),
            new Initializer.Parts(List.of(initial, initial)),
            input(name + ".elem", Rows.WHOLE, size),
            input(name + ".hyper", Rows.WHOLE, size),
            v,
            part.size() == 1 ? product(own, v.reshape(Shape.of(size, 1))) : own.times(v),
            hyperparameter,
            input(name, Rows.WHOLE, 2 * size)));
  }

  private HyperparameterSpace.Part part(String hyperparameter) {
    HyperparameterSpace.Part part = setting.space.part(hyperparameter);
    if (part == null) {
      throw new IllegalArgumentException("hyperparameter '" + hyperparameter + "' is not declared");
    }
    return part;
  }

  /** Declares a weight that responds if {@code gated}, or a plain one. */
  public Weight weight(String name, boolean gated, Initializer initial, int... shape) {
    return gated ? responsive(name, initial, shape) : weight(name, initial, shape);
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

  /** e^x. */
  public Node exp(Node x) {
    return node(new Apply(Elementary.EXP), x);
  }

  /** The natural logarithm of x > 0. */
  public Node log(Node x) {
    return node(new Apply(Elementary.LOG), x);
  }

  /** √x of x > 0. */
  public Node sqrt(Node x) {
    return node(new Apply(Elementary.SQRT), x);
  }

  /** 1/x of x ≠ 0. */
  public Node reciprocal(Node x) {
    return node(new Apply(Elementary.RECIPROCAL), x);
  }

  /** |x|; its derivative at 0 is 0. */
  public Node abs(Node x) {
    return node(new Apply(Elementary.ABS), x);
  }

  /** log(1 + e^x). */
  public Node softplus(Node x) {
    return node(new Apply(Elementary.SOFTPLUS), x);
  }

  /** The error function (2/√π) ∫₀ˣ e^−t² dt. */
  public Node erf(Node x) {
    return node(new Apply(Elementary.ERF), x);
  }

  /** x·Φ(x), with Φ the standard normal distribution function. */
  public Node gelu(Node x) {
    return node(new Apply(Elementary.GELU), x);
  }

  /**
   * exp(x_i) / Σ_j exp(x_j) for each {@code width} numbers of a row.
   *
   * @throws IllegalArgumentException if rows are no vectors that divide into that many
   */
  public Node softmax(Node x, int width) {
    return node(new Softmax(width, false), x);
  }

  /**
   * Scaled dot-product attention (Vaswani et al. 2017, section 3.2): in each of {@code heads} equal
   * parts of the vectors, step t of an example becomes
   *
   * <pre>  Σ_s p[t, s]·v[s],      p[t, ·] = softmax_s(q[t]·k[s] / √d) </pre>
   *
   * @param q queries, steps of a sequence [T·B, heads·d]
   * @param k keys, of the same type
   * @param v values [T·B, heads·e]
   * @param causal whether a step attends to those before it and itself alone
   * @param dropped what is done with p [T·B, heads·T] before it weighs values: dropout, or nothing
   * @return [T·B, heads·e]
   * @throws IllegalArgumentException if these are no such sequences
   */
  public Node attention(
      Node q, Node k, Node v, int heads, boolean causal, UnaryOperator<Node> dropped) {
    double scale = 1 / Math.sqrt(q.shape().size() / (double) heads);
    Node scores = node(new BlockProduct(heads, false, true), q.times(scale), k);
    Node p = node(new Softmax(scores.shape().size() / heads, causal), scores);
    return node(new BlockProduct(heads, false, false), dropped.apply(p), v);
  }

  /** The sequence of these steps, each a row an example: T of [B, …] → [T·B, …]. */
  public Node stack(List<Node> steps) {
    return node(new Stack(), steps.stream().map(x -> x.repeated(Rows.BATCH)).toList());
  }

  /**
   * What a recurrent layer carries from one minibatch of a text to the next, for passes of each
   * purpose on its own; 0 at first. Gradients end there (truncated back-propagation through time).
   *
   * @param name its name within the layer
   * @param columns the length C of its vectors
   * @return [B, C], as the last minibatch left it by {@link #carry}
   */
  public Node carried(String name, int columns) {
    return input(CARRIED + name, Rows.BATCH, columns);
  }

  /** Says what is {@linkplain #carried carried} on to the next minibatch. */
  public void carry(String name, Node next) {
    carries.put(name, next.repeated(Rows.BATCH));
  }

  /** What is carried on, by name. */
  public Map<String, Node> carries() {
    return Collections.unmodifiableMap(carries);
  }

  // Training and rest

  /**
   * One formula in training passes and another at rest, in validation and evaluation, where nothing
   * may be random.
   *
   * @throws IllegalArgumentException if their types differ
   */
  public Node whileTraining(Node training, Node resting) {
    return node(new WhileTraining(), training, resting.repeated(training.rows()));
  }

  /**
   * Adds to the objective of training, never to that of validation: so its strength can be tuned.
   *
   * @param each one number for each row, of which the mean is taken, or one for all
   * @throws IllegalArgumentException if a row has more than one number
   */
  public void penalty(Node each) {
    if (each.shape().size() != 1) {
      throw new IllegalArgumentException(
          "a penalty is one number a row, not " + each.type() + "; take columnSum() first");
    }
    penalties.add(mean(each));
  }

  /** The penalties, each of one number. */
  List<Node> penalties() {
    return List.copyOf(penalties);
  }

  /**
   * Dropout (Srivastava et al. 2014): in training each element 0 with probability {@code rate},
   * otherwise divided by 1 − rate.
   *
   * @param x any shape
   * @param rate a number in 0 … 1 for each example, or for all; or as many as x has columns
   */
  public Node dropout(Node x, Node rate) {
    return dropout(x, rate, stream("dropout"));
  }

  Node dropout(Node x, Node rate, RandomStream stream) {
    return x.times(kept(x.type(), rate, stream));
  }

  /**
   * Dropout of whole examples: in training all numbers of one become 0 with probability {@code
   * rate}, otherwise they are divided by 1 − rate.
   */
  public Node pathDropout(Node x, Node rate) {
    Type each = new Type(Rows.BATCH, Shape.of(1));
    return x.times(kept(each, rate, stream("dropout")));
  }

  /** What is left of each element: the mask in training, 1 at rest. */
  private Node kept(Type type, Node rate, RandomStream stream) {
    boolean found = rate.primitive() instanceof Columns;
    int column = found ? ((Columns) rate.primitive()).first() : 0;
    boolean each = rate.shape().size() > 1;
    Node mask = node(new DropoutMask(stream, column, each, type), found ? rate.input(0) : rate);
    return whileTraining(mask, constant(1, type));
  }

  /** Independent standard normal numbers, new in each pass. Only for {@link #whileTraining}. */
  public Node normal(Type type) {
    return node(new Normal(stream("normal"), type), value(1));
  }

  /** The random stream for a purpose; a second one for the same purpose is another. */
  private RandomStream stream(String purpose) {
    int before = drawn.merge(purpose, 1, Integer::sum);
    return setting.streams.apply(before == 1 ? purpose : purpose + " " + before);
  }

  /** 1 where there is a number, 0 where there is NaN, which marks padding in targets. */
  public Node isNumber(Node x) {
    return node(new Apply(Elementary.IS_NUMBER), x);
  }

  /** The number where there is one, 0 where there is NaN. */
  public Node numberOrZero(Node x) {
    return node(new Apply(Elementary.NUMBER_OR_ZERO), x);
  }

  /**
   * The rows of a table that are asked for: y[r, :] = table[index[r], :].
   *
   * @param table a matrix [V, C], such as a plain weight
   * @param index a number in 0 … V − 1 for each row [B, 1]; no derivative leads there
   */
  public Node gather(Node table, Node index) {
    return node(new Gather(), table, index);
  }

  /** The cross-entropy of outputs [B, C] and class numbers [B, 1], for each row [B, 1]. */
  public Node crossEntropies(Node y, Node classes) {
    return losses(Criterion.CROSS_ENTROPY, y, classes);
  }

  /** The loss of each row; see {@link Criterion}. */
  public Node losses(Criterion criterion, Node y, Node targets) {
    return node(new Losses(criterion), y, targets);
  }

  /** The mean over the rows, of one row. */
  public Node mean(Node x) {
    int rows = x.extents().size() / x.shape().size();
    return x.summed(Rows.ONE).times(1.0 / rows);
  }
}
