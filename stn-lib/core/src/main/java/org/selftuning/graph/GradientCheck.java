package org.selftuning.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/**
 * Holds the derivatives of a formula, and so those of the primitives in it, to its values. Along
 * random directions ẋ and ȳ,
 *
 * <pre>  ⟨ȳ, (y(x + hẋ) − y(x − hẋ)) / 2h⟩  =  ⟨ȳ, ẏ⟩  =  ⟨x̄, ẋ⟩ </pre>
 *
 * <p>where ẏ is what the tangents say and x̄ what the cotangents say. One call checks a primitive
 * of one's own:
 *
 * <pre>{@code
 * GradientCheck.of(g -> g.node(new Square(), g.input("x", Rows.BATCH, 4)));
 * }</pre>
 */
public final class GradientCheck {
  /** Examples that a check takes. */
  public static final int BATCH = 3;

  private static final int STEPS = 2;
  private static final int DRAWS = 5;

  /** How many draws may be wrong: where max(x, 0) bends close by, differences say nothing. */
  private static final int BENDS = 2;

  private static final double STEP = 2e-3;

  /** What floats and a finite step may differ by, as a share of the size of the terms. */
  private static final double OF_DIFFERENCES = 0.02;

  private static final double OF_TRANSPOSES = 1e-3;

  private final Node y;
  private final Ops ops;
  private final Random random;
  private final Map<Node, float[]> at = new LinkedHashMap<>();
  private final Map<Node, Node> along = new LinkedHashMap<>();

  private GradientCheck(Node y, Ops ops, Random random) {
    this.y = y;
    this.ops = ops;
    this.random = random;
    for (Node leaf : Graph.order(List.of(y)).stream().filter(Node::given).toList()) {
      at.put(leaf, normal(leaf));
      along.put(leaf, leaf.graph().node(new Leaf("change of " + leaf, leaf.type())));
    }
  }

  /**
   * Checks a formula that uses no hyperparameter, on the processor: at rest and, where nothing in
   * it is random, in training.
   *
   * @param formula makes its output of inputs and weights, for which random numbers are taken
   * @throws IllegalStateException if a derivative is wrong; the message says which
   */
  public static void of(Function<Graph, Node> formula) {
    HyperparameterSpace none = new HyperparameterSpace(List.of());
    of(
        formula,
        new Graph.Setting(BATCH, STEPS, none, false, purpose -> new RandomStream(1, purpose)));
  }

  /** Checks a formula that is made for this setting. */
  public static void of(Function<Graph, Node> formula, Graph.Setting setting) {
    Graph g = new Graph(setting);
    Node y = formula.apply(g);
    try (Ops ops = Device.named("cpu").open()) {
      for (int input : new int[] {0, 1}) {
        UnaryOperator<Node> chosen =
            n -> n.primitive() instanceof WhileTraining ? n.input(input) : n;
        List<Node> states = new ArrayList<>(List.of(y));
        states.addAll(input == 0 ? g.penalties() : List.of());
        for (Node state : Rewriting.rewrite(states, chosen)) {
          if (Graph.order(List.of(state)).stream().noneMatch(n -> n.primitive().random())) {
            check(state, ops);
          }
        }
      }
    }
  }

  private static void check(Node y, Ops ops) {
    IllegalStateException wrong = null;
    int count = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      try {
        new GradientCheck(y, ops, new Random(draw)).run();
      } catch (IllegalStateException e) {
        wrong = e;
        count++;
      }
    }
    if (count > BENDS) {
      throw wrong;
    }
  }

  private float[] normal(Node n) {
    float[] values = new float[n.extents().size()];
    boolean units = n.primitive().toString().equals("values"); // of hyperparameters: rates, say
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (units ? 0.2 + 0.5 * random.nextDouble() : random.nextGaussian());
    }
    return values;
  }

  private void run() {
    Node tangent = Tangents.of(List.of(y), along).get(y);
    Node dy = y.graph().node(new Leaf("dy", y.type()));
    Map<Node, Node> cotangents = Cotangents.of(Map.of(y, dy), along.keySet());
    List<Node> unmoved = new ArrayList<>(along.keySet());
    unmoved.removeAll(cotangents.keySet()); // no derivative leads there, as to class numbers
    unmoved.forEach(leaf -> at.put(along.get(leaf), new float[leaf.extents().size()]));
    cotangents.keySet().forEach(leaf -> at.put(along.get(leaf), normal(leaf)));
    float[] weights = normal(y);
    at.put(dy, weights);

    float[] change = tangent == null ? new float[weights.length] : value(tangent, at);
    double forward = dot(weights, change);
    double size = size(weights, change);
    double backward = 0;
    for (Map.Entry<Node, Node> x : cotangents.entrySet()) {
      float[] dx = value(x.getValue(), at);
      float[] direction = at.get(along.get(x.getKey()));
      backward += dot(dx, direction);
      size = Math.max(size, size(dx, direction));
    }
    float[] above = value(y, moved(STEP));
    float[] below = value(y, moved(-STEP));
    double difference = (dot(weights, above) - dot(weights, below)) / (2 * STEP);
    size = Math.max(size, Math.abs(difference));
    check("tangent", forward, "finite differences", difference, OF_DIFFERENCES * size);
    check("cotangent", backward, "the tangent", forward, OF_TRANSPOSES * size);
  }

  private void check(String what, double said, String by, double expected, double tolerance) {
    if (!(Math.abs(said - expected) <= tolerance)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the %s of %s is wrong: along a random direction it gives %.6g, %s %.6g",
              what,
              suspects(),
              said,
              by,
              expected));
    }
  }

  /** The primitives that are not the library's; all, if they are. */
  private String suspects() {
    List<Primitive> all =
        Graph.order(List.of(y)).stream().filter(n -> !n.given()).map(Node::primitive).toList();
    List<Primitive> own =
        all.stream().filter(p -> p.getClass().getPackage() != getClass().getPackage()).toList();
    return (own.isEmpty() ? all : own)
        .stream().map(p -> "'" + p + "'").distinct().collect(Collectors.joining(" or "));
  }

  private Map<Node, float[]> moved(double step) {
    Map<Node, float[]> moved = new HashMap<>(at);
    along.forEach(
        (leaf, change) -> {
          float[] x = at.get(leaf).clone();
          for (int i = 0; i < x.length; i++) {
            x[i] += (float) (step * at.get(change)[i]);
          }
          moved.put(leaf, x);
        });
    return moved;
  }

  private float[] value(Node n, Map<Node, float[]> given) {
    Pass pass = new Pass(n, null, null, null, Map.of(), Map.of(), false);
    Execution execution = Execution.alone(new Plan(pass, null, null), ops);
    for (Node leaf : Graph.order(List.of(n)).stream().filter(Node::given).toList()) {
      Tensor tensor = ops.tensor(leaf.extents().dims());
      tensor.write(given.get(leaf));
      execution.bind(leaf, tensor);
    }
    return execution.forward().toArray();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The root of the sum of squares of the terms of a dot product. */
  private static double size(float[] a, float[] b) {
    double sum = 1e-6;
    for (int i = 0; i < a.length; i++) {
      sum += Math.pow((double) a[i] * b[i], 2);
    }
    return Math.sqrt(sum);
  }
}
