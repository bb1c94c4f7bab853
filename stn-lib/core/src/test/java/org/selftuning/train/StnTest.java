package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Parameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;

class StnTest {
  private static final int BATCH = 16;
  private static final int INPUTS = 12;
  private static final int CLASSES = 3;

  private final Random random = new Random(9);
  private Ops ops;

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
  }

  @AfterEach
  void close() {
    ops.close();
  }

  /** A run: a network and its steps. */
  private final class Run {
    final Network network;
    final Stn stn;

    Run(ModelSpec spec, TrainOptions options) {
      network = new Network(spec, ops, BATCH, options.seed());
      stn = new Stn(network, ops, options);
    }

    void train(double[] x, double[] y) {
      network.load(Doubles.floats(x), Doubles.floats(y));
      stn.perturb();
      stn.train();
    }

    void validate(double[] x, double[] y) {
      network.load(Doubles.floats(x), Doubles.floats(y));
      stn.perturb();
      stn.validate();
    }

    /** The mean loss of the minibatch at λ. */
    double loss(double[] x, double[] y) {
      network.load(Doubles.floats(x), Doubles.floats(y));
      ops.fill(stn.score(), 0);
      stn.collapse();
      stn.evaluate();
      return stn.score().toArray()[0] / (double) BATCH;
    }

    Map<String, double[]> state() {
      Map<String, double[]> state = new LinkedHashMap<>();
      stn.state().forEach((name, tensor) -> state.put(name, Doubles.read(tensor)));
      return state;
    }
  }

  private static ModelSpec gated(int units, double start, double sigma) {
    Range range = Range.interval(0, 0.6);
    return ModelSpec.input(INPUTS)
        .tune(
            Hyperparameter.continuous("p", range, start).sigma(sigma),
            Hyperparameter.continuous("q", range, start).sigma(sigma))
        .dropout("p")
        .gatedLinear(units)
        .relu()
        .dropout("q")
        .gatedLinear(CLASSES)
        .crossEntropy();
  }

  /** With batch normalization, whose running averages are neither weights nor optimizer state. */
  private static ModelSpec normalized(int units) {
    return ModelSpec.input(INPUTS)
        .tune(Hyperparameter.continuous("p", Range.interval(0, 0.6), 0.2))
        .dropout("p")
        .batchNorm()
        .gatedLinear(units)
        .gatedBatchNorm()
        .relu()
        .dropout("p")
        .gatedLinear(CLASSES)
        .crossEntropy();
  }

  @Test
  void aSnapshotTakesTheRunningAveragesAlong() {
    Run run = new Run(normalized(20), options());
    double[] x = inputs();
    double[] y = labels();
    run.train(x, y);
    Snapshot snapshot = new Snapshot(run.stn, ops);
    snapshot.take();
    double then = run.loss(x, y);
    for (int step = 0; step < 5; step++) {
      run.train(inputs(), labels());
    }
    double now = run.loss(x, y);
    snapshot.exchange();
    assertThat(run.loss(x, y)).isEqualTo(then).isNotEqualTo(now);
    snapshot.exchange();
    assertThat(run.loss(x, y)).isEqualTo(now);
  }

  private double[] inputs() {
    return Doubles.normal(random, BATCH * INPUTS);
  }

  private double[] labels() {
    double[] labels = new double[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = random.nextInt(CLASSES);
    }
    return labels;
  }

  private static TrainOptions options() {
    return TrainOptions.defaults().weights(Optimizer.sgd(0.1, 0.9));
  }

  private static void assertSameState(
      Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
  }

  /** At z = 0 the gates are shut and get no gradient: only the elem weights are left. */
  @Test
  void withoutPerturbationAndGatesItIsAnOrdinaryNetwork() {
    ModelSpec spec = gated(20, 0.3, 1e-9);
    Run tuned = new Run(spec, options());
    Run plain = new Run(spec.fixedAt(Map.of("p", 0.3, "q", 0.3)), options());
    Map<String, Parameter> elem = new LinkedHashMap<>();
    tuned.network.parameters().list().forEach(p -> elem.put(p.name(), p));
    for (Parameter p : plain.network.parameters().list()) {
      Parameter pair = elem.get(p.name());
      ops.copy(pair.elem(pair.value()), p.value());
    }
    for (int step = 0; step < 25; step++) {
      double[] x = inputs();
      double[] y = labels();
      tuned.train(x, y);
      plain.train(x, y);
    }
    for (Parameter p : plain.network.parameters().list()) {
      Parameter pair = elem.get(p.name());
      Doubles.assertClose(
          p.name(), Doubles.read(pair.elem(pair.value())), Doubles.read(p.value()), 1e-5);
    }
    double[] x = inputs();
    double[] y = labels();
    assertThat(tuned.loss(x, y)).isCloseTo(plain.loss(x, y), within(1e-5));
  }

  @Test
  void clippingThatNeverBitesChangesNothing() {
    Run fused = new Run(gated(20, 0.2, 0.5), options());
    Run clipped = new Run(gated(20, 0.2, 0.5), options().clipNorm(1e9));
    for (int step = 0; step < 12; step++) {
      double[] x = inputs();
      double[] y = labels();
      for (Run run : new Run[] {fused, clipped}) {
        run.stn.learningRate(step < 6 ? 0.1 : 0.02);
        run.train(x, y);
      }
    }
    assertThat(fused.stn.learningRate()).isEqualTo(0.02);
    Doubles.assertClose(
        "weights",
        Doubles.read(clipped.network.parameters().values()),
        Doubles.read(fused.network.parameters().values()),
        1e-5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stepsKeepToTheirOwnVariables(boolean tuneSigma) {
    Run run = new Run(gated(20, 0.2, 0.5), options().tuneSigma(tuneSigma));
    run.train(inputs(), labels());
    Map<String, double[]> before = run.state();
    run.train(inputs(), labels());
    run.state()
        .forEach(
            (name, values) -> {
              if (name.startsWith("layers.") || name.startsWith("weights ")) {
                assertThat(values).as(name).isNotEqualTo(before.get(name));
              } else {
                assertThat(values).as(name).isEqualTo(before.get(name));
              }
            });
    Map<String, double[]> trained = run.state();
    run.validate(inputs(), labels());
    run.state()
        .forEach(
            (name, values) -> {
              if (name.startsWith("layers.") || name.startsWith("weights ")) {
                assertThat(values).as(name).isEqualTo(trained.get(name));
              } else if (name.equals("rho") && !tuneSigma) {
                assertThat(values).as(name).isEqualTo(trained.get(name));
              } else {
                assertThat(values).as(name).isNotEqualTo(trained.get(name));
              }
            });
    assertThat(trained)
        .containsKeys(
            "layers.2.weight",
            "layers.2.bias",
            "layers.2.gate",
            "weights optimizer.step",
            "lambda",
            "rho",
            "lambda optimizer.second moment");
    assertThat(trained.containsKey("sigma optimizer.second moment")).isEqualTo(tuneSigma);
  }

  /** Plain gradient descent on λ: the step is −rate times the slope of the loss at λ. */
  @Test
  void validationStepDescendsTheLossAtLambda() {
    Run run = new Run(gated(20, 0.2, 0.5), options().tuneSigma(false).hyper(Optimizer.sgd(1, 0)));
    double[] all = Doubles.read(run.network.parameters().values());
    for (int i = 0; i < all.length; i++) {
      all[i] += 0.3 * random.nextGaussian(); // gates wide open
    }
    Doubles.write(run.network.parameters().values(), all);
    double[] x = inputs();
    double[] y = labels();
    double[] lambda = Doubles.read(run.stn.perturbation().lambda());
    double[] slope = new double[lambda.length];
    double h = 0.003; // small: max(x, 0) has kinks
    for (int i = 0; i < lambda.length; i++) {
      for (int side : new int[] {1, -1}) {
        double[] moved = lambda.clone();
        moved[i] += side * h;
        Doubles.write(run.stn.perturbation().lambda(), moved);
        slope[i] += side * run.loss(x, y) / (2 * h);
      }
    }
    Doubles.write(run.stn.perturbation().lambda(), lambda);
    run.validate(x, y);
    double[] after = Doubles.read(run.stn.perturbation().lambda());
    double[] step = new double[lambda.length];
    for (int i = 0; i < lambda.length; i++) {
      step[i] = lambda[i] - after[i];
    }
    assertThat(Math.abs(slope[0]) + Math.abs(slope[1])).isGreaterThan(0.01);
    Doubles.assertClose("slope", step, slope, 0.01);
  }

  /** With no pull from the data, entropy alone widens σ; without it σ rests. */
  @Test
  void entropyWidensThePerturbation() {
    for (double tau : new double[] {0, 0.5}) {
      Run run =
          new Run(gated(20, 0.2, 0.5), options().entropyWeight(tau).sigma(Optimizer.sgd(0.1, 0)));
      for (Parameter p : run.network.parameters().list()) {
        if (p.role() == Parameter.Role.GATE) {
          ops.fill(p.value(), 0);
        }
      }
      double before = run.stn.perturbation().currentSigma()[0];
      run.validate(inputs(), labels());
      double after = run.stn.perturbation().currentSigma()[0];
      // dσ = softplus′(ρ)² · rate · τ/σ, to first order
      double slope = 1 - Math.exp(-0.5);
      assertThat(after - before).isCloseTo(slope * slope * 0.1 * tau / 0.5, within(2e-3));
    }
  }

  @Test
  void stepsAllocateNothing() {
    Run run = new Run(gated(20, 0.2, 0.5), options().weights(Optimizer.adam(0.01)));
    long planned = ops.allocatedBytes();
    assertThat(planned).isPositive();
    for (int i = 0; i < 3; i++) {
      run.train(inputs(), labels());
      run.validate(inputs(), labels());
      run.loss(inputs(), labels());
    }
    assertThat(ops.allocatedBytes()).isEqualTo(planned);
  }

  @Test
  void sameSeedGivesTheSameBits() {
    // 300 units: products large enough for the engine's own threads.
    Run first = new Run(gated(300, 0.2, 0.5), options().seed(3));
    Run second = new Run(gated(300, 0.2, 0.5), options().seed(3));
    Run other = new Run(gated(300, 0.2, 0.5), options().seed(4));
    for (int step = 0; step < 10; step++) {
      double[] x = inputs();
      double[] y = labels();
      for (Run run : new Run[] {first, second, other}) {
        run.train(x, y);
        if (step % 3 == 2) {
          run.validate(x, y);
        }
      }
    }
    assertSameState(second.state(), first.state());
    assertThat(other.state().get("lambda")).isNotEqualTo(first.state().get("lambda"));
  }

  /** What a checkpoint does, in memory: state and stream positions are all there is. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 2})
  void stateAndStreamsAreEnoughToGoOn(double clip) {
    TrainOptions options = options().clipNorm(clip);
    ModelSpec spec = normalized(20);
    Run first = new Run(spec, options);
    for (int step = 0; step < 4; step++) {
      first.train(inputs(), labels());
      first.validate(inputs(), labels());
    }
    Run resumed = new Run(spec, options);
    first.stn.state().forEach((name, tensor) -> ops.copy(tensor, resumed.stn.state().get(name)));
    first
        .stn
        .streams()
        .forEach((name, stream) -> resumed.stn.streams().get(name).seek(stream.position()));
    assertThat(first.stn.streams())
        .containsOnlyKeys("layers.1.dropout", "layers.6.dropout", "perturbation");
    for (int step = 0; step < 4; step++) {
      double[] x = inputs();
      double[] y = labels();
      for (Run run : new Run[] {first, resumed}) {
        run.train(x, y);
        run.validate(x, y);
      }
    }
    assertSameState(resumed.state(), first.state());
    double[] x = inputs();
    double[] y = labels();
    assertThat(resumed.loss(x, y)).isEqualTo(first.loss(x, y));
  }

  @Test
  void learnsToTellClassesApart() {
    Run run = new Run(gated(20, 0.1, 0.5), options());
    double[][] centers = new double[CLASSES][];
    for (int c = 0; c < CLASSES; c++) {
      centers[c] = Doubles.normal(random, INPUTS);
    }
    double[] x = null;
    double[] y = null;
    double first = 0;
    for (int step = 0; step < 60; step++) {
      x = inputs();
      y = labels();
      for (int i = 0; i < x.length; i++) {
        x[i] = 0.5 * x[i] + centers[(int) y[i / INPUTS]][i % INPUTS];
      }
      if (step == 0) {
        first = run.loss(x, y);
      }
      run.train(x, y);
      if (step % 5 == 4) {
        run.validate(x, y);
      }
    }
    assertThat(run.loss(x, y)).isLessThan(first / 4);
    float[] score = run.stn.score().toArray();
    assertThat(score[2]).isEqualTo(BATCH);
    assertThat(score[1]).isGreaterThan(BATCH * 0.8f);
  }

  @Test
  void ordinaryNetworkHasNothingToValidate() {
    Run plain = new Run(ModelSpec.input(INPUTS).linear(CLASSES).crossEntropy(), options());
    assertThat(plain.stn.perturbation()).isNull();
    plain.train(inputs(), labels());
    assertThat(plain.state())
        .containsOnlyKeys("layers.1.weight", "layers.1.bias", "weights optimizer.step");
    assertThatThrownBy(() -> plain.stn.validate())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing is tuned, so there is no validation step to take");
  }
}
