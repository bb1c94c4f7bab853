package org.selftuning.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * How the numbers along an axis are written.
 *
 * @param axis the axis
 */
record Ticks(Axis axis) {
  private static final double SAME = 1e-9;

  /** The distance between two ticks, about, as a share of the axis. */
  private static final double STEP = 0.18;

  /** Returns the text at {@code value}, empty where no number should stand. */
  String label(double value) {
    if (axis.log()) {
      return logLabel(value);
    }
    if (axis.whole()) {
      boolean whole = Math.abs(value - Math.rint(value)) < SAME;
      return whole ? grouped(Math.round(value)) : "";
    }
    double span = axis.high() - axis.low();
    double clean = Math.abs(value) < SAME * span ? 0 : value;
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(STEP * span / 0.75)));
    BigDecimal exact = new BigDecimal(clean).round(new MathContext(9)).stripTrailingZeros();
    int needed = Math.max(exact.scale(), Math.min(decimals, 4));
    return exact
        .setScale(Math.max(0, needed), java.math.RoundingMode.HALF_EVEN)
        .toPlainString()
        .replace('-', '−');
  }

  /** With a space at the thousands: a comma would lift its number above the others. */
  private static String grouped(long number) {
    return Math.abs(number) < 10_000
        ? Long.toString(number)
        : String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  private String logLabel(double value) {
    double exponent = Math.floor(Math.log10(value) + SAME);
    long digit = Math.round(value / Math.pow(10, exponent));
    boolean wide = axis.high() / axis.low() > 1e3;
    if (digit != 1 && (wide || (digit != 2 && digit != 5))) {
      return "";
    }
    return exponent < -4 || exponent > 5
        ? digit + "e" + ((long) exponent + "").replace('-', '−')
        : new BigDecimal(value).round(new MathContext(1)).toPlainString();
  }
}
