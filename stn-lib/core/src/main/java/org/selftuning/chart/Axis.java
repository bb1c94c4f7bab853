package org.selftuning.chart;

/**
 * One axis of a panel.
 *
 * @param label what is measured, with its unit; empty for none
 * @param low its lower end
 * @param high its upper end
 * @param log whether it is logarithmic
 * @param whole whether only whole numbers are worth a tick
 */
record Axis(String label, double low, double high, boolean log, boolean whole) {
  private static final double[] STEPS = {1, 1.5, 2, 3, 4, 5, 7, 10};
  private static final double TWO_DECADES = 100;

  /** Less than this share of the numbers themselves is no course worth enlarging. */
  private static final double LEAST_SPAN = 0.1;

  Axis {
    if (!(low < high) || (log && low <= 0)) {
      throw new IllegalArgumentException("axis '" + label + "': " + low + " … " + high);
    }
  }

  static Axis linear(String label, double low, double high) {
    return new Axis(label, low, high, false, false);
  }

  static Axis counting(String label, double low, double high) {
    return new Axis(label, low, high, false, true);
  }

  /** Whether it counts so few that XChart would put lines between whole numbers. */
  boolean countsFew() {
    return whole && high - low <= 5;
  }

  /** Where between the ends {@code value} lies: 0 at the lower, 1 at the upper. */
  double share(double value) {
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }

  /** The value at {@code share} of the way from the lower to the upper end. */
  double value(double share) {
    return log ? low * Math.pow(high / low, share) : low + share * (high - low);
  }

  /**
   * An axis around positive data, its ends on round numbers so that it grows in steps; logarithmic
   * where the data span more than two decades.
   */
  static Axis around(String label, double min, double max, boolean forceLog) {
    if (!(min <= max)) {
      return linear(label, 0, 1);
    }
    if (min > 0 && (forceLog || max > TWO_DECADES * min)) {
      double low = roundDown(min);
      double high = roundUp(max);
      return new Axis(label, low, high > low ? high : low * 2, true, false);
    }
    double span = Math.max(max - min, Math.max(Math.abs(max) * LEAST_SPAN, 1e-9));
    double spare = (span - (max - min)) / 2;
    double step = roundUp(span / 10);
    double low = Math.floor((min - spare) / step) * step;
    double high = Math.ceil((max + spare) / step) * step;
    return linear(label, min >= 0 ? Math.max(0, low) : low, high);
  }

  /** The smallest round number of at least {@code x}: 1, 1.5, 2, 3, 4, 5, 7 times a power of 10. */
  static double roundUp(double x) {
    double decade = Math.pow(10, Math.floor(Math.log10(x)));
    for (double step : STEPS) {
      if (step * decade >= x * (1 - 1e-9)) {
        return clean(step * decade);
      }
    }
    return clean(10 * decade);
  }

  /** The largest such number of at most {@code x}. */
  static double roundDown(double x) {
    double decade = Math.pow(10, Math.floor(Math.log10(x)));
    double best = decade;
    for (double step : STEPS) {
      if (step * decade <= x * (1 + 1e-9)) {
        best = step * decade;
      }
    }
    return clean(best);
  }

  private static double clean(double x) {
    return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.6e", x));
  }
}
