package org.selftuning.search.hypergradient;

/** What is done with small vectors. */
final class Vectors {
  /** About the cube root of the precision of a double: the best step of a central difference. */
  static final double STEP = 6e-6;

  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Returns a + s·b. */
  static double[] plus(double[] a, double s, double[] b) {
    double[] sum = a.clone();
    add(sum, s, b);
    return sum;
  }

  /** a ← a + s·b. */
  static void add(double[] a, double s, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += s * b[i];
    }
  }

  static double[] scaled(double s, double[] a) {
    double[] scaled = a.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= s;
    }
    return scaled;
  }

  /** How far to go from w along v for a central difference; 0 where v is. */
  static double step(double[] w, double[] v) {
    double length = Math.sqrt(dot(v, v));
    return length == 0 ? 0 : STEP * Math.max(1, Math.sqrt(dot(w, w))) / length;
  }
}
