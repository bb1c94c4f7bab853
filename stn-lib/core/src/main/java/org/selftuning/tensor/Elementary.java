package org.selftuning.tensor;

/** An elementary function of one number. */
public enum Elementary {
  /** e^x. */
  EXP,
  /** The natural logarithm; NaN below 0. */
  LOG,
  /** √x; NaN below 0. */
  SQRT,
  /** 1/x. */
  RECIPROCAL,
  /** |x|. */
  ABS,
  /** −1, 0 or 1 as x is negative, 0 or positive. */
  SIGN,
  /** log(1 + e^x). */
  SOFTPLUS,
  /** The error function (2/√π) ∫₀ˣ e^−t² dt. */
  ERF,
  /** x·Φ(x), with Φ the standard normal distribution function. */
  GELU,
  /** Its derivative Φ(x) + x·φ(x), with φ the standard normal density. */
  GELU_SLOPE,
  /** 1 where x is a number, 0 where it is NaN. */
  IS_NUMBER,
  /** x where it is a number, 0 where it is NaN. */
  NUMBER_OR_ZERO;

  /** The value at x, in double precision. */
  public double of(double x) {
    return switch (this) {
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case ERF -> erf(x);
      case GELU -> x * normal(x);
      case GELU_SLOPE -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case IS_NUMBER -> Double.isNaN(x) ? 0 : 1;
      case NUMBER_OR_ZERO -> Double.isNaN(x) ? 0 : x;
    };
  }

  /** Φ(x). */
  private static double normal(double x) {
    return (1 + erf(x * Math.sqrt(0.5))) / 2;
  }

  /**
   * The Maclaurin series, in the form whose terms are all positive (Abramowitz &amp; Stegun 1964,
   * 7.1.6); beyond 6 the value is ±1 in double precision.
   */
  private static double erf(double x) {
    if (!(Math.abs(x) < 6)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
