package org.selftuning.search;

import org.hipparchus.special.Erf;

/**
 * The logarithm of the expected improvement below {@code best} of a normally distributed number:
 *
 * <pre>
 *   log EI = log σ + log h(z)   h(z) = φ(z) + z Φ(z)   z = (best − μ) / σ
 * </pre>
 *
 * <p>EI itself is 0 in double precision a few σ away from the best, and then does not distinguish
 * one point from another; its logarithm does not underflow (Ament et al., "Unexpected Improvements
 * to Expected Improvement", NeurIPS 2023). Far below, h(z) = φ(z)/z² · (1 − 3/z² + 15/z⁴ − 105/z⁶ +
 * …).
 */
final class ExpectedImprovement {
  private static final double FAR = -20;
  private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private ExpectedImprovement() {}

  /** Returns log EI of a number with this mean and standard deviation, which is positive. */
  static double log(double mean, double deviation, double best) {
    return Math.log(deviation) + logH((best - mean) / deviation);
  }

  static double logH(double z) {
    if (z > FAR) {
      double density = Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI);
      return Math.log(density + z * 0.5 * Erf.erfc(-z / Math.sqrt(2)));
    }
    double q = 1 / (z * z);
    double series = 1 - 3 * q * (1 - 5 * q * (1 - 7 * q * (1 - 9 * q)));
    return -0.5 * z * z - LOG_ROOT_TWO_PI + Math.log(q * series);
  }
}
