package org.selftuning.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Every primitive: in double precision its tangent against central differences of its formula, and
 * its cotangent as the tangent's transpose; on the engine, value and both derivatives against
 * double precision. A new primitive is one entry of {@link #cases}.
 */
class PrimitiveTest {
  private static final int BATCH = 5;
  private static final double STEP = 1e-5;
  private static final float ALPHA = -0.5f;
  private static final float BETA = 0.75f;

  /** Without derivatives: what is given, what is random, and what no pass differentiates. */
  private static final Set<String> WITHOUT =
      Set.of("Leaf", "Constant", "DropoutMask", "Normal", "WhileTraining", "LossSlope", "Collapse");

  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.3)));

  private static Ops ops;

  @BeforeAll
  static void open() {
    ops = Device.named("cpu").open();
  }

  @AfterAll
  static void close() {
    ops.close();
  }

  private record Case(String name, Function<Graph, Node> formula) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Node rows(Graph g, String name, int columns) {
    return g.input(name, Rows.BATCH, columns);
  }

  private static Node row(Graph g, String name, int columns) {
    return g.input(name, Rows.ONE, columns);
  }

  private static Node whole(Graph g, String name, int... shape) {
    return g.input(name, Rows.WHOLE, shape);
  }

  private static Case product(boolean transposeA, boolean transposeB) {
    Product p = new Product(transposeA, transposeB);
    return new Case(
        p + " of matrices",
        g ->
            g.node(
                p,
                transposeA ? whole(g, "a", 4, 3) : whole(g, "a", 3, 4),
                transposeB ? whole(g, "b", 2, 4) : whole(g, "b", 4, 2)));
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean a : new boolean[] {false, true}) {
      for (boolean b : new boolean[] {false, true}) {
        cases.add(product(a, b));
      }
    }
    Product plain = new Product(false, false);
    Product weights = new Product(true, false);
    cases.add(new Case("x·Wᵀ", g -> g.product(rows(g, "x", 4), whole(g, "w", 3, 4))));
    cases.add(new Case("x·W", g -> g.node(plain, rows(g, "x", 4), whole(g, "w", 4, 3))));
    cases.add(new Case("one row", g -> g.product(row(g, "z", 4), whole(g, "v", 3, 4))));
    cases.add(new Case("xᵀ·y", g -> g.node(weights, rows(g, "x", 4), rows(g, "y", 3))));
    cases.add(new Case("zᵀ·y", g -> g.node(weights, row(g, "x", 4), row(g, "y", 3))));
    cases.add(new Case("x + y", g -> rows(g, "x", 4).plus(rows(g, "y", 4))));
    cases.add(new Case("x + row", g -> rows(g, "x", 4).plus(row(g, "y", 4))));
    cases.add(new Case("vector + x", g -> whole(g, "x", 4).plus(rows(g, "y", 4))));
    cases.add(new Case("x + x", g -> rows(g, "x", 4).plus(rows(g, "x", 4))));
    cases.add(new Case("x − y", g -> rows(g, "x", 4).minus(rows(g, "y", 4))));
    cases.add(new Case("x ⊙ y", g -> rows(g, "x", 4).times(rows(g, "y", 4))));
    cases.add(new Case("x ⊙ row", g -> rows(g, "x", 4).times(row(g, "y", 4))));
    cases.add(new Case("vector ⊙ x", g -> whole(g, "x", 4).times(rows(g, "y", 4))));
    cases.add(new Case("row ⊙ vector", g -> row(g, "x", 4).times(whole(g, "y", 4))));
    cases.add(new Case("x ⊙ x", g -> rows(g, "x", 4).times(rows(g, "x", 4))));
    cases.add(new Case("images ⊙ map", g -> image(g).times(whole(g, "map", 2, 3))));
    cases.add(new Case("images + map", g -> image(g).plus(whole(g, "map", 2, 3))));
    cases.add(new Case("−0.3·x", g -> rows(g, "x", 4).times(-0.3)));
    cases.add(new Case("Σ_r x", g -> rows(g, "x", 4).rowSum()));
    cases.add(new Case("Σ_r x, whole", g -> rows(g, "x", 4).summed(Rows.WHOLE)));
    cases.add(new Case("repeat", g -> row(g, "x", 4).repeated(Rows.BATCH)));
    cases.add(new Case("repeat vector", g -> whole(g, "x", 4).repeated(Rows.BATCH)));
    cases.add(new Case("one row of vector", g -> whole(g, "x", 4).repeated(Rows.ONE)));
    cases.add(new Case("mean", g -> g.mean(rows(g, "x", 4))));
    cases.add(new Case("Σ_c x", g -> rows(g, "x", 4).columnSum()));
    cases.add(new Case("across columns", g -> rows(g, "x", 1).acrossColumns(4)));
    cases.add(new Case("steps + row", g -> steps(g, "x", 4).plus(rows(g, "y", 4))));
    cases.add(new Case("steps ⊙ row", g -> steps(g, "x", 4).times(rows(g, "y", 4))));
    cases.add(new Case("steps·Wᵀ", g -> g.product(steps(g, "x", 4), whole(g, "w", 3, 4))));
    cases.add(new Case("row for steps", g -> rows(g, "x", 4).repeated(Rows.STEPS)));
    cases.add(new Case("Σ_t x", g -> steps(g, "x", 4).summed(Rows.BATCH)));
    cases.add(new Case("number ⊙ x", g -> rows(g, "s", 1).times(rows(g, "x", 4))));
    cases.add(new Case("images + number", g -> image(g).plus(rows(g, "s", 1))));
    cases.add(new Case("weight of one number", g -> whole(g, "s", 1).times(image(g))));
    cases.add(new Case("x / y", g -> rows(g, "x", 4).over(square(rows(g, "y", 4)).plus(0.5))));
    cases.add(new Case("x + 2", g -> rows(g, "x", 4).plus(2)));
    cases.add(new Case("flatten", g -> g.tanh(image(g)).flatten().times(rows(g, "y", 6))));
    cases.add(new Case("columns", g -> rows(g, "x", 5).columns(1, 3)));
    cases.add(new Case("beside", g -> rows(g, "x", 2).beside(rows(g, "y", 3))));
    cases.add(new Case("group sums", g -> rows(g, "x", 6).groupSums(3)));
    cases.add(new Case("across groups", g -> steps(g, "x", 2).acrossGroups(3)));
    cases.add(
        new Case(
            "group product",
            g -> {
              Node matrix = g.table(i -> i * i - 2.0, 3, 2);
              return g.node(new GroupProduct(false), rows(g, "x", 6), matrix)
                  .times(g.node(new GroupProduct(true), rows(g, "y", 4), matrix).columns(0, 4));
            }));
    cases.add(
        new Case("gather", g -> g.gather(whole(g, "table", 3, 4), g.numberOrZero(classes(g)))));
    cases.add(
        new Case(
            "scatter", g -> g.node(new Scatter(3), rows(g, "x", 4), g.numberOrZero(classes(g)))));
    cases.add(new Case("as steps", g -> rows(g, "x", Graphs.STEPS * 3).asSteps()));
    cases.add(new Case("in a row", g -> steps(g, "x", 3).inRow()));
    cases.add(new Case("step", g -> square(steps(g, "x", 3)).step(1)));
    cases.add(
        new Case(
            "recurrence",
            g -> {
              Node h = rows(g, "h", 3);
              List<Node> all = new ArrayList<>();
              for (int t = 0; t < Graphs.STEPS; t++) {
                h = g.tanh(g.product(h, whole(g, "w", 3, 3)).plus(steps(g, "x", 3).step(t)));
                all.add(h);
              }
              return g.stack(all);
            }));
    cases.add(
        new Case(
            "stack with a gap",
            g -> {
              List<Node> all = new ArrayList<>();
              for (int t = 0; t < Graphs.STEPS; t++) {
                all.add(t == 1 ? rows(g, "x", 2).times(0) : rows(g, "x", 2).times(t + 1));
              }
              return g.stack(all).times(steps(g, "y", 2));
            }));
    for (int by : new int[] {-1, 0, 1, Graphs.STEPS}) {
      cases.add(
          new Case(
              "later by " + by, g -> steps(g, "x", 3).later(by).plus(square(steps(g, "x", 3)))));
    }
    cases.add(new Case("transposed", g -> image(g).transposed().times(whole(g, "map", 3, 2))));
    cases.add(new Case("softmax", g -> g.softmax(rows(g, "x", 6), 3)));
    for (boolean causal : new boolean[] {false, true}) {
      Softmax softmax = new Softmax(Graphs.STEPS, causal);
      cases.add(
          new Case(softmax.toString(), g -> g.node(softmax, steps(g, "x", 2 * Graphs.STEPS))));
      cases.add(
          new Case(
              causal ? "causal attention" : "attention",
              g ->
                  g.attention(
                      steps(g, "q", 4), steps(g, "k", 4), steps(g, "v", 6), 2, causal, p -> p)));
    }
    cases.add(
        new Case(
            "slope of softmax",
            g -> g.node(new SoftmaxSlope(3), g.softmax(rows(g, "x", 6), 3), rows(g, "d", 6))));
    cases.add(
        new Case(
            "weights by steps",
            g ->
                g.node(
                    new BlockProduct(2, true, false),
                    steps(g, "p", 2 * Graphs.STEPS),
                    steps(g, "v", 4))));
    cases.add(new Case("sum of squares", g -> square(whole(g, "w", 3, 2)).sum()));
    cases.add(new Case("mean of a row", g -> square(image(g)).columnMean()));
    for (Elementary f : Elementary.values()) {
      boolean positive = Set.of(Elementary.LOG, Elementary.SQRT, Elementary.RECIPROCAL).contains(f);
      cases.add(
          new Case(
              f.toString(),
              g -> {
                Node x = rows(g, "x", 7);
                Node at = positive ? square(x).plus(0.5) : x;
                return g.node(new Apply(f), at).plus(x);
              }));
    }
    for (Activation f : Activation.values()) {
      cases.add(new Case(Slope.name(f), g -> g.node(new Activate(f), rows(g, "x", 7))));
      cases.add(
          new Case(
              "slope of " + Slope.name(f),
              g ->
                  g.node(new Slope(f), g.node(new Activate(f), rows(g, "x", 7)), rows(g, "d", 7))));
    }
    for (Criterion criterion : Criterion.values()) {
      int targets = criterion.target(Shape.of(3)).size();
      cases.add(
          new Case(
              criterion.toString(),
              g -> g.losses(criterion, rows(g, "y", 3), rows(g, "targets", targets))));
      cases.add(
          new Case(
              "mean " + criterion,
              g -> g.mean(g.losses(criterion, rows(g, "y", 3), rows(g, "targets", targets)))));
    }
    return cases.stream();
  }

  private static Node steps(Graph g, String name, int columns) {
    return g.input(name, Rows.STEPS, columns);
  }

  /** Class numbers, one of which is padding. */
  private static Node classes(Graph g) {
    return rows(g, "targets", 1);
  }

  private static Node square(Node x) {
    return x.times(x);
  }

  private static Node image(Graph g) {
    return g.input("x", Rows.BATCH, 2, 3);
  }

  /** Values, directions of change, and derivatives of one formula. */
  private static final class Trial {
    private final Random random = new Random(5);
    private final Graph g = Graphs.of(BATCH, SPACE);
    private final Node y;
    private final Map<Node, double[]> at = new LinkedHashMap<>();
    private final Map<Node, Node> along = new LinkedHashMap<>();
    private final Node dy;

    Trial(Case c) {
      y = c.formula.apply(g);
      for (Node leaf : Graph.order(List.of(y)).stream().filter(Node::given).toList()) {
        boolean targets = leaf.primitive().toString().equals("targets");
        at.put(leaf, targets ? targets(leaf) : Doubles.normal(random, leaf.extents().size()));
        if (!targets) {
          Node change = g.node(new Leaf("change of " + leaf, leaf.type()));
          along.put(leaf, change);
        }
      }
      along.values().forEach(n -> at.put(n, Doubles.normal(random, n.extents().size())));
      dy = g.node(new Leaf("dy", y.type()));
      at.put(dy, Doubles.normal(random, y.extents().size()));
    }

    /** Classes, or numbers; the second row is padding. */
    private double[] targets(Node leaf) {
      double[] targets = new double[leaf.extents().size()];
      int columns = leaf.shape().size();
      for (int i = 0; i < targets.length; i++) {
        targets[i] = i / columns == 1 ? Double.NaN : random.nextInt(3);
      }
      return targets;
    }

    void run() {
      Node tangent = Tangents.of(List.of(y), along).get(y);
      Map<Node, Node> cotangents = Cotangents.of(Map.of(y, dy), along.keySet());
      assertThat(tangent.type()).isEqualTo(y.type());
      cotangents.forEach((x, dx) -> assertThat(dx.type()).isEqualTo(x.type()));
      Reference exact = new Reference(at);

      double[] change = exact.of(tangent);
      double[] difference = shifted(STEP);
      double[] below = shifted(-STEP);
      for (int i = 0; i < difference.length; i++) {
        difference[i] = (difference[i] - below[i]) / (2 * STEP);
      }
      Doubles.assertClose("tangent", change, difference, 1e-8);

      double forward = dot(at.get(dy), change);
      double backward = 0;
      for (Map.Entry<Node, Node> x : along.entrySet()) {
        Node dx = cotangents.get(x.getKey());
        backward += dx == null ? 0 : dot(exact.of(dx), at.get(x.getValue()));
      }
      Doubles.assertClose("symmetry", new double[] {backward}, new double[] {forward}, 1e-12, 1);

      Doubles.assertClose("y", engine(y, Map.of()).get(y), exact.of(y), 1e-6);
      Doubles.assertClose("ẏ", engine(tangent, Map.of()).get(tangent), change, 2e-6);
      Map<Node, double[]> computed = engine(y, cotangents);
      cotangents.forEach(
          (x, dx) -> {
            double[] expected = exact.of(dx).clone();
            for (int i = 0; i < expected.length; i++) {
              expected[i] = ALPHA * expected[i] + BETA * at.get(x)[i];
            }
            Doubles.assertClose("x̄", computed.get(x), expected, 2e-6);
          });
    }

    /** The formula's value where every input is moved by {@code step} times its change. */
    private double[] shifted(double step) {
      Map<Node, double[]> moved = new HashMap<>(at);
      along.forEach(
          (x, change) -> {
            double[] value = at.get(x).clone();
            for (int i = 0; i < value.length; i++) {
              value[i] += step * at.get(change)[i];
            }
            moved.put(x, value);
          });
      return new Reference(moved).of(y).clone();
    }

    /** Values of a node, and of gradients added to what their leaves are. */
    private Map<Node, double[]> engine(Node node, Map<Node, Node> gradients) {
      Pass pass = new Pass(node, null, null, null, gradients, Map.of(), false);
      Execution execution = Execution.alone(new Plan(pass, null, dy), ops);
      at.forEach((n, v) -> execution.bind(n, Doubles.write(ops.tensor(n.extents().dims()), v)));
      Map<Node, Tensor> targets = new HashMap<>();
      for (Node n : gradients.keySet()) {
        targets.put(n, Doubles.write(ops.tensor(n.extents().dims()), at.get(n)));
      }
      targets.forEach(execution::accumulate);
      Map<Node, double[]> values = new HashMap<>();
      values.put(node, Doubles.read(execution.forward()));
      execution.backward(ALPHA, BETA);
      targets.forEach((n, tensor) -> values.put(n, Doubles.read(tensor)));
      return values;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void derivativesAreThoseOfItsFormula(Case c) {
    new Trial(c).run();
  }

  @Test
  void everyPrimitiveIsACase() {
    Set<String> all = new TreeSet<>();
    for (JavaClass c :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.selftuning.graph")) {
      if (c.isAssignableTo(Primitive.class) && !c.isInterface()) {
        all.add(c.getSimpleName());
      }
    }
    Set<String> covered = new TreeSet<>(WITHOUT);
    cases()
        .forEach(
            c ->
                Graph.order(List.of(c.formula.apply(Graphs.of(BATCH, SPACE))))
                    .forEach(n -> covered.add(n.primitive().getClass().getSimpleName())));
    assertThat(covered).isEqualTo(all);
  }

  @Test
  void maskIsDrawnOnceInARunAndContinuesItsStream() {
    Graph g = Graphs.of(BATCH, SPACE);
    RandomStream stream = new RandomStream(3, "mask");
    Node x = rows(g, "x", 9);
    Node rate = g.value("rate");
    Node twice = g.dropout(x, rate, stream).plus(g.dropout(x.times(2), rate, stream));
    double[] ones = Doubles.all(BATCH * 9, 1);
    Tensor rates = Doubles.write(ops.tensor(BATCH, 1), Doubles.all(BATCH, 0.5));
    Execution execution =
        Execution.alone(
            new Plan(new Passes(x, twice, false).training(Rows.BATCH), null, null), ops);
    execution.bind(x, Doubles.write(ops.tensor(BATCH, 9), ones));
    execution.bind(g.values(Rows.BATCH), rates);
    RandomStream again = new RandomStream(3, "mask");
    Tensor mask = ops.tensor(BATCH, 9);
    for (int run = 0; run < 2; run++) {
      double[] computed = Doubles.read(execution.forward());
      ops.dropoutMask(again, rates, 0, 1, mask);
      double[] expected = Doubles.read(mask);
      for (int i = 0; i < expected.length; i++) {
        expected[i] *= 3;
      }
      assertThat(computed).isEqualTo(expected);
      assertThat(stream.position()).isEqualTo(again.position());
    }
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    Graph g = Graphs.of(BATCH, SPACE);
    Node x = rows(g, "x", 4);
    assertThatThrownBy(() -> x.plus(rows(g, "y", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no sum of B × 4 and B × 3: the shapes must be the same");
    assertThatThrownBy(() -> g.product(x, whole(g, "w", 2, 3)))
        .hasMessage("no product of B × 4 and 2 × 3: the inner extents must agree");
    assertThatThrownBy(() -> g.product(x, rows(g, "y", 4)))
        .hasMessageContaining("no product of B × 4 and B × 4");
    assertThatThrownBy(() -> g.product(image(g), whole(g, "w", 2, 3)))
        .hasMessageContaining("flatten it first");
    assertThatThrownBy(() -> g.losses(Criterion.CROSS_ENTROPY, x, rows(g, "t", 4)))
        .hasMessageContaining("targets of B × 1");
    assertThatThrownBy(() -> g.value("ratte")).hasMessage("hyperparameter 'ratte' is not declared");
  }
}
