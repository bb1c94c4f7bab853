package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;
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
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Every loss against its formula in double precision, and its gradient against differences. */
class LossTest {
  private static final int BATCH = 6;
  private static final double STEP = 1e-5;

  /** A loss, its formula for one example's outputs and targets, and how many outputs there are. */
  private record Subject(Loss loss, int outputs, ToDoubleBiFunction<double[], double[]> formula) {
    @Override
    public String toString() {
      return loss + " of " + outputs;
    }
  }

  static Stream<Subject> losses() {
    return Stream.of(
        new Subject(new CrossEntropy(), 2, LossTest::crossEntropy),
        new Subject(new CrossEntropy(), 10, LossTest::crossEntropy),
        new Subject(new SquaredError(), 1, LossTest::squaredError),
        new Subject(new SquaredError(), 7, LossTest::squaredError),
        new Subject(new AbsoluteError(), 5, mean((y, t) -> Math.abs(y - t))),
        new Subject(new Huber(0.7), 9, mean(LossTest::huber)),
        new Subject(new BinaryCrossEntropy(), 4, mean((y, t) -> Math.log(1 + Math.exp(y)) - t * y)),
        new Subject(
            new WeightedCrossEntropy(List.of(0.5, 2.0, 1.25)),
            3,
            (y, t) -> new double[] {0.5, 2, 1.25}[(int) t[0]] * crossEntropy(y, t)));
  }

