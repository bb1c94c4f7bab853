package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * The passes in which general and response parameters learn apart: every layer against its {@link
 * Twin} in double precision. Outputs are held against its formula, their change in a linearized
 * pass and all gradients against central differences of it.
 */
class PartedPassTest {
  private static final int BATCH = Subject.BATCH;
  private static final int HYPERPARAMETERS = Subject.SPACE.size();
  private static final long SEED = 11;
  private static final double TOLERANCE = 1e-5;
  private static final float ALPHA = -0.5f;
  private static final float BETA = 0.75f;

  /** About how many elements of a larger array are compared. */
  private static final int LOOKED_AT = 60;

  private static Ops ops;

  @BeforeAll
  static void open() {
    ops = Device.named("cpu").open();
  }

  @AfterAll
  static void close() {
    ops.close();
  }

  /**
   * A layer in a kind of pass.
   *
   * @param wanted whether a layer before it has parameters, and so its input moves
   */
  private record Case(Subject subject, Pass.Learns learns, boolean wanted) {
    Response response() {
      return learns == Pass.Learns.LINEARIZED ? Response.LINEARIZED : Response.CENTERED;
    }

    boolean linearized() {
      return learns == Pass.Learns.LINEARIZED;
    }

    @Override
    public String toString() {
      return subject + ", " + learns + (wanted ? "" : ", first layer");
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Subject subject : Subject.all()) {
      for (boolean wanted : new boolean[] {true, false}) {
        cases.add(new Case(subject, Pass.Learns.GENERAL, wanted));
        cases.add(new Case(subject, Pass.Learns.RESPONSE, wanted));
        cases.add(new Case(subject, Pass.Learns.LINEARIZED, wanted));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agreesWithItsFormula(Case c) {
    new Trial(c).run();
  }

  /** One layer in one pass, with its weights and inputs. */
  private static final class Trial {
    private final Random random = new Random(3);
    private final Case c;
    private final BoundLayer layer;
    private final Shape output;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, double[]> weights = new LinkedHashMap<>();
    private final double[] x;
    private final double[][] z = new double[BATCH][];
    private final Tensor values;

    /** How far the input is moved, and z opened, at the moment: times dx, and times z. */
    private final double[] dx;

    private double moved;
    private double opened;

    Trial(Case c) {
      this.c = c;
      Shape input = c.subject.input();
      output = c.subject.layer().output(input);
      Binding binding = new Binding(ops, BATCH, Subject.SPACE, SEED, c.response());
      if (c.wanted) {
        binding.enter("before");
        binding.plain("weight", new Initializer.Constant(1), 1);
      }
      binding.enter("subject");
      if (c.subject.sequence()) {
        binding.beginSequence(input.dim(0));
      }
      layer = c.subject.layer().bind(binding, input);
      binding.parameters().place(ops, SEED);
      for (Parameter p : binding.parameters().list()) {
        if (p.name().startsWith("subject.")) {
          parameters.add(p);
          double[] drawn = Doubles.normal(random, p.shape().size());
          Doubles.write(p.value(), drawn);
          weights.put(name(p), drawn);
        }
      }
      x = Doubles.uniform(random, BATCH * input.size(), 0.1, 2);
      for (int i = 0; i < x.length; i++) {
        x[i] *= random.nextBoolean() ? 1 : -1; // away from 0, where max(x, 0) has no derivative
      }
      for (int i = 0; c.subject.words() > 0 && i < x.length; i++) {
        x[i] = random.nextInt(c.subject.words());
      }
      boolean moves = c.wanted && c.subject.words() == 0;
      dx = moves ? Doubles.normal(random, x.length) : new double[x.length];
      double[] inUnits = new double[BATCH * HYPERPARAMETERS];
      for (int b = 0; b < BATCH; b++) {
        z[b] = Doubles.normal(random, HYPERPARAMETERS);
        for (int j = 0; j < HYPERPARAMETERS; j++) {
          int at = b * HYPERPARAMETERS + j;
          inUnits[at] = Subject.SPACE.hyperparameters().get(j).value(z[b][j]);
        }
      }
      values = Doubles.write(ops.tensor(BATCH, HYPERPARAMETERS), inUnits);
      opened = c.learns == Pass.Learns.RESPONSE ? 1 : 0;
    }

    private static String name(Parameter p) {
      return p.name().substring("subject.".length());
    }

    private Pass pass() {
      Tensor tz = ops.tensor(BATCH, HYPERPARAMETERS);
      for (int b = 0; b < BATCH; b++) {
        Doubles.write(tz.rows(b, b + 1), z[b]);
      }
      return switch (c.learns) {
        case GENERAL -> Pass.general(values, ALPHA, BETA);
        case RESPONSE -> Pass.response(tz, values, ALPHA, BETA);
        default -> Pass.linearized(tz, values, ALPHA, BETA);
      };
    }

    void run() {
      Pass pass = pass();
      Shape whole = c.subject.whole(c.subject.input());
      passOfAnotherKind();
      layer.reset(Pass.Mode.TRAIN);
      Tensor y = layer.forward(Doubles.write(ops.tensor(whole.dims()), x), pass);
      Doubles.assertClose("y", Doubles.read(y), forward(), TOLERANCE);
      if (c.linearized()) {
        boolean moves = c.wanted && c.subject.words() == 0;
        Tensor change = moves ? Doubles.write(ops.tensor(whole.dims()), dx) : null;
        checkChange(((ForwardMode) layer).jvp(change, pass));
      }

      Map<String, double[]> before = new LinkedHashMap<>();
      for (Parameter p : parameters) {
        double[] kept = Doubles.normal(random, p.shape().size());
        Doubles.write(p.gradient(), kept);
        before.put(p.name(), kept);
      }
      double[] r = Doubles.normal(random, BATCH * output.size());
      Tensor dy = Doubles.write(ops.tensor(c.subject.whole(output).dims()), r);
      Tensor back = layer.backward(dy, pass);
      if (c.wanted && c.subject.words() == 0) {
        double[] expected = Doubles.read(back);
        differences(x, 0, x.length, 1e-5, () -> dot(r, forward()))
            .forEach((i, slope) -> expected[i] = slope);
        Doubles.assertClose("dx", Doubles.read(back), expected, TOLERANCE);
      }
      for (Parameter p : parameters) {
        double[] expected = Doubles.read(p.gradient());
        expect(p, before.get(p.name()), r, expected);
        Doubles.assertClose(p.name(), Doubles.read(p.gradient()), expected, TOLERANCE);
      }
    }

    private void checkChange(Tensor change) {
      double[] expected = change();
      if (change == null) {
        assertThat(Arrays.stream(expected)).as("no change").allMatch(v -> v == 0);
      } else {
        assertThat(change.shape()).isEqualTo(c.subject.whole(output));
        Doubles.assertClose("change", Doubles.read(change), expected, TOLERANCE);
      }
    }

    /** Checks the gradient of one parameter, of which one half may have to stay as it was. */
    private void expect(Parameter p, double[] before, double[] r, double[] expected) {
      boolean general = c.learns == Pass.Learns.GENERAL;
      int half =
          switch (p.role()) {
            case PLAIN -> before.length;
            case PAIR -> before.length / 2;
            case GATE -> 0;
          };
      int from = general ? 0 : half;
      int to = general ? half : before.length;
      for (int i = 0; i < before.length; i++) {
        expected[i] = i < from || i >= to ? before[i] : expected[i];
      }
      // The change is linear in each response parameter: a long step loses no digits.
      double[] at = weights.get(name(p));
      Map<Integer, Double> gradient =
          c.linearized()
              ? differences(at, from, to, 0.5, () -> dot(r, change()))
              : differences(at, from, to, 1e-5, () -> dot(r, forward()));
      gradient.forEach((i, slope) -> expected[i] = BETA * before[i] + ALPHA * slope);
    }

    /** Goes before the pass that is looked at, and must leave no trace in it. */
    private void passOfAnotherKind() {
      Tensor otherX = random(c.subject.whole(c.subject.input()));
      if (c.subject.words() > 0) {
        ops.fill(otherX, 1);
      }
      Tensor otherZ = random(Shape.of(BATCH, HYPERPARAMETERS));
      Pass other = Pass.validate(otherZ, otherZ, random(otherZ.shape()));
      layer.forward(otherX, other);
      layer.backward(random(c.subject.whole(output)), other);
    }

    private Tensor random(Shape shape) {
      return Doubles.write(ops.tensor(shape.dims()), Doubles.normal(random, shape.size()));
    }

    private double[] forward() {
      double[] at = x.clone();
      for (int i = 0; i < at.length; i++) {
        at[i] += moved * dx[i];
      }
      double[][] gate = new double[BATCH][];
      Arrays.setAll(gate, b -> Arrays.stream(z[b]).map(v -> opened * v).toArray());
      return c.subject
          .twin()
          .forward(
              new Twin.Inputs(
                  Pass.Mode.TRAIN,
                  BATCH,
                  c.subject.input(),
                  at,
                  gate,
                  Doubles.read(values),
                  weights,
                  this::mask));
    }

    /** How the outputs change as the input moves along dx and the gates open to z. */
    private double[] change() {
      double step = 1e-4;
      moved = step;
      opened = step;
      double[] above = forward();
      moved = -step;
      opened = -step;
      double[] below = forward();
      moved = 0;
      opened = 0;
      for (int i = 0; i < above.length; i++) {
        above[i] = (above[i] - below[i]) / (2 * step);
      }
      return above;
    }

    private static double dot(double[] r, double[] y) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += r[i] * y[i];
      }
      return sum;
    }

    /** Central differences of the objective for elements of {@code at}, by their index. */
    private static Map<Integer, Double> differences(
        double[] at, int from, int to, double step, DoubleSupplier objective) {
      Map<Integer, Double> gradient = new LinkedHashMap<>();
      for (int i = from; i < to; i += 1 + (to - from) / LOOKED_AT) {
        double old = at[i];
        at[i] = old + step;
        double above = objective.getAsDouble();
        at[i] = old - step;
        double below = objective.getAsDouble();
        at[i] = old;
        gradient.put(i, (above - below) / (2 * step));
      }
      return gradient;
    }

    /** Draws a layer's mask again, from the beginning of its stream. */
    private double[] mask(String purpose, Quantity rate, int inner, int rows, int columns) {
      Tensor rates = values;
      int column = 0;
      if (rate instanceof Quantity.Tuned tuned) {
        column = Subject.SPACE.indexOf(tuned.hyperparameter());
      } else {
        rates = ops.tensor(1, 1);
        ops.fill(rates, (float) ((Quantity.Fixed) rate).value());
      }
      Tensor mask = ops.tensor(rows, columns);
      ops.dropoutMask(new RandomStream(SEED, "subject." + purpose), rates, column, inner, mask);
      return Doubles.read(mask);
    }
  }
}
