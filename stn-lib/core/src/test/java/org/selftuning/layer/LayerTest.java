package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.selftuning.graph.Initializer;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Every layer against its {@link Twin} in double precision: the forward pass by value, the backward
 * pass by central differences of Σ y ⊙ R, in every kind of pass. A new layer is one entry of {@link
 * Subject#all}.
 */
class LayerTest {
  private static final int BATCH = Subject.BATCH;
  private static final long SEED = 11;
  private static final double TOLERANCE = 1e-5;
  private static final double STEP = 1e-5;

  private static final HyperparameterSpace SPACE = Subject.SPACE;

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
    for (Subject subject : Subject.all()) {
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
      Shape input = c.subject.input();
      output = c.subject.layer().output(input);
      binding = new Binding(ops, BATCH, SPACE, SEED);
      if (setting.wanted) {
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
          weights.put(p.name().substring("subject.".length()), drawn);
        }
      }
      // Away from 0, where max(x, 0) has no derivative.
      x = Doubles.uniform(random, BATCH * input.size(), 0.1, 2);
      for (int i = 0; i < x.length; i++) {
        x[i] *= random.nextBoolean() ? 1 : -1;
      }
      for (int i = 0; c.subject.words() > 0 && i < x.length; i++) {
        x[i] = random.nextInt(c.subject.words());
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
      Shape input = c.subject.input();
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

      if (setting.wanted && c.subject.words() == 0) {
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
      Tensor otherX = random(c.subject.whole(c.subject.input()));
      if (c.subject.words() > 0) {
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
      return c.subject
          .twin()
          .forward(
              new Twin.Inputs(
                  setting.mode, BATCH, c.subject.input(), x, z, inUnits(), weights, masks));
    }

    private double[] inUnits() {
      double[] rows = Doubles.read(values);
      double[] all = new double[BATCH * SPACE.size()];
      Arrays.setAll(all, i -> rows[i % rows.length]);
      return all;
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