  private static ToDoubleBiFunction<double[], double[]> mean(DoubleBinaryOperator one) {
    return (y, t) -> {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += one.applyAsDouble(y[i], t[i]) / y.length;
      }
      return sum;
    };
  }

  private static double huber(double y, double t) {
    double e = Math.abs(y - t);
    return e <= 0.7 ? e * e / 2 : 0.7 * (e - 0.35);
  }

  private static double crossEntropy(double[] y, double[] target) {
    double sum = 0;
    for (double v : y) {
      sum += Math.exp(v);
    }
    return Math.log(sum) - y[(int) target[0]];
  }

  private static double squaredError(double[] y, double[] target) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (y[i] - target[i]) * (y[i] - target[i]) / y.length;
    }
    return sum;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void agreesWithItsFormula(Subject s) {
    Random random = new Random(6);
    try (Ops ops = Device.named("cpu").open()) {
      Shape output = Shape.of(s.outputs);
      Shape target = s.loss.target(output);
      double[][] y = new double[BATCH][];
      double[][] t = new double[BATCH][];
      Tensor ty = ops.tensor(BATCH, s.outputs);
      Tensor tt = ops.tensor(target.prepend(BATCH).dims());
      double sum = 0;
      int right = 0;
      for (int b = 0; b < BATCH; b++) {
        y[b] = Doubles.normal(random, s.outputs);
        t[b] = Doubles.normal(random, target.size());
        if (s.loss.classifies()) {
          t[b][0] = b % s.outputs;
          right += largest(y[b]) == b % s.outputs ? 1 : 0;
        }
        sum += s.formula.applyAsDouble(y[b], t[b]);
        Doubles.write(ty.rows(b, b + 1), y[b]);
        Doubles.write(tt.rows(b, b + 1), t[b]);
      }
      Binding binding = new Binding(ops, BATCH, new HyperparameterSpace(List.of()), 1);
      BoundLoss bound = s.loss.bind(binding, output);
      Tensor score = ops.tensor(3);
      double[] expected = {sum, right, BATCH};
      assertThat(bound.judge(ty, tt, score, Pass.evaluate(null, null))).isNull();
      Doubles.assertClose("score", Doubles.read(score), expected, 1e-6);

      double[] gradient = new double[BATCH * s.outputs];
      for (int i = 0; i < gradient.length; i++) {
        double[] row = y[i / s.outputs];
        int at = i % s.outputs;
        double old = row[at];
        row[at] = old + STEP;
        double above = s.formula.applyAsDouble(row, t[i / s.outputs]);
        row[at] = old - STEP;
        double below = s.formula.applyAsDouble(row, t[i / s.outputs]);
        row[at] = old;
        gradient[i] = (above - below) / (2 * STEP) / BATCH;
      }
      Tensor dz = ops.tensor(1, 1);
      for (Pass pass : List.of(Pass.train(null, null, -3, 0.5f), Pass.validate(null, null, dz))) {
        Tensor dy = bound.judge(ty, tt, score, pass);
        Doubles.assertClose("gradient", Doubles.read(dy), gradient, 1e-6);
      }
      for (int i = 0; i < 3; i++) {
        expected[i] *= 3;
      }
      Doubles.assertClose("three scores", Doubles.read(score), expected, 1e-6);
    }
  }

  /** Three steps of two examples are judged as six examples are. */
  @Test
  void crossEntropyOfASequenceIsTheMeanOverItsSteps() {
    Random random = new Random(7);
    try (Ops ops = Device.named("cpu").open()) {
      Tensor y = Doubles.write(ops.tensor(6, 5), Doubles.normal(random, 30));
      Tensor targets = Doubles.write(ops.tensor(2, 3), new double[] {0, 4, 2, 2, 1, 0});
      Tensor score = ops.tensor(3);
      Pass pass = Pass.train(null, null, 1, 0);
      HyperparameterSpace nothing = new HyperparameterSpace(List.of());
      assertThat(new CrossEntropy().target(Shape.of(3, 5))).isEqualTo(Shape.of(3));
      BoundLoss steps = new CrossEntropy().bind(new Binding(ops, 2, nothing, 1), Shape.of(3, 5));
      double[] gradient = Doubles.read(steps.judge(y, targets, score, pass));
      assertThat(score.toArray()[2]).isEqualTo(6);
      BoundLoss examples = new CrossEntropy().bind(new Binding(ops, 6, nothing, 1), Shape.of(5));
      assertThat(gradient)
          .isEqualTo(Doubles.read(examples.judge(y, targets.reshape(6, 1), score, pass)));
    }
  }

  @Test
  void smoothedLabelsChangeTheGradientOfATrainingPassAlone() {
    Random random = new Random(8);
    try (Ops ops = Device.named("cpu").open()) {
      double[] logits = Doubles.normal(random, 12);
      Tensor y = Doubles.write(ops.tensor(3, 4), logits);
      Tensor targets = Doubles.write(ops.tensor(3, 1), new double[] {0, 3, 2});
      HyperparameterSpace space =
          new HyperparameterSpace(
              List.of(Hyperparameter.continuous("s", Range.interval(0, 1), 0.5)));
      double[] s = {0.25, 0.5, 0};
      Tensor values = Doubles.write(ops.tensor(3, 1), s);
      Binding binding = new Binding(ops, 3, space, 1);
      BoundLoss smooth = new CrossEntropy(Quantity.tuned("s")).bind(binding, Shape.of(4));
      BoundLoss plain = new CrossEntropy().bind(binding, Shape.of(4));
      double[] labels = {0, 3, 2};
      double[] expected = new double[12];
      for (int r = 0; r < 3; r++) {
        double sum = 0;
        for (int c = 0; c < 4; c++) {
          sum += Math.exp(logits[r * 4 + c]);
        }
        for (int c = 0; c < 4; c++) {
          double label = (c == labels[r] ? 1 - s[r] : 0) + s[r] / 4;
          expected[r * 4 + c] = (Math.exp(logits[r * 4 + c]) / sum - label) / 3;
        }
      }
      Tensor score = ops.tensor(3);
      Pass train = Pass.train(values, values, 1, 0);
      Doubles.assertClose(
          "training", Doubles.read(smooth.judge(y, targets, score, train)), expected, 1e-6);
      double[] once = Doubles.read(score);
      Pass validate = Pass.validate(values, values, ops.tensor(3, 1));
      double[] without = Doubles.read(plain.judge(y, targets, score, validate));
      assertThat(Doubles.read(score)[0]).isEqualTo(2 * once[0]);
      assertThat(Doubles.read(smooth.judge(y, targets, score, validate))).isEqualTo(without);
    }
  }

  /** The focal loss trains with each example's own γ, and validates with the cross-entropy. */
  @Test
  void gammaOfTheFocalLossCanBeTuned() {
    Random random = new Random(9);
    double[] gamma = {0, 2, 0.5};
    double[] labels = {1, 0, 3};
    try (Ops ops = Device.named("cpu").open()) {
      double[] y = Doubles.normal(random, 12);
      HyperparameterSpace space =
          new HyperparameterSpace(
              List.of(Hyperparameter.continuous("gamma", Range.interval(0, 5), 2)));
      Binding binding = new Binding(ops, 3, space, 1);
      Tensor values = Doubles.write(ops.tensor(3, 1), gamma);
      Tensor targets = Doubles.write(ops.tensor(3, 1), labels);
      BoundLoss focal = new Focal(Quantity.tuned("gamma")).bind(binding, Shape.of(4));
      Tensor ty = Doubles.write(ops.tensor(3, 4), y);
      double[] expected = new double[12];
      double sum = 0;
      for (int i = 0; i < 12; i++) {
        double[] row = Arrays.copyOfRange(y, i / 4 * 4, i / 4 * 4 + 4);
        double[] label = {labels[i / 4]};
        row[i % 4] += STEP;
        double above = focal(row, label, gamma[i / 4]);
        row[i % 4] -= 2 * STEP;
        expected[i] = (above - focal(row, label, gamma[i / 4])) / (2 * STEP) / 3;
      }
      for (int b = 0; b < 3; b++) {
        sum += focal(Arrays.copyOfRange(y, 4 * b, 4 * b + 4), new double[] {labels[b]}, gamma[b]);
      }
      Tensor score = ops.tensor(3);
      Pass train = Pass.train(values, values, 1, 0);
      Tensor dy = focal.judge(ty, targets, score, train);
      Doubles.assertClose("training", Doubles.read(dy), expected, 1e-5);
      assertThat(score.toArray()[0]).isCloseTo((float) sum, within(1e-4f));
      Pass validate = Pass.validate(values, values, ops.tensor(3, 1));
      double[] resting = Doubles.read(focal.judge(ty, targets, score, validate));
      BoundLoss plain = new CrossEntropy().bind(binding, Shape.of(4));
      Doubles.assertClose(
          "validation", resting, Doubles.read(plain.judge(ty, targets, score, validate)), 1e-6);
      Doubles.assertClose("each", Doubles.read(focal.losses()), Doubles.read(plain.losses()), 1e-6);
    }
  }

  private static double focal(double[] y, double[] label, double gamma) {
    double loss = crossEntropy(y, label);
    return Math.pow(1 - Math.exp(-loss), gamma) * loss;
  }

  /** A row whose target is NaN fills up a minibatch; it costs nothing. */
  @Test
  void paddingIsLeftOutOfAFormula() {
    try (Ops ops = Device.named("cpu").open()) {
      Binding binding = new Binding(ops, 2, new HyperparameterSpace(List.of()), 1);
      double nan = Double.NaN;
      Tensor y = Doubles.write(ops.tensor(2, 2), new double[] {3, 1, 7, 7});
      for (Loss loss : List.of(new AbsoluteError(), new Huber(1), new BinaryCrossEntropy())) {
        Tensor targets = Doubles.write(ops.tensor(2, 2), new double[] {1, 0, nan, nan});
        Tensor score = ops.tensor(3);
        BoundLoss bound = loss.bind(binding, Shape.of(2));
        Tensor dy = bound.judge(y, targets, score, Pass.train(null, null, 1, 0));
        assertThat(dy.toArray()[2] == 0 && dy.toArray()[3] == 0).isTrue();
        assertThat(dy.toArray()[1]).isNotZero();
        assertThat(score.toArray()[2]).isEqualTo(1);
        assertThat(score.toArray()[0]).isPositive();
      }
      Tensor classes = Doubles.write(ops.tensor(2, 1), new double[] {0, nan});
      Tensor score = ops.tensor(3);
      BoundLoss weighted = new WeightedCrossEntropy(List.of(2.0, 1.0)).bind(binding, Shape.of(2));
      Tensor dy = weighted.judge(y, classes, score, Pass.train(null, null, 1, 0));
      assertThat(dy.toArray()[2] == 0 && dy.toArray()[3] == 0).isTrue();
      assertThat(score.toArray()[1]).isEqualTo(1);
      assertThat(score.toArray()[2]).isEqualTo(1);
    }
  }

  private static int largest(double[] y) {
    int best = 0;
    for (int i = 1; i < y.length; i++) {
      best = y[i] > y[best] ? i : best;
    }
    return best;
  }

  @Test
  void outputsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new CrossEntropy().target(Shape.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cross-entropy needs one output a class, at least two, but the network's output is 1");
    assertThatThrownBy(() -> new CrossEntropy().target(Shape.of(4, 3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 × 3 × 2");
    assertThatThrownBy(() -> new SquaredError().target(Shape.of(4, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 × 3");
  }
}
