package org.selftuning.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingOutcome;

/** What gated layers make of a best response, against the exact one. */
class FittedResponseTest {
  private static final Device CPU = Device.named("cpu");
  private static final LinearNetwork NETWORK = Problems.network();
  private static final double OPTIMUM = NETWORK.optimum(-8, 9);

  /** Gauss–Hermite quadrature of E f(λ + ε, ŵ(λ + ε)). */
  private static double expected(FittedResponse response, double lambda, double sigma) {
    GaussIntegrator rule = new GaussIntegratorFactory().hermite(60);
    return rule.integrate(
            x -> {
              double z = lambda + Math.sqrt(2) * sigma * x;
              return NETWORK.trainingObjective(response.at(z), z);
            })
        / Math.sqrt(Math.PI);
  }

  @ParameterizedTest
  @CsvSource({"2.7, 0.3", "0, 1", "4, 2"})
  void noOtherLineHasALowerExpectedObjective(double lambda, double sigma) {
    FittedResponse best = FittedResponse.best(NETWORK, lambda, sigma);
    double lowest = expected(best, lambda, sigma);
    for (int k = 0; k < best.elem().length; k++) {
      for (double step : new double[] {-0.01, 0.01}) {
        double[] elem = best.elem().clone();
        elem[k] += step;
        assertThat(expected(new FittedResponse(elem, best.hyper()), lambda, sigma))
            .isGreaterThan(lowest);
        double[] hyper = best.hyper().clone();
        hyper[k] += step;
        assertThat(expected(new FittedResponse(best.elem(), hyper), lambda, sigma))
            .isGreaterThan(lowest);
      }
    }
  }

  @Test
  void asSigmaVanishesTheBestLineIsTheTangent() {
    FittedResponse tangent = FittedResponse.best(NETWORK, OPTIMUM, 1e-5);
    assertThat(tangent.error(NETWORK, OPTIMUM)).isLessThan(1e-9);
    assertThat(tangent.slopeError(NETWORK, OPTIMUM)).isLessThan(1e-9);
    assertThat(tangent.hypergradient(NETWORK, 1))
        .isCloseTo(Problems.slope(l -> NETWORK.validationLoss(tangent.at(l)), 1), within(1e-7));
  }

  static double[] lambdas() {
    return new double[] {1, OPTIMUM};
  }

  /** Everywhere between λ − σ and λ + σ. A rate that falls in time leaves little of the noise. */
  @ParameterizedTest
  @MethodSource("lambdas")
  void theTrainedResponseIsWithinOnePercentOfTheExactOne(double lambda) {
    double sigma = 0.3;
    TrainOptions options = NETWORK.options(6000).milestones(List.of(1800, 3600, 5400));
    FittedResponse trained = SigmaStudy.train(NETWORK, lambda, sigma, options, CPU);
    for (double share : new double[] {-1, -0.5, 0, 0.5, 1}) {
      assertThat(trained.error(NETWORK, lambda + share * sigma)).isLessThan(0.01);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-4, -2, 0, 1, 4})
  void fromAnyStartTheNetworkFindsTheOptimum(double start) {
    try (Trainer trainer =
        new Trainer(NETWORK.gated(start, 0.3), NETWORK.data(), NETWORK.options(1500), CPU)) {
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
      double found = trainer.values()[0];
      double fitted = NETWORK.validationLoss(FittedResponse.of(trainer).at(found));
      double lowest = NETWORK.validationLossAt(OPTIMUM);
      assertThat(NETWORK.validationLossAt(start)).isGreaterThan(1.02 * lowest);
      assertThat(NETWORK.validationLossAt(found)).isBetween(lowest, 1.02 * lowest);
      assertThat(fitted).isBetween(0.98 * lowest, 1.02 * lowest);
    }
  }

  @Test
  void sigmaMayBeTooSmallAndTooLarge() {
    SigmaStudy study = SigmaStudy.run(NETWORK, 2.7, NETWORK.options(1000), CPU, 0.01, 0.4, 3);
    SigmaStudy.Fit small = study.fits().get(0);
    SigmaStudy.Fit right = study.fits().get(1);
    SigmaStudy.Fit large = study.fits().get(2);
    assertThat(small.trained().error(NETWORK, 2.7)).isLessThan(0.05);
    assertThat(small.trained().slopeError(NETWORK, 2.7)).isGreaterThan(0.5);
    assertThat(right.trained().error(NETWORK, 2.7)).isLessThan(0.05);
    assertThat(right.trained().slopeError(NETWORK, 2.7)).isLessThan(0.2);
    assertThat(large.trained().error(NETWORK, 2.7)).isGreaterThan(0.2);
    assertThat(large.trained().slopeError(NETWORK, 2.7)).isGreaterThan(0.5);
    assertThat(small.best().slopeError(NETWORK, 2.7)).isLessThan(1e-3);
    assertThat(study.table().rowCount()).isEqualTo(3);
    assertThat(study.table().doubleColumn("slope error").get(1))
        .isEqualTo(right.trained().slopeError(NETWORK, 2.7));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> FittedResponse.best(NETWORK, 1, 0))
        .hasMessage("sigma must be a positive number, not 0.0");
    ModelSpec other =
        ModelSpec.input(4)
            .tune(Hyperparameter.continuous("lambda", Range.real(), 0))
            .layer(new JacobianNoise("lambda", 24))
            .gatedLinear(1)
            .loss(new org.selftuning.layer.SquaredError());
    TrainOptions options = NETWORK.options(10);
    try (Trainer trainer = new Trainer(other, NETWORK.data(), options, CPU)) {
      assertThatThrownBy(() -> FittedResponse.of(trainer))
          .hasMessage(
              "only a network made by LinearNetwork.gated has a response that is linear in λ");
    }
  }
}
