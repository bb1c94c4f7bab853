package org.selftuning.search.hypergradient;

/** Adam with bias correction (Kingma &amp; Ba 2015) on a vector of doubles. */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double rate;
  private final double[] first;
  private final double[] second;
  private int taken;

  Adam(double rate, int size) {
    this.rate = rate;
    first = new double[size];
    second = new double[size];
  }

  /** Moves {@code x} against {@code gradient}. */
  void step(double[] x, double[] gradient) {
    taken++;
    double correct1 = 1 - Math.pow(BETA1, taken);
    double correct2 = 1 - Math.pow(BETA2, taken);
    for (int i = 0; i < x.length; i++) {
      first[i] = BETA1 * first[i] + (1 - BETA1) * gradient[i];
      second[i] = BETA2 * second[i] + (1 - BETA2) * gradient[i] * gradient[i];
      x[i] -= rate * (first[i] / correct1) / (Math.sqrt(second[i] / correct2) + EPSILON);
    }
  }
}
