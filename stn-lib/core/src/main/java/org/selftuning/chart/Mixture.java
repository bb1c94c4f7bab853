package org.selftuning.chart;

import java.awt.Color;

/** A color between two of the palette, which a theme may have in other forms. */
final class Mixture extends Color {
  private static final long serialVersionUID = 1;

  private final Color from;
  private final Color to;
  private final double share;

  /**
   * Mixes two colors.
   *
   * @param share of {@code to}, 0 … 1
   */
  Mixture(Color from, Color to, double share) {
    super(mix(from, to, share).getRGB());
    this.from = from;
    this.to = to;
    this.share = share;
  }

  Color from() {
    return from;
  }

  Color to() {
    return to;
  }

  double share() {
    return share;
  }

  static Color mix(Color from, Color to, double share) {
    return new Color(
        mix(from.getRed(), to.getRed(), share),
        mix(from.getGreen(), to.getGreen(), share),
        mix(from.getBlue(), to.getBlue(), share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + Math.max(0, Math.min(1, share)) * (to - from));
  }
}
