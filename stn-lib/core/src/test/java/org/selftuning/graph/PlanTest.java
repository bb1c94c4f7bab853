package org.selftuning.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

class PlanTest {
  private static final int BATCH = 6;

  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.3)));

  /** A deep network, with an input that is read early and late. */
  private static Passes network() {
    Graph g = new Graph(BATCH, SPACE);
    Node x = g.input("x", Rows.BATCH, 4);
    Node h = x;
    for (int layer = 0; layer < 5; layer++) {
      int width = h.shape().dim(0);
      Node a =
          g.affine(
              h,
              g.responsive("w" + layer, layer + 4, width),
              g.weight("b" + layer, layer % 2 == 0, layer + 4));
      h = g.dropout(a.times(g.sigmoid(a)), "rate", new RandomStream(layer, "mask"));
    }
    Node y = h.plus(g.tanh(h)).plus(g.product(x, g.weight("skip", 8, 4).elem()));
    Node target = g.input("target", Rows.BATCH, 8);
    return new Passes(y, out -> g.losses(Criterion.SQUARED_ERROR, out, target));
  }

  static Stream<Pass> passes() {
    Passes p = network();
    return Stream.of(
        p.training(),
        p.general(),
        p.response(),
        p.linearized(),
        p.validation(Rows.BATCH),
        p.validation(Rows.ONE),
        p.evaluation());
  }

  /** Runs a plan with the name of a node in the place of each of its elements. */
  @ParameterizedTest
  @MethodSource("passes")
  void nothingIsOverwrittenBeforeItsLastReaderHasRun(Pass pass) {
    Plan plan = new Plan(pass);
    Node[] memory = new Node[Math.toIntExact(plan.peakBytes() / Float.BYTES)];
    runTwice(plan, memory);
    for (Node result : pass.results()) {
      assertHolds(plan, memory, result, "the end");
    }
  }

  private static void runTwice(Plan plan, Node[] memory) {
    plan.prepared().forEach(n -> runOne(plan, memory, n));
    for (int run = 0; run < 2; run++) {
      plan.repeated().forEach(n -> runOne(plan, memory, n));
    }
  }

  private static void runOne(Plan plan, Node[] memory, Node n) {
    n.inputs().forEach(input -> assertHolds(plan, memory, input, n.toString()));
    Placement room = plan.room(n);
    if (room != null) {
      Arrays.fill(memory, room.offset(), room.offset() + room.size(), null);
      n.inputs().forEach(input -> assertHolds(plan, memory, input, "the room of " + n));
    }
    Placement place = plan.place(n);
    if (place != null) {
      Arrays.fill(memory, place.offset(), place.offset() + place.size(), n);
    }
    if (place != null && room != null) {
      assertThat(memory[room.offset()]).as("room and output lie apart").isNull();
    }
  }

  private static void assertHolds(Plan plan, Node[] memory, Node n, String reader) {
    Placement place = plan.place(n);
    for (int i = 0; place != null && i < place.size(); i++) {
      assertThat(memory[place.offset() + i]).as(n + ", read by " + reader).isSameAs(n);
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void reuseSavesMemory(Pass pass) {
    Plan plan = new Plan(pass);
    assertThat(plan.peakBytes()).isPositive().isLessThan(plan.bytesWithoutReuse());
    assertThat(plan.toString())
        .contains("multiply", plan.peakBytes() + " bytes", plan.bytesWithoutReuse() + " without")
        .hasLineCount(plan.operations().size() + 1);
  }

  @Test
  void deepNetworksEvaluateInTheMemoryOfTwoLayers() {
    Graph g = new Graph(64, new HyperparameterSpace(List.of()));
    Node x = g.input("x", Rows.BATCH, 32);
    Node h = x;
    for (int layer = 0; layer < 20; layer++) {
      h = g.tanh(g.affine(h, g.weight("w" + layer, 32, 32), g.weight("b" + layer, 32)));
    }
    Node target = g.input("target", Rows.BATCH, 32);
    Passes p = new Passes(h, y -> g.losses(Criterion.SQUARED_ERROR, y, target));
    long layer = 64 * 32 * Float.BYTES;
    Plan plan = new Plan(p.evaluation());
    assertThat(plan.bytesWithoutReuse()).isGreaterThan(60 * layer);
    assertThat(plan.peakBytes()).isLessThan(2 * layer + 1024);
  }

  @Test
  void runAllocatesNothing() {
    try (Ops ops = Device.named("cpu").open()) {
      passes()
          .forEach(
              pass -> {
                Random random = new Random(1);
                Map<Node, Tensor> given = new HashMap<>();
                Map<Node, Tensor> targets = new HashMap<>();
                for (Node n : Graph.order(pass.results())) {
                  if (n.given()) {
                    double[] value = Doubles.uniform(random, n.extents().size(), 0.1, 0.5);
                    given.put(n, Doubles.write(ops.tensor(n.extents().dims()), value));
                  }
                }
                pass.gradients()
                    .keySet()
                    .forEach(n -> targets.put(n, ops.tensor(n.extents().dims())));
                Execution execution = new Execution(new Plan(pass), ops, given, targets);
                long before = ops.allocatedBytes();
                execution.run();
                execution.run(0.5f, 0.5f);
                execution.prepare();
                assertThat(ops.allocatedBytes()).isEqualTo(before);
              });
    }
  }

  /** The gradient of a linear loss depends on nothing that is given. */
  @Test
  void gradientThatStaysIsAddedInEveryRun() {
    Graph g = new Graph(BATCH, SPACE);
    Node x = g.input("x", Rows.BATCH, 4);
    Node w = g.weight("w", 4).elem();
    Pass pass = new Passes(x.plus(w), Node::columnSum).training();
    try (Ops ops = Device.named("cpu").open()) {
      Tensor target = ops.tensor(4);
      Map<Node, Tensor> given = Map.of(x, ops.tensor(BATCH, 4), w, ops.tensor(4));
      Plan plan = new Plan(pass);
      assertThat(plan.prepared()).contains(pass.gradients().get(w));
      Execution execution = new Execution(plan, ops, given, Map.of(w, target));
      assertThat(target.toArray()).containsOnly(0);
      execution.run(2, 1);
      execution.run(3, 0.5f);
      Doubles.assertClose("gradient", Doubles.read(target), Doubles.all(4, 4), 1e-6);
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    Graph g = new Graph(BATCH, SPACE);
    Node x = g.input("x", Rows.BATCH, 4);
    Node y = g.tanh(x);
    Plan plan = new Plan(new Pass(y, y, Map.of(), false));
    try (Ops ops = Device.named("cpu").open()) {
      assertThatThrownBy(() -> new Execution(plan, ops, Map.of(), Map.of()))
          .hasMessage("x needs a tensor of 6 × 4, but none was given");
      assertThatThrownBy(() -> new Execution(plan, ops, Map.of(x, ops.tensor(6, 5)), Map.of()))
          .hasMessage("x needs a tensor of 6 × 4, but was given one of 6 × 5");
    }
  }
}
