package org.selftuning.hyper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;

class PerturbationTest {
  private static final int BATCH = 33;
  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(
              Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05).sigma(1),
              Hyperparameter.continuous("decay", Range.above(0), 1e-3).sigma(0.25).perBatch(),
              Hyperparameter.discrete("holes", 0, 4, 1).sigma(2),
              Hyperparameter.continuous("free", Range.real(), -2)));

  private Ops ops;
  private Perturbation p;

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
    p = new Perturbation(SPACE, ops, BATCH);
  }

  @AfterEach
  void close() {
    ops.close();
  }

  @Test
  void startsWhereTheHyperparametersDo() {
    double[] values = p.currentValues();
    double[] sigma = p.currentSigma();
    for (int j = 0; j < SPACE.size(); j++) {
      Hyperparameter h = SPACE.hyperparameters().get(j);
      assertThat(values[j]).isCloseTo(h.start(), within(1e-6 * Math.abs(h.start())));
      assertThat(sigma[j]).isCloseTo(h.sigma(), within(1e-6));
    }
    p.rest();
    Doubles.assertClose("resting", Doubles.read(p.restingValues()), values, 1e-6);
    assertThat(Doubles.read(p.resting())).isEqualTo(Doubles.read(p.lambda()));
  }

  @Test
  void everyExampleHasItsOwnNoiseUnlessItIsShared() {
    p.draw(new RandomStream(2, "noise"));
    int n = SPACE.size();
    double[] epsilon = Doubles.read(p.epsilon());
    double[] expected = new double[BATCH * n];
    double[] inUnits = new double[BATCH * n];
    double[] sigma = p.currentSigma();
    double[] lambda = Doubles.read(p.lambda());
    for (int i = 0; i < expected.length; i++) {
      int j = i % n;
      Hyperparameter h = SPACE.hyperparameters().get(j);
      double e = epsilon[h.sharing() == Hyperparameter.Sharing.PER_BATCH ? j : i];
      expected[i] = lambda[j] + sigma[j] * e;
      inUnits[i] = h.value((float) expected[i]);
    }
    Doubles.assertClose("z", Doubles.read(p.z()), expected, 1e-6);
    Doubles.assertClose("values", Doubles.read(p.values()), inUnits, 1e-6);
    assertThat(epsilon).doesNotHaveDuplicates();
    float[] drawn = new float[BATCH * n];
    new RandomStream(2, "noise").normals(drawn);
    assertThat(p.epsilon().toArray()).isEqualTo(drawn);
  }

  /** ∂/∂λ and ∂/∂ρ of Σ z ⊙ R − τ·H, by central differences of the formulas. */
  @Test
  void gradientsAreThoseOfTheObjectiveWithItsEntropy() {
    p.draw(new RandomStream(2, "noise"));
    double[] r = Doubles.normal(new Random(1), BATCH * SPACE.size());
    Doubles.write(p.dz(), r);
    double tau = 0.5;
    p.backward((float) tau);
    double[] lambda = Doubles.read(p.lambda());
    double[] rho = Doubles.read(p.rho());
    double[] epsilon = Doubles.read(p.epsilon());
    double[] dLambda = new double[SPACE.size()];
    double[] dRho = new double[SPACE.size()];
    double h = 1e-5;
    for (int j = 0; j < SPACE.size(); j++) {
      for (double side : new double[] {h, -h}) {
        lambda[j] += side;
        dLambda[j] += Math.signum(side) * objective(lambda, rho, epsilon, r, tau) / (2 * h);
        lambda[j] -= side;
        rho[j] += side;
        dRho[j] += Math.signum(side) * objective(lambda, rho, epsilon, r, tau) / (2 * h);
        rho[j] -= side;
      }
    }
    Doubles.assertClose("lambda", Doubles.read(p.dLambda()), dLambda, 1e-6);
    Doubles.assertClose("rho", Doubles.read(p.dRho()), dRho, 1e-6);
  }

  private static double objective(
      double[] lambda, double[] rho, double[] epsilon, double[] r, double tau) {
    int n = lambda.length;
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double sigma = Math.log1p(Math.exp(rho[j]));
      boolean shared = SPACE.hyperparameters().get(j).sharing() == Hyperparameter.Sharing.PER_BATCH;
      for (int g = 0; g < BATCH; g++) {
        sum += r[g * n + j] * (lambda[j] + sigma * epsilon[(shared ? 0 : g) * n + j]);
      }
      sum -= tau * Math.log(sigma * Math.sqrt(2 * Math.PI * Math.E));
    }
    return sum;
  }

  @Test
  void entropyIsThatOfTheNormalDistribution() {
    double expected = 0;
    for (Hyperparameter h : SPACE.hyperparameters()) {
      expected += Math.log(h.sigma() * Math.sqrt(2 * Math.PI * Math.E));
    }
    assertThat(p.entropy()).isCloseTo(expected, within(1e-6));
  }

  private static double squashed(int j, double z) {
    double sigmoid = 1 / (1 + Math.exp(-z));
    return j == 1 ? Math.log1p(Math.exp(z)) : j == 3 ? z : sigmoid;
  }

  /** Elsewhere a gate sees the place itself, or, centered, how far it is from here. */
  @Test
  void aRestingPassCanLookElsewhereAndComesBack() {
    float[] elsewhere = {0.3f, -2, 1, 4};
    for (GateInput gates : List.of(GateInput.UNCONSTRAINED, GateInput.SQUASHED)) {
      for (boolean centered : new boolean[] {false, true}) {
        Perturbation q = new Perturbation(SPACE, gates, centered, Set.of(), ops, BATCH);
        double[] here = Doubles.read(q.lambda());
        double[] seen = new double[SPACE.size()];
        for (int j = 0; j < seen.length; j++) {
          boolean squashes = gates == GateInput.SQUASHED;
          seen[j] = squashes ? squashed(j, elsewhere[j]) : elsewhere[j];
          seen[j] -= centered ? (squashes ? squashed(j, here[j]) : here[j]) : 0;
        }
        double[] values =
            q.at(
                elsewhere,
                () -> {
                  q.rest();
                  Doubles.assertClose("elsewhere", Doubles.read(q.restingInput()), seen, 1e-5);
                  return Doubles.read(q.restingValues());
                });
        assertThat(values[3]).isEqualTo(4);
        q.rest();
        assertThat(Doubles.read(q.lambda())).isEqualTo(here);
        assertThat(Doubles.read(q.restingInput())[3]).isEqualTo(centered ? 0 : -2);
      }
    }
  }

  @Test
  void gatesSeeSquashedValuesIfTheyAreToldTo() {
    assertThat(p.gateInput()).isSameAs(p.z());
    Perturbation q = new Perturbation(SPACE, GateInput.SQUASHED, ops, BATCH);
    q.draw(new RandomStream(2, "noise"));
    q.rest();
    int n = SPACE.size();
    double[] z = Doubles.read(q.z());
    double[] lambda = Doubles.read(q.lambda());
    double[] r = Doubles.normal(new Random(1), BATCH * n);
    double[] expected = new double[BATCH * n];
    double[] dLambda = new double[n];
    double[] resting = new double[n];
    double[] dResting = new double[n];
    double h = 1e-5;
    for (int i = 0; i < expected.length; i++) {
      int j = i % n;
      expected[i] = squashed(j, z[i]);
      dLambda[j] += r[i] * (squashed(j, z[i] + h) - squashed(j, z[i] - h)) / (2 * h);
    }
    for (int j = 0; j < n; j++) {
      resting[j] = squashed(j, lambda[j]);
      dResting[j] = r[j] * (squashed(j, lambda[j] + h) - squashed(j, lambda[j] - h)) / (2 * h);
    }
    Doubles.assertClose("gate input", Doubles.read(q.gateInput()), expected, 1e-6);
    Doubles.assertClose("at rest", Doubles.read(q.restingInput()), resting, 1e-6);
    Doubles.write(q.dz(), r);
    q.backward(0);
    Doubles.assertClose("lambda", Doubles.read(q.dLambda()), dLambda, 1e-5);
    Doubles.write(q.restingGradient(), java.util.Arrays.copyOf(r, n));
    q.backwardResting();
    Doubles.assertClose("lambda at rest", Doubles.read(q.dLambda()), dResting, 1e-5);
  }

  @Test
  void restingGradientGoesToLambdaAsItIs() {
    p.clearGradient();
    double[] r = {1, -2, 3, 0.5};
    Doubles.write(p.restingGradient(), r);
    p.backwardResting();
    assertThat(Doubles.read(p.dLambda())).isEqualTo(r);
    p.clearGradient();
    assertThat(p.dz().toArray()).containsOnly(0f);
  }

  @Test
  void nothingToPerturbIsRefused() {
    HyperparameterSpace empty = new HyperparameterSpace(List.of());
    assertThatThrownBy(() -> new Perturbation(empty, ops, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no hyperparameter to perturb");
  }
}
