package org.selftuning.chart;

import java.awt.Color;

/**
 * One line of a panel, x ascending; NaN in y breaks it.
 *
 * @param name what it shows, said at its right end
 * @param x where
 * @param y how much
 * @param look how it is drawn
 * @param circles whether its start is an open circle and its end a filled one
 * @param end the number said beside its name, empty for none
 */
record Line(String name, double[] x, double[] y, Look look, boolean circles, String end) {

  /**
   * How a line is drawn.
   *
   * @param color its color
   * @param width in pixels
   * @param dashed whether it has gaps
   */
  record Look(Color color, float width, boolean dashed) {
    static final Look TRAIN = new Look(Palette.TRAIN, 1.3f, false);
    static final Look VALIDATION = new Look(Palette.BLUE, 2.6f, false);
    static final Look TEST = new Look(Palette.BLACK, 1.6f, true);

    /** The i-th of several; from the eighth on colors come again, with gaps in the line. */
    static Look series(int i) {
      return new Look(Palette.series(i), 2.2f, i >= Palette.SERIES.size());
    }

    /** The i-th of {@code count} in its panel; a line that is alone there needs no gaps. */
    static Look series(int i, int count) {
      return count == 1 ? new Look(Palette.series(i), 2.2f, false) : series(i);
    }
  }

  Line {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "line '" + name + "': " + x.length + " places for " + y.length + " numbers");
    }
  }

  static Line plain(String name, double[] x, double[] y, Look look) {
    return new Line(name, x, y, look, false, "");
  }

  /** The index of the first number, or −1. */
  int first() {
    for (int i = 0; i < y.length; i++) {
      if (Double.isFinite(y[i])) {
        return i;
      }
    }
    return -1;
  }

  /** The index of the last number, or −1. */
  int last() {
    for (int i = y.length - 1; i >= 0; i--) {
      if (Double.isFinite(y[i])) {
        return i;
      }
    }
    return -1;
  }
}
