package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

class UpdateTest {
  private static final int SIZE = 37;
  private final Random random = new Random(5);
  private Ops ops;
  private Tensor weights;
  private Tensor gradient;

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
    weights = ops.tensor(SIZE);
    gradient = ops.tensor(SIZE);
  }

  @AfterEach
  void close() {
    ops.close();
  }

  /** Accumulates a gradient as layers do, and takes the step. */
  private void step(Update update, double[] g) {
    double[] kept = Doubles.read(gradient);
    for (int i = 0; i < SIZE; i++) {
      kept[i] = (update.beta() == 0 ? 0 : update.beta() * kept[i]) + update.alpha() * g[i];
    }
    Doubles.write(gradient, kept);
    update.apply();
  }

  /** u ← momentum·u + g; w ← w − rate·u, through changes of the rate, with and without clipping. */
  @ParameterizedTest
  @CsvSource({
    "0.9, true, 0",
    "0, true, 0",
    "0.9, true, 1e9",
    "0.9, true, 4",
    "0, true, 4",
    "0.9, false, 0",
    "0, false, 0",
    "0.9, false, 4"
  })
  void sgdFollowsItsFormulaThroughChangesOfTheRate(
      double momentum, boolean accumulated, double clip) {
    Update update =
        new Update(ops, Optimizer.sgd(0.1, momentum), weights, gradient, accumulated, clip);
    double[] w = Doubles.normal(random, SIZE);
    double[] u = new double[SIZE];
    Doubles.write(weights, w);
    double[] rates = {0.1, 0.1, 0.01, 0.01, 0.02, 0.001, 0.001};
    for (double rate : rates) {
      update.rate(rate);
      assertThat(update.rate()).isEqualTo(rate);
      double[] g = Doubles.normal(random, SIZE);
      step(update, g);
      double norm = 0;
      for (double v : g) {
        norm += v * v;
      }
      double factor = clip == 0 ? 1 : Math.min(1, clip / Math.sqrt(norm));
      for (int i = 0; i < SIZE; i++) {
        u[i] = momentum * u[i] + factor * g[i];
        w[i] -= rate * u[i];
      }
      Doubles.assertClose("at rate " + rate, Doubles.read(weights), w, 1e-6);
    }
  }

  static Stream<Optimizer> adaptive() {
    return Stream.of(
        Optimizer.adam(0.01),
        new Optimizer.Adam(0.02, 0.5, 0.9, 1e-3),
        Optimizer.rmsProp(0.01),
        new Optimizer.RmsProp(0.02, 0.9, 1e-3));
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void adaptiveMethodsFollowTheirFormula(Optimizer optimizer) {
    Update update = new Update(ops, optimizer, weights, gradient, true, 0);
    double[] w = Doubles.normal(random, SIZE);
    double[] m = new double[SIZE];
    double[] v = new double[SIZE];
    Doubles.write(weights, w);
    for (int t = 1; t <= 6; t++) {
      double rate = t < 4 ? optimizer.rate() : optimizer.rate() / 10;
      update.rate(rate);
      double[] g = Doubles.normal(random, SIZE);
      step(update, g);
      for (int i = 0; i < SIZE; i++) {
        if (optimizer instanceof Optimizer.Adam a) {
          m[i] = a.beta1() * m[i] + (1 - a.beta1()) * g[i];
          v[i] = a.beta2() * v[i] + (1 - a.beta2()) * g[i] * g[i];
          double mean = m[i] / (1 - Math.pow(a.beta1(), t));
          double square = v[i] / (1 - Math.pow(a.beta2(), t));
          w[i] -= rate * mean / (Math.sqrt(square) + a.epsilon());
        } else if (optimizer instanceof Optimizer.RmsProp r) {
          v[i] = r.decay() * v[i] + (1 - r.decay()) * g[i] * g[i];
          w[i] -= rate * g[i] / (Math.sqrt(v[i]) + r.epsilon());
        }
      }
      Doubles.assertClose("after " + t, Doubles.read(weights), w, 1e-6);
    }
  }

  @Test
  void everyStateTensorIsNamed() {
    assertThat(new Update(ops, Optimizer.sgd(1, 0.5), weights, gradient, true, 0).state())
        .containsOnlyKeys("step")
        .containsValue(gradient);
    assertThat(new Update(ops, Optimizer.sgd(1, 0.5), weights, gradient, true, 1).state())
        .containsOnlyKeys("step")
        .doesNotContainValue(gradient);
    assertThat(new Update(ops, Optimizer.adam(1), weights, gradient, true, 0).state())
        .containsOnlyKeys("first moment", "second moment", "count");
    assertThat(new Update(ops, Optimizer.rmsProp(1), weights, gradient, true, 0).state())
        .containsOnlyKeys("second moment");
  }

  @Test
  void clippingBoundsTheStepOfEveryMethod() {
    Update update = new Update(ops, Optimizer.sgd(1, 0), weights, gradient, true, 0.5);
    step(update, Doubles.all(SIZE, 1000));
    double norm = 0;
    for (double v : Doubles.read(weights)) {
      norm += v * v;
    }
    assertThat(Math.sqrt(norm)).isCloseTo(0.5, within(1e-6));
  }
}
