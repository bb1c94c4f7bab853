package org.selftuning.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Pass.Learns;
import org.selftuning.layer.Response;
import org.selftuning.layer.SquaredError;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;

/** A gated network as a graph, in all passes, against the same network made of layers. */
class PassesTest {
  private static final long SEED = 4;
  private static final double TOLERANCE = 1e-6;

  private Ops ops;

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
  }

  @AfterEach
  void close() {
    ops.close();
  }

  /**
   * A network of gated and plain layers with dropout.
   *
   * @param widths inputs, hidden units of a gated, a plain and a gated layer, and outputs
   */
  private record Subject(Criterion criterion, int batch, int... widths) {

    ModelSpec spec() {
      ModelSpec.Builder hidden =
          ModelSpec.input(widths[0])
              .tune(
                  Hyperparameter.continuous("p", Range.interval(0, 0.9), 0.3),
                  Hyperparameter.continuous("q", Range.interval(0, 0.9), 0.2))
              .dropout("p")
              .gatedLinear(widths[1])
              .tanh()
              .dropout("q")
              .linear(widths[2])
              .relu()
              .gatedLinear(widths[3])
              .sigmoid()
              .dropout(0.25)
              .gatedLinear(widths[4]);
      return criterion == Criterion.CROSS_ENTROPY
          ? hidden.crossEntropy()
          : hidden.loss(new SquaredError());
    }

    Graph graph() {
      return Graphs.of(batch, spec().space());
    }

    Passes passes(Graph g) {
      Node x = g.input("x", Rows.BATCH, widths[0]);
      Node h = g.tanh(affine(g, g.dropout(x, g.value("p"), stream(1)), 2, true, 1));
      h = g.relu(affine(g, g.dropout(h, g.value("q"), stream(4)), 5, false, 2));
      h = g.sigmoid(affine(g, h, 7, true, 3));
      Node y = affine(g, g.dropout(h, g.value(0.25), stream(9)), 10, true, 4);
      return new Passes(x, y, false);
    }

    private Node affine(Graph g, Node x, int layer, boolean responds, int width) {
      String name = "layers." + layer;
      return g.affine(
          x,
          Graphs.weight(g, name + ".weight", responds, widths[width], widths[width - 1]),
          Graphs.weight(g, name + ".bias", responds, widths[width]));
    }

    private static RandomStream stream(int layer) {
      return new RandomStream(SEED, "layers." + layer + ".dropout");
    }

    int classes() {
      return criterion == Criterion.CROSS_ENTROPY ? widths[4] : 0;
    }

    @Override
    public String toString() {
      return criterion + ", " + batch + " examples, first layer of " + widths[1];
    }
  }

  /** A small network, whose products are loops, and one whose products are the library's. */
  static Stream<Subject> subjects() {
    return Stream.of(
        new Subject(Criterion.CROSS_ENTROPY, 6, 5, 7, 6, 4, 3),
        new Subject(Criterion.SQUARED_ERROR, 6, 5, 7, 6, 4, 3),
        new Subject(Criterion.CROSS_ENTROPY, 32, 130, 90, 70, 110, 20),
        new Subject(Criterion.SQUARED_ERROR, 1, 4, 3, 5, 4, 2));
  }

  private Counterpart counterpart(Subject s, Graph g, Response response) {
    return new Counterpart(g, s.spec(), ops, response, SEED, s.classes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  void training(Subject s) {
    Graph g = s.graph();
    Pass pass = s.passes(g).training(Rows.BATCH);
    Counterpart other = counterpart(s, g, Response.WHOLE);
    other.compare(pass, other.training(Learns.ALL), TOLERANCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  void general(Subject s) {
    Graph g = s.graph();
    Pass pass = s.passes(g).general(Rows.ONE);
    Counterpart other = counterpart(s, g, Response.CENTERED);
    other.compare(pass, other.training(Learns.GENERAL), TOLERANCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  void response(Subject s) {
    Graph g = s.graph();
    Pass pass = s.passes(g).response();
    Counterpart other = counterpart(s, g, Response.CENTERED);
    other.compare(pass, other.training(Learns.RESPONSE), TOLERANCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  void linearized(Subject s) {
    Graph g = s.graph();
    Pass pass = s.passes(g).linearized(false);
    Counterpart other = counterpart(s, g, Response.LINEARIZED);
    other.compare(pass, other.training(Learns.LINEARIZED), TOLERANCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  void validation(Subject s) {
    for (Rows rows : List.of(Rows.BATCH, Rows.ONE)) {
      Graph g = s.graph();
      Pass pass = s.passes(g).validation(rows);
      Counterpart other = counterpart(s, g, Response.WHOLE);
      other.compare(pass, other.validation(rows), TOLERANCE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  void evaluation(Subject s) {
    Graph g = s.graph();
    Pass pass = s.passes(g).evaluation();
    Counterpart other = counterpart(s, g, Response.WHOLE);
    other.compare(pass, other.evaluation(), TOLERANCE);
  }

  private static long count(Pass pass, Class<?> primitive) {
    return pass.operations().stream().filter(n -> primitive.isInstance(n.primitive())).count();
  }

  private static Set<Node> given(Pass pass) {
    return Graph.order(pass.results()).stream().filter(Node::given).collect(Collectors.toSet());
  }

  @Test
  void whatNoResultNeedsIsNotComputed() {
    Subject s = subjects().findFirst().orElseThrow();
    Graph g = s.graph();
    Passes passes = s.passes(g);
    Product ofWeight = new Product(true, false);
    List<Node> responding = new ArrayList<>();
    for (Weight w : g.weights()) {
      if (w.responds()) {
        responding.addAll(List.of(w.hyper(), w.gateMatrix()));
      }
    }

    Pass validation = passes.validation(Rows.BATCH);
    assertThat(validation.operations()).noneMatch(n -> n.primitive().equals(ofWeight));
    assertThat(count(validation, DropoutMask.class)).isZero();

    Pass general = passes.general(Rows.ONE);
    assertThat(given(general)).doesNotContainAnyElementsOf(responding);
    assertThat(general.operations().stream().filter(n -> n.primitive().equals(ofWeight)))
        .hasSize(4);

    Pass linearized = passes.linearized(false);
    assertThat(linearized.operations().stream().filter(n -> n.primitive().equals(ofWeight)))
        .as("three hyper weights and six gate matrices, but no elem weight")
        .hasSize(9);
    assertThat(count(linearized, DropoutMask.class)).isEqualTo(3);

    Pass evaluation = passes.evaluation();
    assertThat(count(evaluation, DropoutMask.class)).isZero();
    assertThat(count(evaluation, Collapse.class)).isEqualTo(3);
    Plan plan = new Plan(evaluation, null, null);
    assertThat(plan.repeated().stream().filter(n -> n.primitive() instanceof Product))
        .as("gates are folded once, and each run has a product a layer")
        .hasSize(4);
  }

  @Test
  void oneFormulaIsPlainOrResponds() {
    Subject s = new Subject(Criterion.SQUARED_ERROR, 3, 2, 2, 2, 2, 2);
    Graph g = s.graph();
    Node x = g.input("x", Rows.BATCH, 2);
    Node y = g.affine(x, Graphs.weight(g, "w", false, 2, 2), Graphs.weight(g, "b", false, 2));
    assertThat(Graph.order(List.of(y)))
        .extracting(n -> n.primitive().toString())
        .containsExactly("x", "w", "b", "product abᵀ", "add");
    assertThat(new Passes(x, y, false).response()).extracting(Pass::gradients).isEqualTo(Map.of());
  }
}
