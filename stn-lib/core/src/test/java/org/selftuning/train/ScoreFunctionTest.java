package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Perturbation;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.SquaredError;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;

/** A hyperparameter on which the validation loss itself depends: how many units are in use. */
class ScoreFunctionTest {
  private static final int UNITS = 5;
  private static final double SIGMA = 0.8;
  private static final ModelSpec SPEC =
      ModelSpec.input(UNITS)
          .tune(Hyperparameter.discrete("k", 0, UNITS, 2).sigma(SIGMA))
          .activeUnits("k")
          .gatedLinear(1)
          .loss(new SquaredError());
  private static final TrainOptions OPTIONS = TrainOptions.defaults().entropyWeight(0).seed(3);

  private Ops ops;

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
  }

  @AfterEach
  void close() {
    ops.close();
  }

  /** A network with weights between 0 and 1, on a minibatch of one example. */
  private Stn stn(int batch, TrainOptions options) {
    Network network = new Network(SPEC, ops, batch, 1);
    Random random = new Random(8);
    for (Parameter p : network.parameters().list()) {
      double size = p.role() == Parameter.Role.GATE ? 0.3 : 1;
      Doubles.write(p.value(), Doubles.uniform(random, p.value().size(), 0, size));
    }
    load(network, 0.7f);
    return new Stn(network, ops, options);
  }

  private static void load(Network network, float target) {
    float[] x = new float[network.batch() * UNITS];
    float[] y = new float[network.batch()];
    Arrays.fill(x, 1);
    Arrays.fill(y, target);
    network.load(x, y);
  }

  /** The loss F at many z: jumps where another unit comes in, and moves with the gates between. */
  private double[] losses(double[] z) {
    Stn stn = stn(2, OPTIONS);
    double[] losses = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      Doubles.write(stn.perturbation().lambda(), new double[] {z[i]});
      ops.fill(stn.score(), 0);
      stn.collapse();
      stn.evaluate();
      losses[i] = stn.score().toArray()[0] / 2;
    }
    return losses;
  }

  /** E_ε[F(λ + σε)] by quadrature. */
  private static double expected(double[] z, double[] losses, double lambda, double sigma) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      double e = (z[i] - lambda) / sigma;
      sum += losses[i] * Math.exp(-e * e / 2) / (sigma * Math.sqrt(2 * Math.PI));
    }
    return sum * (z[1] - z[0]);
  }

  @Test
  void theEstimateIsThatOfTheExpectation() {
    double[] z = new double[8001];
    for (int i = 0; i < z.length; i++) {
      z[i] = -8 + 16.0 * i / (z.length - 1);
    }
    double[] losses = losses(z);
    double lambda = SPEC.hyperparameters().get(0).unconstrainedStart();
    double h = 1e-4;
    double exactLambda =
        (expected(z, losses, lambda + h, SIGMA) - expected(z, losses, lambda - h, SIGMA)) / (2 * h);
    double exactSigma =
        (expected(z, losses, lambda, SIGMA + h) - expected(z, losses, lambda, SIGMA - h)) / (2 * h);
    double slope = 1 - Math.exp(-SIGMA); // of softplus where it is SIGMA

    int draws = 40;
    double[] dLambda = new double[draws];
    double[] dSigma = new double[draws];
    Stn stn = stn(4096, OPTIONS);
    Perturbation perturbation = stn.perturbation();
    double[] start = Doubles.read(perturbation.lambda());
    double[] rho = Doubles.read(perturbation.rho());
    for (int i = 0; i < draws; i++) {
      Doubles.write(perturbation.lambda(), start);
      Doubles.write(perturbation.rho(), rho);
      stn.perturb();
      stn.validate();
      dLambda[i] = perturbation.dLambda().toArray()[0];
      dSigma[i] = perturbation.dRho().toArray()[0] / slope;
    }
    agrees(dLambda, exactLambda);
    agrees(dSigma, exactSigma);
  }

  /** The mean lies within four of its standard errors, and those are small. */
  private static void agrees(double[] estimates, double exact) {
    double mean = Arrays.stream(estimates).average().orElseThrow();
    double squares = 0;
    for (double estimate : estimates) {
      squares += (estimate - mean) * (estimate - mean);
    }
    double error = Math.sqrt(squares / (estimates.length - 1.0) / estimates.length);
    assertThat(error).isLessThan(0.03 * Math.abs(exact));
    assertThat(mean).isCloseTo(exact, within(4 * error));
  }

  @Test
  void theNumberOfUnitsIsFoundWhetherSigmaIsTunedOrNot() {
    for (boolean tuneSigma : new boolean[] {true, false}) {
      Optimizer adam = Optimizer.adam(0.02);
      TrainOptions options = OPTIONS.tuneSigma(tuneSigma).hyper(adam).sigma(adam);
      Network network = new Network(SPEC, ops, 64, 1);
      // Every unit adds 1 and the target is 4: with four of the five units the loss is 0.
      for (Parameter p : network.parameters().list()) {
        double[] values = new double[p.value().size()];
        if (p.shape().rank() > 1 && p.role() != Parameter.Role.GATE) {
          Arrays.fill(values, 0, UNITS, 1);
        }
        Doubles.write(p.value(), values);
      }
      load(network, 4);
      Stn stn = new Stn(network, ops, options);
      for (int i = 0; i < 300; i++) {
        stn.perturb();
        stn.validate();
      }
      assertThat(stn.perturbation().currentValues()[0]).isEqualTo(4);
      double sigma = stn.perturbation().currentSigma()[0];
      assertThat(sigma < 0.7 * SIGMA).as("sigma %s", sigma).isEqualTo(tuneSigma);
    }
  }

  @Test
  void whatCannotBeScoredIsRefusedInOneLine() {
    Range range = Range.interval(0, UNITS);
    assertThatThrownBy(() -> with(Hyperparameter.continuous("k", range, 2)))
        .hasMessage(
            "layer 1: hyperparameter 'k' is a whole number for each example here;"
                + " declare it with discrete: true");
    assertThatThrownBy(() -> with(Hyperparameter.discrete("k", 0, UNITS, 2).perBatch()))
        .hasMessage(
            "layer 1: hyperparameter 'k' is a whole number for each example here;"
                + " declare it with discrete: true and without per: batch");
    assertThatThrownBy(() -> stn(1, OPTIONS))
        .hasMessage(
            "hyperparameter 'k' is tuned by comparing examples; choose a batch of at least 2");
  }

  private static ModelSpec with(Hyperparameter k) {
    return ModelSpec.input(UNITS).tune(k).activeUnits("k").gatedLinear(2).crossEntropy();
  }

  @Test
  void itHasAYamlForm() {
    assertThat(ModelYaml.print(SPEC)).contains("- active-units: k");
    assertThat(ModelYaml.parse(ModelYaml.print(SPEC))).isEqualTo(SPEC);
    assertThat(SPEC.scored()).containsExactly("k");
    assertThat(SPEC.fixedAt(Map.of("k", 3.0)).scored()).isEmpty();
  }
}
