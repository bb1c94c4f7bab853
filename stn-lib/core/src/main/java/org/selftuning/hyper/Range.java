package org.selftuning.hyper;

/**
 * Where a hyperparameter may lie, and the smooth map between that range and the real line on which
 * it is tuned. With z the unconstrained value:
 *
 * <pre>
 *   interval (a, b)   value = a + (b − a) · sigmoid(z)
 *   above a           value = a + softplus(z)
 *   below b           value = b − softplus(z)
 *   real line         value = z
 * </pre>
 *
 * <p>Open at both ends: {@link #inverse} takes a value at or beyond an end for one beside it, a
 * millionth of an interval or 1e-12 of a half-line away. The map is that of MacKay et al. (2019),
 * whose code maps (−∞, b) by b − softplus(z) (later code of Bae &amp; Grosse uses b − softplus(b −
 * z)).
 *
 * @param low the lower end, or −∞
 * @param high the upper end, or +∞
 */
public record Range(double low, double high) {
  /** The share of an interval that {@link #inverse} keeps from its ends. */
  private static final double MARGIN = 1e-6;

  /** The distance that {@link #inverse} keeps from the end of a half-line. */
  private static final double LEAST = 1e-12;

  /** Checks the ends. */
  public Range {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "range [" + low + ", " + high + "]: the lower end must lie below the upper end");
    }
  }

  /** The interval (low, high). */
  public static Range interval(double low, double high) {
    return new Range(low, high);
  }

  /** All values above {@code low}. */
  public static Range above(double low) {
    return new Range(low, Double.POSITIVE_INFINITY);
  }

  /** All values below {@code high}. */
  public static Range below(double high) {
    return new Range(Double.NEGATIVE_INFINITY, high);
  }

  /** The real line. */
  public static Range real() {
    return new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Whether both ends are finite. */
  public boolean bounded() {
    return hasLow() && hasHigh();
  }

  private boolean hasLow() {
    return low > Double.NEGATIVE_INFINITY;
  }

  private boolean hasHigh() {
    return high < Double.POSITIVE_INFINITY;
  }

  /** Whether {@code value} lies in the range, its ends included. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** Returns the value at the unconstrained {@code z}. */
  public double value(double z) {
    if (bounded()) {
      return low + (high - low) * sigmoid(z);
    }
    return hasLow() ? low + softplus(z) : hasHigh() ? high - softplus(z) : z;
  }

  /** Returns d value / d z at {@code z}. */
  public double derivative(double z) {
    if (bounded()) {
      double s = sigmoid(z);
      return (high - low) * s * (1 - s);
    }
    return hasLow() ? sigmoid(z) : hasHigh() ? -sigmoid(z) : 1;
  }

  /**
   * Returns the unconstrained z with {@code value(z) == value}, finite for every value in range.
   */
  public double inverse(double value) {
    if (bounded()) {
      double share = Math.min(1 - MARGIN, Math.max(MARGIN, (value - low) / (high - low)));
      return Math.log(share) - Math.log1p(-share);
    }
    if (hasLow()) {
      return inverseSoftplus(Math.max(LEAST, value - low));
    }
    return hasHigh() ? inverseSoftplus(Math.max(LEAST, high - value)) : value;
  }

  /** Returns 1 / (1 + e^−x), without overflow. */
  public static double sigmoid(double x) {
    if (x >= 0) {
      return 1 / (1 + Math.exp(-x));
    }
    double e = Math.exp(x);
    return e / (1 + e);
  }

  /** Returns log(1 + e^x), without overflow. */
  public static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /**
   * Returns the x with softplus(x) = y: y + log(1 − e^−y), exact from the smallest positive y to
   * the largest.
   */
  public static double inverseSoftplus(double y) {
    if (!(y > 0)) {
      throw new IllegalArgumentException("softplus is positive everywhere; it never is " + y);
    }
    return y + Math.log(-Math.expm1(-y));
  }

  @Override
  public String toString() {
    return bounded() || !(hasLow() || hasHigh())
        ? "(" + low + ", " + high + ")"
        : hasLow() ? "above " + low : "below " + high;
  }
}
