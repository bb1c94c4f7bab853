package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianProcessTest {
  private static final double[] LOGS = {
    Math.log(0.4), Math.log(0.9), Math.log(1.3), Math.log(0.01)
  };

  private static double[][] points(int size, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] points = new double[size][];
    for (int i = 0; i < size; i++) {
      points[i] = random.doubles(n).toArray();
    }
    return points;
  }

  private static double wave(double[] x) {
    return 3 + 2 * Math.sin(5 * x[0]) + x[1] * x[1];
  }

  private static double kernel(double[] a, double[] b) {
    double square = 0;
    for (int i = 0; i < 2; i++) {
      square += Math.pow((a[i] - b[i]) / Math.exp(LOGS[i]), 2);
    }
    double r = Math.sqrt(square);
    double s = Math.sqrt(5);
    return Math.exp(LOGS[2]) * (1 + s * r + 5 * r * r / 3) * Math.exp(-s * r);
  }

  @Test
  void predictsAndJudgesAsTheFormulasOfTheTextbookDo() {
    double[][] x = points(12, 2, 1);
    double[] y = new double[12];
    double mean = 0;
    for (int i = 0; i < 12; i++) {
      y[i] = wave(x[i]);
      mean += y[i] / 12;
    }
    double variance = 0;
    for (double v : y) {
      variance += (v - mean) * (v - mean) / 12;
    }
    RealMatrix k = new Array2DRowRealMatrix(12, 12);
    RealVector z = new ArrayRealVector(12);
    for (int i = 0; i < 12; i++) {
      z.setEntry(i, (y[i] - mean) / Math.sqrt(variance));
      for (int j = 0; j < 12; j++) {
        k.setEntry(i, j, kernel(x[i], x[j]) + (i == j ? Math.exp(LOGS[3]) : 0));
      }
    }
    LUDecomposition lu = new LUDecomposition(k);
    RealMatrix inverse = lu.getSolver().getInverse();
    GaussianProcess process = GaussianProcess.of(x, y, LOGS);
    double likelihood =
        -0.5 * z.dotProduct(inverse.operate(z))
            - 0.5 * Math.log(lu.getDeterminant())
            - 6 * Math.log(2 * Math.PI);
    assertThat(process.logLikelihood()).isCloseTo(likelihood, within(1e-8));
    for (double[] at : points(5, 2, 2)) {
      RealVector near = new ArrayRealVector(12);
      for (int i = 0; i < 12; i++) {
        near.setEntry(i, kernel(at, x[i]));
      }
      double mu = near.dotProduct(inverse.operate(z));
      double left = kernel(at, at) - near.dotProduct(inverse.operate(near));
      double[] predicted = process.predict(at);
      assertThat(predicted[0]).isCloseTo(mean + mu * Math.sqrt(variance), within(1e-8));
      assertThat(predicted[1]).isCloseTo(Math.sqrt(left * variance), within(1e-8));
    }
  }

  @Test
  void fitIsNoWorseThanWhereItBeganAndFindsTheAxisThatMatters() {
    double[][] x = points(40, 3, 5);
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      y[i] = Math.sin(6 * x[i][0]) + 0.2 * x[i][1];
    }
    double[] start = {Math.log(0.5), Math.log(0.5), Math.log(0.5), 0, Math.log(1e-3)};
    GaussianProcess process = GaussianProcess.fit(x, y, null);
    assertThat(process.logLikelihood())
        .isGreaterThan(GaussianProcess.of(x, y, start).logLikelihood() + 5);
    double[] logs = process.logs();
    assertThat(logs[0]).isLessThan(logs[1]).isLessThan(logs[2]);
    double worst = 0;
    for (double[] at : points(200, 3, 6)) {
      double truth = Math.sin(6 * at[0]) + 0.2 * at[1];
      worst = Math.max(worst, Math.abs(process.predict(at)[0] - truth));
    }
    assertThat(worst).isLessThan(0.2);
  }

  /** h(z) = ∫₀^∞ u φ(u − z) du, by the midpoint rule on a scale that does not underflow. */
  @ParameterizedTest
  @ValueSource(doubles = {-35, -20.5, -19.5, -8, -3, -1, 0, 1, 4})
  void logOfExpectedImprovementIsThatOfItsIntegral(double z) {
    int steps = 400_000;
    double end = Math.max(8, z + 10);
    double width = end / steps;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double u = (i + 0.5) * width;
      // φ(u − z) / φ(z) = e^(uz − u²/2)
      sum += u * Math.exp(u * z - 0.5 * u * u) * width;
    }
    double expected = Math.log(sum) - 0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
    assertThat(ExpectedImprovement.logH(z)).isCloseTo(expected, within(2e-6 * Math.abs(expected)));
  }
}
