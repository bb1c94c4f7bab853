package org.selftuning.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
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
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

class PlanTest {
  private static final int BATCH = 6;

  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.3)));

  /** A deep network, with an input that is read early and late. */
  private static Passes network() {
    Graph g = Graphs.of(BATCH, SPACE);
    Node x = g.input("x", Rows.BATCH, 4);
    Node h = x;
    for (int layer = 0; layer < 5; layer++) {
      int width = h.shape().dim(0);
      Node a =
          g.affine(
              h,
              Graphs.weight(g, "w" + layer, true, layer + 4, width),
              Graphs.weight(g, "b" + layer, layer % 2 == 0, layer + 4));
      h = g.dropout(a.times(g.sigmoid(a)), g.value("rate"), new RandomStream(layer, "mask"));
    }
    Node y = h.plus(g.tanh(h)).plus(g.product(x, Graphs.weight(g, "skip", false, 8, 4).elem()));
    g.penalty(h.times(h).columnMean());
    return new Passes(x, y, true);
  }

  static Stream<Pass> passes() {
    Passes p = network();
    return Stream.of(
        p.training(Rows.BATCH),
        p.general(Rows.ONE),
        p.response(),
        p.linearized(false),
        p.linearized(true),
        p.validation(Rows.BATCH),
        p.validation(Rows.ONE),
        p.evaluation());
  }

  /** Runs a plan with the name of a node in the place of each of its elements. */
  @ParameterizedTest
  @MethodSource("passes")
  void nothingIsOverwrittenBeforeItsLastReaderHasRun(Pass pass) {
    Plan plan = plan(pass);
    Node[] memory = new Node[Math.toIntExact(plan.peakBytes() / Float.BYTES)];
    runTwice(plan, memory);
    for (Node result : pass.results()) {
      assertHolds(plan, memory, result, "the end");
    }
  }

  private static Plan plan(Pass pass) {
    Graph g = pass.output().graph();
    Type input = new Type(Rows.BATCH, Shape.of(4));
    return new Plan(
        pass,
        g.input("change of the input", input),
        g.input("gradient of the output", pass.output().type()));
  }

  /** Where a place begins, if the regions lie one after another. */
  private static int offset(Plan plan, Placement place) {
    long before = 0;
    for (Plan.Region region : Plan.Region.values()) {
      before += region.compareTo(place.region()) < 0 ? plan.floats(region) : 0;
    }
    return Math.toIntExact(before + place.offset());
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
      int at = offset(plan, room);
      Arrays.fill(memory, at, at + room.size(), null);
      n.inputs().forEach(input -> assertHolds(plan, memory, input, "the room of " + n));
    }
    Placement place = plan.place(n);
    if (place != null) {
      int at = offset(plan, place);
      Arrays.fill(memory, at, at + place.size(), n);
    }
    if (place != null && room != null) {
      assertThat(memory[offset(plan, room)]).as("room and output lie apart").isNull();
    }
  }

  private static void assertHolds(Plan plan, Node[] memory, Node n, String reader) {
    Node in = Plan.storage(n);
    Placement place = plan.place(in);
    for (int i = 0; place != null && i < place.size(); i++) {
      assertThat(memory[offset(plan, place) + i]).as(n + ", read by " + reader).isSameAs(in);
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void reuseSavesMemory(Pass pass) {
    Plan plan = plan(pass);
    assertThat(plan.peakBytes()).isPositive().isLessThan(plan.bytesWithoutReuse());
    assertThat(plan.toString())
        .contains("multiply", plan.peakBytes() + " bytes", plan.bytesWithoutReuse() + " without")
        .hasLineCount(plan.operations().size() + 1);
  }

  @Test
  void deepNetworksEvaluateInTheMemoryOfTwoLayers() {
    Graph g = Graphs.of(64, new HyperparameterSpace(List.of()));
    Node x = g.input("x", Rows.BATCH, 32);
    Node h = x;
    for (int layer = 0; layer < 20; layer++) {
      h =
          g.tanh(
              g.affine(
                  h,
                  Graphs.weight(g, "w" + layer, false, 32, 32),
                  Graphs.weight(g, "b" + layer, false, 32)));
    }
    Passes p = new Passes(x, h, false);
    long layer = 64 * 32 * Float.BYTES;
    Plan plan = plan(p.evaluation());
    assertThat(plan.bytesWithoutReuse()).isGreaterThanOrEqualTo(60 * layer);
    assertThat(plan.peakBytes()).isLessThan(2 * layer + 1024);
  }

  @Test
  void runAllocatesNothing() {
    try (Ops ops = Device.named("cpu").open()) {
      passes()
          .forEach(
              pass -> {
                Random random = new Random(1);
                Execution execution = Execution.alone(plan(pass), ops);
                for (Node n : Graph.order(pass.results())) {
                  if (n.given()) {
                    double[] value = Doubles.uniform(random, n.extents().size(), 0.1, 0.5);
                    execution.bind(n, Doubles.write(ops.tensor(n.extents().dims()), value));
                  }
                }
                for (Node n : pass.gradients().keySet()) {
                  execution.accumulate(n, ops.tensor(n.extents().dims()));
                }
                long before = ops.allocatedBytes();
                execution.forward();
                execution.tangent();
                execution.backward(0.5f, 0.5f);
                execution.prepare();
                assertThat(ops.allocatedBytes()).isEqualTo(before);
              });
    }
  }

  /** The gradient of a linear penalty depends on nothing that is given. */
  @Test
  void gradientThatStaysIsAddedInEveryRun() {
    Graph g = Graphs.of(BATCH, SPACE);
    Node x = g.input("x", Rows.BATCH, 4);
    Node w = Graphs.weight(g, "w", false, 4).elem();
    g.penalty(x.plus(w).columnSum());
    Passes passes = new Passes(x, x, false);
    Pass pass = passes.training(Rows.ONE);
    try (Ops ops = Device.named("cpu").open()) {
      Tensor target = ops.tensor(4);
      Plan plan = plan(pass);
      assertThat(plan.prepared()).contains(pass.gradients().get(w));
      Execution execution = Execution.alone(plan, ops);
      execution.bind(x, ops.tensor(BATCH, 4));
      execution.bind(w, ops.tensor(4));
      execution.accumulate(w, target);
      execution.forward();
      assertThat(target.toArray()).containsOnly(0);
      execution.backward(2, 1);
      execution.backward(3, 0.5f);
      Doubles.assertClose("gradient", Doubles.read(target), Doubles.all(4, 4), 1e-6);
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    Graph g = Graphs.of(BATCH, SPACE);
    Node x = g.input("x", Rows.BATCH, 4);
    Node y = g.tanh(x);
    Plan plan = plan(new Passes(x, y, false).evaluation());
    try (Ops ops = Device.named("cpu").open()) {
      Execution execution = Execution.alone(plan, ops);
      assertThatThrownBy(execution::forward)
          .hasMessage("x needs a tensor of 6 × 4, but none was given");
      assertThatThrownBy(() -> execution.bind(x, ops.tensor(6, 5)))
          .hasMessage("x needs a tensor of 6 × 4, but was given one of 6 × 5");
    }
  }
}
