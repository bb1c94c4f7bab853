package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Every layer against its {@link Twin} in double precision: the forward pass by value, the backward
 * pass by central differences of Σ y ⊙ R, in every kind of pass. A new layer is one entry of {@link
 * #layers}.
 */
class LayerTest {
  private static final int BATCH = 5;
  private static final long SEED = 11;
  private static final double TOLERANCE = 1e-5;
  private static final double STEP = 1e-5;

  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(
              Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.3),
              Hyperparameter.continuous("decay", Range.above(0), 0.1),
              Hyperparameter.continuous("free", Range.real(), 0.5)));

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
   * A layer, the shape of its input, and its formula.
   *
   * @param words how many words its input is numbers of; 0 where the input is any numbers
   * @param sequence whether rows of activations are t·B + b
   */
  private record Subject(Layer layer, Shape input, Twin twin, int words, boolean sequence) {
    Subject(Layer layer, Shape input, Twin twin) {
      this(layer, input, twin, 0, false);
    }

    static Subject ofWords(Layer layer, int steps, int words, Twin twin) {
      return new Subject(layer, Shape.of(steps), twin, words, true);
    }

    static Subject ofSequence(Layer layer, int steps, int columns, Twin twin) {
      return new Subject(layer, Shape.of(steps, columns), twin, 0, true);
    }

    /** The shape of the activations of a minibatch. */
    Shape whole(Shape example) {
      return sequence && example.rank() == 2
          ? Shape.of(example.dim(0) * BATCH, example.dim(1))
          : example.prepend(BATCH);
    }

    @Override
    public String toString() {
      return layer + " of " + input;
    }
  }

  private static List<Subject> layers() {
    Quantity tuned = Quantity.tuned("rate");
    Quantity fixed = Quantity.of(0.4);
    Quantity none = Quantity.of(0);
    return List.of(
        new Subject(new Linear(4), Shape.of(3), Twins.linear(4)),
        new Subject(new Linear(40), Shape.of(130), Twins.linear(40)),
        new Subject(new GatedLinear(4), Shape.of(3), Twins.gatedLinear(4)),
        new Subject(new GatedLinear(1), Shape.of(1), Twins.gatedLinear(1)),
        new Subject(new GatedLinear(30), Shape.of(70), Twins.gatedLinear(30)),
        conv2d(Shape.of(5, 4, 2), 3, 3, 1, 1),
        conv2d(Shape.of(5, 4, 2), 3, 3, 2, 1),
        conv2d(Shape.of(6, 5, 3), 2, 2, 3, 0),
        conv2d(Shape.of(3, 3, 1), 1, 1, 1, 0),
        gatedConv2d(Shape.of(5, 4, 2), 3, 3, 1, 1),
        gatedConv2d(Shape.of(5, 4, 2), 3, 3, 2, 1),
        gatedConv2d(Shape.of(4, 5, 3), 2, 3, 1, 2),
        gatedConv2d(Shape.of(6, 5, 3), 2, 2, 3, 0),
        gatedConv2d(Shape.of(4, 4, 2), 1, 4, 1, 0),
        gatedConv2d(Shape.of(4, 3, 5), 17, 3, 1, 1),
        new Subject(new MaxPool(2), Shape.of(4, 6, 3), Twins.pool(true, 2, 2)),
        new Subject(new MaxPool(3, 2), Shape.of(6, 5, 2), Twins.pool(true, 3, 2)),
        new Subject(new MaxPool(1, 2), Shape.of(3, 5, 1), Twins.pool(true, 1, 2)),
        new Subject(new AveragePool(2), Shape.of(5, 4, 3), Twins.pool(false, 2, 2)),
        new Subject(new AveragePool(3, 1), Shape.of(4, 5, 2), Twins.pool(false, 3, 1)),
        new Subject(new ChannelDropout(tuned), Shape.of(3, 2, 5), Twins.channelDropout(tuned)),
        new Subject(new ChannelDropout(fixed), Shape.of(2, 2, 9), Twins.channelDropout(fixed)),
        new Subject(
            new Activate(Activation.RELU), Shape.of(3, 2), Twins.elementwise(x -> Math.max(x, 0))),
        new Subject(new Activate(Activation.TANH), Shape.of(7), Twins.elementwise(Math::tanh)),
        new Subject(
            new Activate(Activation.SIGMOID),
            Shape.of(7),
            Twins.elementwise(x -> 1 / (1 + Math.exp(-x)))),
        new Subject(new Flatten(), Shape.of(4, 3, 2), Twins.identity()),
        new Subject(new Dropout(tuned), Shape.of(9), Twins.dropout(tuned)),
        new Subject(new Dropout(tuned), Shape.of(4, 3, 2), Twins.dropout(tuned)),
        new Subject(new Dropout(fixed), Shape.of(9), Twins.dropout(fixed)),
        Subject.ofSequence(new LockedDropout(tuned), 3, 4, SequenceTwins.lockedDropout(tuned)),
        Subject.ofSequence(new LockedDropout(fixed), 1, 9, SequenceTwins.lockedDropout(fixed)),
        Subject.ofWords(new Embedding(6, 4), 3, 6, SequenceTwins.embedding(6, 4, none)),
        Subject.ofWords(new Embedding(6, 4, fixed), 3, 6, SequenceTwins.embedding(6, 4, fixed)),
        Subject.ofWords(new GatedEmbedding(6, 4), 3, 6, SequenceTwins.gatedEmbedding(6, 4, none)),
        Subject.ofWords(
            new GatedEmbedding(9, 5, tuned), 4, 9, SequenceTwins.gatedEmbedding(9, 5, tuned)),
        Subject.ofSequence(new Lstm(3), 4, 2, SequenceTwins.lstm(3, none)),
        Subject.ofSequence(new Lstm(3, fixed), 2, 5, SequenceTwins.lstm(3, fixed)),
        Subject.ofSequence(new GatedLstm(3), 4, 2, SequenceTwins.gatedLstm(3, none)),
        Subject.ofSequence(new GatedLstm(2, tuned), 3, 4, SequenceTwins.gatedLstm(2, tuned)),
        Subject.ofSequence(new GatedLstm(1), 1, 1, SequenceTwins.gatedLstm(1, none)));
  }

  private static Subject conv2d(Shape input, int filters, int kernel, int stride, int padding) {
    return new Subject(
        new Conv2d(filters, kernel, stride, padding),
        input,
        Twins.conv2d(false, filters, kernel, stride, padding));
  }

  private static Subject gatedConv2d(
      Shape input, int filters, int kernel, int stride, int padding) {
    return new Subject(
        new GatedConv2d(filters, kernel, stride, padding),
        input,
        Twins.conv2d(true, filters, kernel, stride, padding));
  }

  /**
   * A kind of pass.
   *
   * @param mode its purpose
   * @param shared whether all examples share one z
   * @param wanted whether a layer before needs the gradient of its output
   */
  private record Setting(Pass.Mode mode, boolean shared, boolean wanted) {}

  private record Case(Subject subject, Setting setting) {
    @Override
    public String toString() {
      return subject
          + ", "
          + setting.mode
          + (setting.shared ? ", shared z" : "")
          + (setting.wanted ? "" : ", first layer");
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Subject subject : layers()) {
      for (boolean wanted : new boolean[] {true, false}) {
        for (boolean shared : new boolean[] {false, true}) {
          cases.add(new Case(subject, new Setting(Pass.Mode.TRAIN, shared, wanted)));
          cases.add(new Case(subject, new Setting(Pass.Mode.VALIDATE, shared, wanted)));
        }
        cases.add(new Case(subject, new Setting(Pass.Mode.EVALUATE, true, wanted)));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agreesWithItsFormula(Case c) {
    new Trial(c).run();
  }

  /** One layer in one kind of pass, with its weights and inputs. */
  private static final class Trial {
    private final Random random = new Random(3);
    private final Case c;
    private final Setting setting;
    private final Binding binding;
    private final BoundLayer layer;
    private final Shape output;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, double[]> weights = new LinkedHashMap<>();
    private final double[] x;
    private final double[][] z;
    private final Tensor values;
    private Twin.Masks masks;

    Trial(Case c) {
      this.c = c;
      setting = c.setting;
      Shape input = c.subject.input;
      output = c.subject.layer.output(input);
      binding = new Binding(ops, BATCH, SPACE, SEED);
      if (setting.wanted) {
        binding.enter("before");
        binding.plain("weight", new Initial.Constant(1), 1);
      }
      binding.enter("subject");
      layer = c.subject.layer.bind(binding, input);
      binding.parameters().place(ops, SEED);
      for (Parameter p : binding.parameters().list()) {
        if (p.name().startsWith("subject.")) {
          parameters.add(p);
          double[] drawn = Doubles.normal(random, p.shape().size());
          Doubles.write(p.value(), drawn);
          weights.put(p.name().substring("subject.".length()), drawn);
        }
      }
      // Away from 0, where max(x, 0) has no derivative.
      x = Doubles.uniform(random, BATCH * input.size(), 0.1, 2);
      for (int i = 0; i < x.length; i++) {
        x[i] *= random.nextBoolean() ? 1 : -1;
      }
      for (int i = 0; c.subject.words > 0 && i < x.length; i++) {
        x[i] = random.nextInt(c.subject.words);
      }
      int groups = setting.shared ? 1 : BATCH;
      z = new double[BATCH][];
      double[] inUnits = new double[groups * SPACE.size()];
      for (int b = 0; b < BATCH; b++) {
        z[b] = b < groups ? Doubles.normal(random, SPACE.size()) : z[0];
        for (int j = 0; b < groups && j < SPACE.size(); j++) {
          inUnits[b * SPACE.size() + j] = SPACE.hyperparameters().get(j).value(z[b][j]);
        }
      }
      values = Doubles.write(ops.tensor(groups, SPACE.size()), inUnits);
    }

    void run() {
      Shape input = c.subject.input;
      int groups = setting.shared ? 1 : BATCH;
      Tensor tx = Doubles.write(ops.tensor(c.subject.whole(input).dims()), x);
      Tensor tz = ops.tensor(groups, SPACE.size());
      for (int g = 0; g < groups; g++) {
        Doubles.write(tz.rows(g, g + 1), z[g]);
      }
      double[] dz0 = Doubles.normal(random, groups * SPACE.size());
      Tensor tdz = Doubles.write(ops.tensor(groups, SPACE.size()), dz0);
      float alpha = -0.5f;
      float beta = 0.75f;
      Pass pass =
          switch (setting.mode) {
            case TRAIN -> Pass.train(tz, values, alpha, beta);
            case VALIDATE -> Pass.validate(tz, values, tdz);
            case EVALUATE -> Pass.evaluate(tz, values);
          };
      masks = new Redrawn(values);

      passOfAnotherKind();
      layer.reset(setting.mode);
      if (setting.mode == Pass.Mode.EVALUATE) {
        layer.collapse(pass);
      }
      Tensor y = layer.forward(tx, pass);
      assertThat(y.shape()).isEqualTo(c.subject.whole(output));
      Doubles.assertClose("y", Doubles.read(y), forward(), TOLERANCE);
      assertThat(Doubles.read(tx)).as("the input stays").isEqualTo(x);
      if (setting.mode == Pass.Mode.EVALUATE) {
        return;
      }

      double[] r = Doubles.normal(random, BATCH * output.size());
      ToDoubleFunction<double[]> objective =
          out -> {
            double sum = 0;
            for (int i = 0; i < out.length; i++) {
              sum += out[i] * r[i];
            }
            return sum;
          };
      Map<String, double[]> gradients0 = new LinkedHashMap<>();
      for (Parameter p : parameters) {
        double[] before = Doubles.normal(random, p.shape().size());
        Doubles.write(p.gradient(), before);
        gradients0.put(p.name(), before);
      }
      Tensor dy = Doubles.write(ops.tensor(c.subject.whole(output).dims()), r);
      Tensor dx = layer.backward(dy, pass);

      if (setting.wanted && c.subject.words == 0) {
        assertThat(dx.shape()).isEqualTo(c.subject.whole(input));
        Doubles.assertClose("dx", Doubles.read(dx), differences(x, objective), TOLERANCE);
      } else if (!parameters.isEmpty()) {
        assertThat(dx).as("a gradient no one needs").isNull();
      }
      for (Parameter p : parameters) {
        double[] expected = gradients0.get(p.name());
        if (setting.mode == Pass.Mode.TRAIN) {
          double[] gradient =
              differences(weights.get(p.name().substring("subject.".length())), objective);
          for (int i = 0; i < expected.length; i++) {
            expected[i] = beta * expected[i] + alpha * gradient[i];
          }
        }
        Doubles.assertClose(p.name(), Doubles.read(p.gradient()), expected, TOLERANCE);
      }
      double[] expected = dz0;
      if (setting.mode == Pass.Mode.VALIDATE) {
        for (int g = 0; g < groups; g++) {
          double[] gradient = differences(z[g], objective);
          for (int j = 0; j < gradient.length; j++) {
            expected[g * gradient.length + j] += gradient[j];
          }
        }
      }
      Doubles.assertClose("dz", Doubles.read(tdz), expected, TOLERANCE);
    }

    /** Goes before the pass that is looked at, and must leave no trace in it. */
    private void passOfAnotherKind() {
      int groups = setting.shared ? BATCH : 1;
      Tensor otherX = random(c.subject.whole(c.subject.input));
      if (c.subject.words > 0) {
        ops.fill(otherX, 1);
      }
      Tensor otherZ = random(Shape.of(groups, SPACE.size()));
      Pass other = Pass.validate(otherZ, otherZ, random(otherZ.shape()));
      layer.collapse(Pass.evaluate(otherZ.rows(0, 1), otherZ.rows(0, 1)));
      layer.forward(otherX, other);
      layer.backward(random(c.subject.whole(output)), other);
    }

    private Tensor random(Shape shape) {
      return Doubles.write(ops.tensor(shape.dims()), Doubles.normal(random, shape.size()));
    }

    private double[] forward() {
      return c.subject.twin.forward(
          new Twin.Inputs(setting.mode, BATCH, c.subject.input, x, z, weights, masks));
    }

    /** Central differences of the objective for each element of {@code at}. */
    private double[] differences(double[] at, ToDoubleFunction<double[]> objective) {
      double[] gradient = new double[at.length];
      for (int i = 0; i < at.length; i++) {
        double old = at[i];
        at[i] = old + STEP;
        double above = objective.applyAsDouble(forward());
        at[i] = old - STEP;
        double below = objective.applyAsDouble(forward());
        at[i] = old;
        gradient[i] = (above - below) / (2 * STEP);
      }
      return gradient;
    }
  }

  /** Draws a layer's masks again, from the beginning of its streams. */
  private record Redrawn(Tensor values) implements Twin.Masks {
    @Override
    public double[] mask(String purpose, Quantity rate, int inner, int rows, int columns) {
      Tensor rates = values;
      int column = 0;
      if (rate instanceof Quantity.Tuned tuned) {
        column = SPACE.indexOf(tuned.hyperparameter());
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
