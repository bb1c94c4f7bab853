package org.selftuning.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * A layer as a user writes it, a swish whose slope is learned and responds to the hyperparameters,
 * in every pass: its gradients against central differences of its formula in double precision.
 */
class OwnLayerTest {
  private static final int BATCH = 4;
  private static final int INPUTS = 3;
  private static final int UNITS = 5;
  private static final int CLASSES = 3;
  private static final float ALPHA = 0.5f;
  private static final float BETA = -0.25f;

  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(
              Hyperparameter.continuous("a", Range.real(), 0),
              Hyperparameter.continuous("b", Range.real(), 0)));

  private static Ops ops;

  private final Random random = new Random(2);
  private final Graph g = Graphs.of(BATCH, SPACE);
  private final Node x = g.input("x", Rows.BATCH, INPUTS);
  private final Node labels = g.input("labels", Rows.BATCH, 1);
  private final Node output;
  private final Passes passes;
  private final Map<Node, double[]> at = new HashMap<>();

  @BeforeAll
  static void open() {
    ops = Device.named("cpu").open();
  }

  @AfterAll
  static void close() {
    ops.close();
  }

  /** The layer: swish(x) = x ⊙ sigmoid(slope ⊙ x). */
  private static Node swish(Graph g, Node x, String name) {
    Weight slope = Graphs.weight(g, name, true, x.shape().dim(0));
    return x.times(g.sigmoid(slope.value().times(x)));
  }

  OwnLayerTest() {
    Node h = affine(x, "first", UNITS);
    h = swish(g, h, "slope");
    output = affine(swish(g, affine(h, "second", UNITS), "slope 2"), "last", CLASSES);
    passes = new Passes(x, output, true);
    List<Node> leaves = new ArrayList<>(List.of(x, g.z(Rows.BATCH), g.z(Rows.ONE)));
    for (Weight w : g.weights()) {
      leaves.addAll(List.of(w.elem(), w.hyper(), w.gateMatrix()));
    }
    leaves.forEach(n -> at.put(n, Doubles.normal(random, n.extents().size())));
    at.put(labels, new double[] {2, 0, 1, 2});
    for (Weight w : g.weights()) {
      double[] elem = at.get(w.elem());
      double[] both = Arrays.copyOf(elem, 2 * elem.length);
      System.arraycopy(at.get(w.hyper()), 0, both, elem.length, elem.length);
      at.put(w.both(), both);
    }
  }

  private Node affine(Node x, String name, int units) {
    Weight weight = Graphs.weight(g, name + ".weight", true, units, x.shape().dim(0));
    return g.affine(x, weight, Graphs.weight(g, name + ".bias", true, units));
  }

  @Test
  void training() {
    check(passes.training(Rows.BATCH), () -> loss(outputs(z(Rows.BATCH), 1)), 1e-5);
  }

  @Test
  void general() {
    check(passes.general(Rows.ONE), () -> loss(outputs(z(Rows.BATCH), 0)), 1e-5);
  }

  @Test
  void response() {
    check(passes.response(), () -> loss(outputs(z(Rows.BATCH), 1)), 1e-5);
  }

  /** y at closed gates, and how it moves as they open. */
  @Test
  void linearized() {
    DoubleSupplier objective =
        () -> {
          double step = 1e-4;
          double[] y = outputs(z(Rows.BATCH), 0);
          double[] above = outputs(z(Rows.BATCH), step);
          double[] below = outputs(z(Rows.BATCH), -step);
          for (int i = 0; i < y.length; i++) {
            y[i] += (above[i] - below[i]) / (2 * step);
          }
          return loss(y);
        };
    check(passes.linearized(false), objective, 1e-3);
  }

  @Test
  void validation() {
    check(passes.validation(Rows.BATCH), () -> loss(outputs(z(Rows.BATCH), 1)), 1e-5);
    check(passes.validation(Rows.ONE), () -> loss(outputs(z(Rows.ONE), 1)), 1e-5);
  }

  @Test
  void evaluation() {
    check(passes.evaluation(), () -> loss(outputs(z(Rows.ONE), 1)), 1e-5);
  }

  /** z of all examples. */
  private double[] z(Rows rows) {
    double[] z = at.get(g.z(rows));
    double[] all = new double[BATCH * SPACE.size()];
    Arrays.setAll(all, i -> z[i % z.length]);
    return all;
  }

  /** The outputs by the formula, the gates opened to {@code open} times what they are. */
  private double[] outputs(double[] z, double open) {
    Map<Node, double[]> leaves = new HashMap<>(at);
    leaves.put(g.z(Rows.BATCH), Arrays.stream(z).map(v -> open * v).toArray());
    return new Reference(leaves).of(output).clone();
  }

  private double loss(double[] y) {
    Node outputs = g.input("outputs", Rows.BATCH, CLASSES);
    Node mean = g.mean(g.losses(Criterion.CROSS_ENTROPY, outputs, labels));
    return new Reference(Map.of(outputs, y, labels, at.get(labels))).of(mean)[0];
  }

  /** The gradient of {@link #loss}. */
  private double[] slope(double[] y) {
    Node outputs = g.input("outputs", Rows.BATCH, CLASSES);
    Node slope = g.node(new LossSlope(Criterion.CROSS_ENTROPY, 1f / BATCH), outputs, labels);
    return new Reference(Map.of(outputs, y, labels, at.get(labels))).of(slope);
  }

  private void check(Pass pass, DoubleSupplier objective, double step) {
    Execution execution =
        Execution.alone(new Plan(pass, passes.inputChange(), passes.dOutput()), ops);
    at.forEach((n, v) -> execution.bind(n, Doubles.write(ops.tensor(n.extents().dims()), v)));
    Map<Node, Tensor> targets = new HashMap<>();
    for (Node n : pass.gradients().keySet()) {
      targets.put(n, Doubles.write(ops.tensor(n.extents().dims()), at.get(n)));
    }
    targets.forEach(execution::accumulate);
    double[] outputs = Doubles.read(execution.forward());
    Tensor change = execution.tangent();
    for (int i = 0; change != null && i < outputs.length; i++) {
      outputs[i] += Doubles.read(change)[i];
    }
    Doubles.assertClose(
        "loss", new double[] {loss(outputs)}, new double[] {objective.getAsDouble()}, 2e-6);
    if (!pass.settled()) {
      Tensor slope = Doubles.write(ops.tensor(BATCH, CLASSES), slope(outputs));
      execution.bind(passes.dOutput(), slope);
      execution.backward(ALPHA, BETA);
    }
    for (Node n : pass.gradients().keySet()) {
      double[] value = at.get(n);
      double[] expected = new double[value.length];
      for (int i = 0; i < value.length; i++) {
        double before = value[i];
        value[i] = before + step;
        double above = objective.getAsDouble();
        value[i] = before - step;
        double below = objective.getAsDouble();
        value[i] = before;
        expected[i] = ALPHA * (above - below) / (2 * step) + BETA * before;
      }
      Doubles.assertClose(n.toString(), Doubles.read(targets.get(n)), expected, 5e-6, 0.1);
    }
  }
}
