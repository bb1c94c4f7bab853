package org.selftuning.chart;

import java.awt.Color;
import java.util.List;

/**
 * The colors of all charts, on white: told apart by the color-blind (after Okabe and Ito), dark
 * enough for print, always in this order. A {@link Theme} has its own form of each.
 */
final class Palette {
  static final Color BLUE = new Color(0x0072B2);
  static final Color VERMILION = new Color(0xD55E00);
  static final Color GREEN = new Color(0x009E73);
  static final Color PINK = new Color(0xCC79A7);
  static final Color ORANGE = new Color(0xE69F00);
  static final Color SKY = new Color(0x56B4E9);
  static final Color BLACK = Color.BLACK;
  static final List<Color> SERIES = List.of(BLUE, VERMILION, GREEN, PINK, ORANGE, SKY, BLACK);

  static final Color TRAIN = new Color(0x888888);
  static final Color GROUND = Color.WHITE;
  static final Color PALE = new Color(0xF4F4F4);

  /** The ends of a scale of blues: what is high in a loss, and what is low and sought. */
  static final Color FAINT = new Color(0xE4EDF4);

  static final Color DEEP = new Color(0x00436B);
  static final Color GRID = new Color(0xE6E6E6);
  static final Color TEXT = new Color(0x444444);
  static final Color TITLE = new Color(0x111111);

  /** #F4F4F4 on white, and the grid still seen through it. */
  static final Color SHADE = new Color(0, 0, 0, 11);

  /** #E6E6E6 on white, for lines over the data. */
  static final Color VEIL = new Color(0, 0, 0, 25);

  private static final double BAND_OPACITY = 0.15;

  private Palette() {}

  /** The color of the i-th series; from the eighth on they come again. */
  static Color series(int i) {
    return SERIES.get(i % SERIES.size());
  }

  /** The color of a band around a line of color {@code line}. */
  static Color band(Color line) {
    return translucent(line, BAND_OPACITY);
  }

  static Color translucent(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
  }
}
