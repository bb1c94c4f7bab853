package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

class MixupTest {
  private static final int BATCH = 300;
  private static final Shape SHAPE = Shape.of(2, 3);
  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(
              Hyperparameter.continuous("other", Range.interval(0, 1), 0.5),
              Hyperparameter.continuous("s", Range.interval(0, 1), 0.5)));

  private static Ops ops;

  @BeforeAll
  static void open() {
    ops = Device.named("cpu").open();
  }

  @AfterAll
  static void close() {
    ops.close();
  }

  /** Strengths of 0, ½ and 1 in turn. */
  private static Tensor strengths() {
    double[] values = new double[2 * BATCH];
    Arrays.setAll(values, i -> i % 2 == 0 ? 9 : i / 2 % 3 / 2.0);
    return Doubles.write(ops.tensor(BATCH, 2), values);
  }

  private static double[] shares(double[] x, double[] mixed, int columns) {
    double[] shares = new double[BATCH];
    for (int b = 0; b < BATCH; b++) {
      double widest = 0;
      for (int c = 0; c < columns; c++) {
        double apart = x[(BATCH - 1 - b) * columns + c] - x[b * columns + c];
        if (Math.abs(apart) > Math.abs(widest)) {
          widest = apart;
          shares[b] = (mixed[b * columns + c] - x[b * columns + c]) / apart;
        }
      }
      for (int c = 0; c < columns; c++) {
        double own = x[b * columns + c];
        double other = x[(BATCH - 1 - b) * columns + c];
        assertThat(mixed[b * columns + c]).isCloseTo(own + shares[b] * (other - own), within(1e-5));
      }
    }
    return shares;
  }

  @Test
  void examplesAndWhatTheyCostAreMixedInTheSameShares() {
    Random random = new Random(4);
    Binding binding = new Binding(ops, BATCH, SPACE, 3);
    BoundLayer layer = new Mixup(Quantity.tuned("s")).bind(binding, Shape.of(2, 3, 1));
    BoundLoss loss = binding.loss(new CrossEntropy(), Shape.of(4));
    double[] x = Doubles.normal(random, BATCH * SHAPE.size());
    Tensor values = strengths();
    Tensor tx = Doubles.write(ops.tensor(BATCH, 2, 3, 1), x);
    Pass train = Pass.train(values, values, 1, 0);
    double[] shares = shares(x, Doubles.read(layer.forward(tx, train)), SHAPE.size());
    double[] sum = new double[3];
    for (int b = 0; b < BATCH; b++) {
      double strength = b % 3 / 2.0;
      assertThat(shares[b]).isBetween(-1e-5, strength / 2 + 1e-5);
      sum[b % 3] += shares[b] / (BATCH / 3);
    }
    assertThat(sum[1]).isCloseTo(0.125, within(0.02));
    assertThat(sum[2]).isCloseTo(0.25, within(0.04));

    costs(loss, shares, random);

    Pass validate = Pass.validate(values, values, ops.tensor(BATCH, 2));
    assertThat(layer.forward(tx, validate)).isSameAs(tx);
  }

  /** What the examples cost is mixed in these shares in training, and else not. */
  private static void costs(BoundLoss loss, double[] shares, Random random) {
    Tensor values = strengths();
    Pass train = Pass.train(values, values, 1, 0);
    double[] y = Doubles.normal(random, BATCH * 4);
    double[] targets = new double[BATCH];
    Arrays.setAll(targets, b -> random.nextInt(4));
    Tensor score = ops.tensor(3);
    Tensor ty = Doubles.write(ops.tensor(BATCH, 4), y);
    Tensor tt = Doubles.write(ops.tensor(BATCH, 1), targets);
    double[] dy = Doubles.read(loss.judge(ty, tt, score, train));
    double losses = 0;
    for (int b = 0; b < BATCH; b++) {
      double total = 0;
      for (int c = 0; c < 4; c++) {
        total += Math.exp(y[b * 4 + c]);
      }
      losses += Math.log(total) - y[b * 4 + (int) targets[b]];
      for (int c = 0; c < 4; c++) {
        double own = targets[b] == c ? 1 - shares[b] : 0;
        double other = targets[BATCH - 1 - b] == c ? shares[b] : 0;
        double expected = (Math.exp(y[b * 4 + c]) / total - own - other) / BATCH;
        assertThat(dy[b * 4 + c]).isCloseTo(expected, within(1e-6));
      }
    }
    assertThat(score.toArray()[0])
        .as("the score is that of t")
        .isCloseTo((float) losses, within(1e-2f));

    Pass validate = Pass.validate(values, values, ops.tensor(BATCH, 2));
    double[] plain = Doubles.read(loss.judge(ty, tt, score, validate));
    assertThat(plain[0] * BATCH)
        .isCloseTo(
            Math.exp(y[0]) / Arrays.stream(y, 0, 4).map(Math::exp).sum()
                - (targets[0] == 0 ? 1 : 0),
            within(1e-5));
  }

  @Test
  void aSquareOfAnotherImageIsPutIntoEach() {
    Random random = new Random(6);
    Shape shape = Shape.of(8, 6, 3);
    Binding binding = new Binding(ops, BATCH, SPACE, 3);
    BoundLayer layer = new Cutmix(Quantity.tuned("s")).bind(binding, shape);
    BoundLoss loss = binding.loss(new CrossEntropy(), Shape.of(4));
    double[] x = Doubles.normal(random, BATCH * shape.size());
    Tensor values = strengths();
    Tensor tx = Doubles.write(ops.tensor(shape.prepend(BATCH).dims()), x);
    double[] y = Doubles.read(layer.forward(tx, Pass.train(values, values, 1, 0)));
    double[] shares = new double[BATCH];
    double[] sum = new double[3];
    for (int b = 0; b < BATCH; b++) {
      double[] foreign = new double[shape.size()];
      for (int i = 0; i < foreign.length; i++) {
        double own = x[b * foreign.length + i];
        double other = x[(BATCH - 1 - b) * foreign.length + i];
        double is = y[b * foreign.length + i];
        foreign[i] = Math.abs(is - other) < 1e-6 ? 1 : 0;
        assertThat(is).isCloseTo(foreign[i] == 1 ? other : own, within(1e-6));
      }
      shares[b] = AugmentationTest.covered(foreign, value -> value == 1);
      sum[b % 3] += shares[b] / (BATCH / 3);
    }
    assertThat(sum[0]).isZero();
    assertThat(sum[1]).as("half of ½, less what is cut off").isBetween(0.12, 0.25);
    assertThat(sum[2]).as("half, less what is cut off").isBetween(0.2, 0.45);
    costs(loss, shares, random);
  }

  @Test
  void aFixedStrengthIsThatOfAllExamples() {
    Binding binding = new Binding(ops, BATCH, new HyperparameterSpace(List.of()), 3);
    BoundLayer layer = new Mixup(Quantity.of(0.5)).bind(binding, Shape.of(6));
    double[] x = Doubles.normal(new Random(5), BATCH * 6);
    Tensor mixed =
        layer.forward(Doubles.write(ops.tensor(BATCH, 6), x), Pass.train(null, null, 1, 0));
    double[] shares = shares(x, Doubles.read(mixed), 6);
    assertThat(Arrays.stream(shares).max().orElseThrow()).isBetween(0.2, 0.25001);
  }

  @Test
  void whatCanNotBeMixedIsRefused() {
    assertThatThrownBy(
            () ->
                ModelSpec.input(4, 3)
                    .layer(new Mixup(Quantity.of(1)))
                    .flatten()
                    .linear(2)
                    .crossEntropy())
        .hasMessageContaining("mixup mixes no sequences, such as 4 × 3");
    assertThatThrownBy(() -> new Mixup(Quantity.of(1.5)))
        .hasMessage("mixup: the strength must lie in 0 … 1, not 1.5");
    assertThatThrownBy(
            () -> {
              Binding binding = new Binding(ops, 4, new HyperparameterSpace(List.of()), 3);
              new Mixup(Quantity.of(1)).bind(binding, Shape.of(3));
              new Cutmix(Quantity.of(1)).bind(binding, Shape.of(3, 3, 1));
            })
        .hasMessage("examples are mixed once: take one mixup or cutmix out");
  }
}
