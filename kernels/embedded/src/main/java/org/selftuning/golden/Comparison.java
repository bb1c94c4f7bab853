package org.selftuning.golden;

/** Collects the largest error of a case, relative to the largest value of each array. */
final class Comparison {
  private double worst;
  private String where = "";
  private int arrays;

  /** Compares one array with what it should be. */
  void check(String what, double[] expected, float[] actual) {
    double[] doubles = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      doubles[i] = actual[i];
    }
    check(what, expected, doubles);
  }

  /** Compares one array with what it should be. */
  void check(String what, double[] expected, double... actual) {
    arrays++;
    double largest = 0;
    for (double e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    double error = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < expected.length && i < actual.length; i++) {
      double difference = Math.abs(expected[i] - actual[i]);
      error = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(error, difference);
    }
    double relative = largest > 0 ? error / largest : error;
    if (relative > worst || arrays == 1) {
      worst = relative;
      where = what;
    }
  }

  /** The largest relative error of all arrays. */
  double worst() {
    return worst;
  }

  /** The array that it was found in. */
  String where() {
    return where;
  }

  /** The number of arrays compared. */
  int arrays() {
    return arrays;
  }
}
