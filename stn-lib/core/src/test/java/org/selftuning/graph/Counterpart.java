package org.selftuning.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass.Learns;
import org.selftuning.layer.Response;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A network of layers and the same network as a graph, of the same weights, inputs and streams: a
 * pass through either gives the same numbers.
 */
final class Counterpart {
  static final float ALPHA = -0.5f;
  static final float BETA = 0.75f;

  private final Ops ops;
  private final Random random = new Random(7);
  private final Graph graph;
  private final Network network;
  private final Map<Node, Tensor> given = new HashMap<>();
  private final Map<Node, Tensor> gradients = new HashMap<>();
  private final Map<Node, double[]> before = new HashMap<>();
  private final Tensor rowValues;
  private final Tensor rowZ;
  private final Tensor values;
  private final Tensor z;
  private final Tensor target;
  private final boolean classes;

  /**
   * Binds the layers and gives all of them weights.
   *
   * @param graph where the graph's weights are declared, by the names of the network's
   * @param classes how many classes the targets have; 0 where they are numbers
   */
  Counterpart(Graph graph, ModelSpec spec, Ops ops, Response response, long seed, int classes) {
    this.ops = ops;
    this.graph = graph;
    this.classes = classes > 0;
    network = new Network(spec, ops, graph.batch(), seed, response);
    for (Parameter p : network.parameters().list()) {
      Doubles.write(p.value(), scaled(p.shape(), 1 / Math.sqrt(p.shape().dim(-1))));
      Doubles.write(p.gradient(), Doubles.normal(random, p.shape().size()));
    }
    graph.weights().forEach(this::bind);
    int n = spec.space().size();
    z = Doubles.write(ops.tensor(graph.batch(), n), Doubles.normal(random, graph.batch() * n));
    values = Doubles.write(ops.tensor(graph.batch(), n), rates(graph.batch() * n));
    rowZ = z.rows(0, 1);
    rowValues = values.rows(0, 1);
    given.put(graph.z(Rows.BATCH), z);
    given.put(graph.z(Rows.ONE), rowZ);
    given.put(graph.values(Rows.BATCH), values);
    given.put(graph.values(Rows.ONE), rowValues);
    int inputs = spec.input().size();
    double[] x = Doubles.normal(random, graph.batch() * inputs);
    int width = spec.loss().target(spec.output()).size();
    double[] y = Doubles.normal(random, graph.batch() * width);
    for (int i = 0; classes > 0 && i < y.length; i++) {
      y[i] = random.nextInt(classes);
    }
    if (graph.batch() > 1) {
      Arrays.fill(y, 0, width, Double.NaN); // the first row is padding
    }
    network.load(Doubles.floats(x), Doubles.floats(y));
    Node input = graph.input("x", Rows.BATCH, inputs);
    given.put(input, Doubles.write(ops.tensor(graph.batch(), inputs), x));
    target = Doubles.write(ops.tensor(graph.batch(), width), y);
  }

