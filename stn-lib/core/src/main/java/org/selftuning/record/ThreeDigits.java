package org.selftuning.record;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers for people: three significant digits. */
public final class ThreeDigits {
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);

  private ThreeDigits() {}

  /** Returns {@code x} with three significant digits, "–" if it is no number: 0.0503, 1.20e-07. */
  public static String of(double x) {
    if (Double.isNaN(x)) {
      return "–";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "∞" : "−∞";
    }
    if (x == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(x).round(THREE);
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent > 6) {
      return String.format(java.util.Locale.ROOT, "%.2e", x);
    }
    return rounded.setScale(Math.max(0, 2 - exponent), RoundingMode.UNNECESSARY).toPlainString();
  }

  /** Returns {@code x} rounded to three significant digits. */
  public static double round(double x) {
    return Double.isFinite(x) ? new BigDecimal(x).round(THREE).doubleValue() : x;
  }
}
