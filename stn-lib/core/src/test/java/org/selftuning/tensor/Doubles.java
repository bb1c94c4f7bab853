package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/** Numbers for tests: random ones that are exact in single precision, and comparisons. */
public final class Doubles {
  private Doubles() {}

  /** Returns {@code size} standard normal numbers that single precision holds exactly. */
  public static double[] normal(Random random, int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Returns {@code size} numbers, uniform in low … high, that single precision holds exactly. */
  public static double[] uniform(Random random, int size, double low, double high) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }

  /** Returns {@code size} times {@code value}. */
  public static double[] all(int size, double value) {
    double[] values = new double[size];
    java.util.Arrays.fill(values, value);
    return values;
  }

  /** Rounds to single precision. */
  public static float[] floats(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  /** Widens to double precision. */
  public static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Writes {@code values} to {@code tensor}, and returns it. */
  public static Tensor write(Tensor tensor, double[] values) {
    tensor.write(floats(values));
    return tensor;
  }

  /** Returns the elements of {@code tensor}. */
  public static double[] read(Tensor tensor) {
    return doubles(tensor.toArray());
  }

  /**
   * Checks that {@code actual} differs from {@code expected} by no more than {@code tolerance}
   * times the largest expected value.
   */
  public static void assertClose(
      String what, double[] actual, double[] expected, double tolerance) {
    assertClose(what, actual, expected, tolerance, 0);
  }

  /**
   * Checks that {@code actual} differs from {@code expected} by no more than {@code tolerance}
   * times the largest expected value, or times {@code scale} where that is more.
   */
  public static void assertClose(
      String what, double[] actual, double[] expected, double tolerance, double scale) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double largest = scale;
    for (double e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(actual[i] - expected[i]);
      if (!(error <= tolerance * largest + 1e-30)) {
        throw new AssertionError(
            what
                + ": element "
                + i
                + " of "
                + expected.length
                + " is "
                + actual[i]
                + " instead of "
                + expected[i]);
      }
    }
  }
}