  private double[] scaled(Shape shape, double scale) {
    double[] drawn = Doubles.normal(random, shape.size());
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) (scale * drawn[i]);
    }
    return drawn;
  }

  private double[] rates(int size) {
    return Doubles.uniform(random, size, 0.1, 0.6);
  }

  /** Elem and hyper parts, and the rows of [V; C] that are this weight's. */
  private void bind(Weight w) {
    Parameter p = named(w.name());
    if (!w.responds()) {
      bind(w.elem(), p.value(), p.gradient());
      return;
    }
    bind(w.elem(), p.elem(p.value()), p.elem(p.gradient()));
    bind(w.hyper(), p.hyper(p.value()), p.hyper(p.gradient()));
    given.put(w.both(), p.value());
    Parameter gate = named(w.name().replaceAll("weight$|bias$", "gate"));
    int units = gate.shape().dim(0) / 2;
    int from = w.name().endsWith("weight") ? 0 : units;
    bind(
        w.gateMatrix(),
        gate.value().rows(from, from + units),
        gate.gradient().rows(from, from + units));
  }

  private Parameter named(String name) {
    return network.parameters().list().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void bind(Node leaf, Tensor value, Tensor gradient) {
    given.put(leaf, value);
    gradients.put(leaf, gradient);
    before.put(leaf, Doubles.read(gradient));
  }

  /**
   * Runs a pass both ways, and holds outputs, losses and gradients of one against the other.
   *
   * @param tolerance relative to the largest of each tensor's elements
   */
  void compare(Pass pass, org.selftuning.layer.Pass old, double tolerance) {
    Map<Node, Tensor> targets = new HashMap<>();
    double[] dz = Doubles.normal(random, old.dz() == null ? 0 : old.dz().size());
    for (Node n : pass.gradients().keySet()) {
      double[] start = gradients.containsKey(n) ? before.get(n) : dz;
      targets.put(n, Doubles.write(ops.tensor(n.extents().dims()), start));
    }
    if (old.dz() != null) {
      Doubles.write(old.dz(), dz);
    }
    Node dOutput = graph.input("gradient of the output", pass.output().type());
    Execution execution = Execution.alone(new Plan(pass, null, dOutput), ops);
    given.forEach(execution::bind);
    targets.forEach(execution::accumulate);
    Tensor output = execution.forward();
    Tensor change = execution.tangent();
    Tensor y = ops.tensor(output.shape().dims());
    ops.copy(output, y);
    if (change != null) {
      ops.axpy(1, change, y);
    }
    if (old.mode() == org.selftuning.layer.Pass.Mode.EVALUATE) {
      network.collapse(old);
    }
    Doubles.assertClose("output", Doubles.read(y), Doubles.read(network.forward(old)), tolerance);
    if (old.mode() == org.selftuning.layer.Pass.Mode.EVALUATE) {
      return;
    }
    execution.bind(dOutput, slope(y));
    execution.backward(old.training() ? ALPHA : 1, old.training() ? BETA : 1);
    network.judge(ops.tensor(3), old);
    network.backward(old);
    targets.forEach(
        (n, tensor) -> {
          Tensor theirs = gradients.containsKey(n) ? gradients.get(n) : old.dz();
          Doubles.assertClose(n.toString(), Doubles.read(tensor), Doubles.read(theirs), tolerance);
        });
    gradients.forEach(
        (n, tensor) -> {
          if (!targets.containsKey(n)) {
            Doubles.assertClose("no gradient", Doubles.read(tensor), before.get(n), 0);
          }
        });
  }

  /** The gradient of the mean loss with respect to outputs. */
  private Tensor slope(Tensor y) {
    Tensor dy = ops.tensor(y.shape().dims());
    float scale = 1f / graph.batch();
    if (classes) {
      ops.softmaxCrossEntropy(y, target, scale, dy, null, ops.tensor(3));
    } else {
      ops.squaredError(y, target, scale, dy, null, ops.tensor(3));
    }
    return dy;
  }

  /** The layers' pass in which these parameters learn. */
  org.selftuning.layer.Pass training(Learns learns) {
    return switch (learns) {
      case ALL -> org.selftuning.layer.Pass.train(z, values, ALPHA, BETA);
      case GENERAL -> org.selftuning.layer.Pass.general(rowValues, ALPHA, BETA);
      case RESPONSE -> org.selftuning.layer.Pass.response(z, values, ALPHA, BETA);
      case LINEARIZED -> org.selftuning.layer.Pass.linearized(z, values, ALPHA, BETA);
      case NOTHING -> throw new IllegalArgumentException();
    };
  }

  /** The layers' validation pass. */
  org.selftuning.layer.Pass validation(Rows rows) {
    boolean one = rows == Rows.ONE;
    Tensor dz = ops.tensor(graph.z(rows).extents().dims());
    return org.selftuning.layer.Pass.validate(one ? rowZ : z, one ? rowValues : values, dz);
  }

  /** The layers' evaluation pass. */
  org.selftuning.layer.Pass evaluation() {
    return org.selftuning.layer.Pass.evaluate(rowZ, rowValues);
  }
}
