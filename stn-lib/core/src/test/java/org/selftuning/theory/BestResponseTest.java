package org.selftuning.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every best response in closed form must fulfil. */
class BestResponseTest {

  /** A problem, and where to look at it. */
  record Case(String name, BestResponse problem, double[] lambda) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    Observations train = Problems.train();
    Observations validation = Problems.validation();
    return Stream.of(
        new Case("network", Problems.network(), new double[] {1.3}),
        new Case("network, weak penalty", Problems.network(), new double[] {-5}),
        new Case("shared", RidgeRegression.shared(train, validation), new double[] {2}),
        new Case("each", RidgeRegression.each(train, validation), new double[] {-1, 2, 0.5, 3}),
        new Case(
            "groups", new RidgeRegression(train, validation, 1, 0, 1, 0), new double[] {4, -2}));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noOtherWeightsDoBetter(Case c) {
    double[] w = c.problem().exact(c.lambda());
    double lowest = c.problem().trainingObjective(w, c.lambda());
    for (int k = 0; k < w.length; k++) {
      int at = k;
      double slope =
          Problems.slope(x -> c.problem().trainingObjective(moved(w, at, x), c.lambda()), w[k]);
      assertThat(slope / lowest).isCloseTo(0, within(1e-8));
      assertThat(c.problem().trainingObjective(moved(w, k, w[k] + 0.1), c.lambda()))
          .isGreaterThan(lowest);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theJacobianIsTheResponsesDerivative(Case c) {
    double[][] jacobian = c.problem().jacobian(c.lambda());
    assertThat(jacobian[0]).hasSize(c.problem().hyperparameters());
    for (int j = 0; j < c.lambda().length; j++) {
      int at = j;
      for (int k = 0; k < jacobian.length; k++) {
        int row = k;
        double slope =
            Problems.slope(x -> c.problem().exact(moved(c.lambda(), at, x))[row], c.lambda()[j]);
        assertThat(jacobian[k][j]).isCloseTo(slope, within(1e-8));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theHypergradientIsTheValidationLosssDerivative(Case c) {
    double[] gradient = c.problem().hypergradient(c.lambda());
    for (int j = 0; j < gradient.length; j++) {
      int at = j;
      double slope =
          Problems.slope(
              x -> c.problem().validationLossAt(moved(c.lambda(), at, x)), c.lambda()[j]);
      assertThat(gradient[j]).isCloseTo(slope, within(1e-7));
    }
  }

  private static double[] moved(double[] point, int index, double to) {
    double[] moved = point.clone();
    moved[index] = to;
    return moved;
  }

  /** Singular vectors on one side, Cholesky factors on the other. */
  @Test
  void aPenalizedLinearNetworkIsRidgeRegression() {
    LinearNetwork network = Problems.network();
    BestResponse ridge = RidgeRegression.shared(Problems.train(), Problems.validation());
    for (double lambda = -8; lambda <= 8; lambda += 0.5) {
      assertThat(network.exact(lambda)).containsExactly(ridge.exact(lambda), within(1e-10));
    }
  }

  @Test
  void aGateIsHalfClosedWherePenaltyAndDataWeighTheSame() {
    LinearNetwork network = Problems.network();
    double[] half = network.halfClosed();
    for (int i = 0; i < half.length; i++) {
      assertThat(network.gates(half[i])[i]).isCloseTo(0.5, within(1e-12));
      assertThat(Math.exp(half[i]))
          .isCloseTo(Math.pow(network.singularValues()[i], 2), within(1e-9));
    }
    double[][] closed = network.firstLayer(half[0]);
    double[][] open = network.directions();
    assertThat(closed[0])
        .containsExactly(Arrays.stream(open[0]).map(x -> x / 2).toArray(), within(1e-12));
  }

  @Test
  void theOptimumIsTheLowestPointOfAFineGrid() {
    LinearNetwork network = Problems.network();
    double optimum = network.optimum(-8, 9);
    assertThat(network.hypergradient(optimum)[0]).isCloseTo(0, within(1e-10));
    double lowest = network.validationLossAt(optimum);
    for (double lambda = -8; lambda <= 9; lambda += 0.003) {
      assertThat(network.validationLossAt(lambda)).isGreaterThanOrEqualTo(lowest);
    }
  }

  @Test
  void featuresThatDependOnOneAnotherLeaveADirectionOut() {
    double[][] x = {{1, 2}, {2, 4}, {-1, -2}};
    Observations data = new Observations(x, new double[] {1, 2.5, -1});
    LinearNetwork network = new LinearNetwork(data, data);
    assertThat(network.directions()).hasNumberOfRows(1);
    assertThat(network.exact(1))
        .containsExactly(RidgeRegression.shared(data, data).exact(1), within(1e-10));
  }

  @Test
  void mistakesAreNamed() {
    Observations two = new Observations(new double[][] {{1, 2}}, new double[] {1});
    assertThatThrownBy(() -> new LinearNetwork(Problems.train(), two))
        .hasMessage(
            "training data with 4 features, validation data with 2 and groups of 4 weights do not fit together");
    assertThatThrownBy(() -> new RidgeRegression(two, two, 0, 2))
        .hasMessage("groups must be numbered 0, 1, 2 …, not [0, 2]");
    assertThatThrownBy(() -> Problems.network().exact(1, 2))
        .hasMessage("λ must have 1 component, not 2");
    assertThatThrownBy(() -> RidgeRegression.each(two, two).optimum(0, 1))
        .hasMessage("a grid needs one hyperparameter; this problem has 2");
    assertThatThrownBy(() -> new Observations(new double[][] {{1, 2}, {1}}, new double[2]))
        .hasMessage("every example must have the same number of features");
    assertThatThrownBy(() -> two.squaredError(new double[3]))
        .hasMessage("the data have 2 features but there are 3 weights");
  }
}
