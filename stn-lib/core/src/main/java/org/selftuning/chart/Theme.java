package org.selftuning.chart;

import java.awt.Color;
import java.util.Map;

/** The grounds on which charts are drawn; each has its own form of every color of the palette. */
enum Theme {
  /** Dark on white. */
  LIGHT(Map.of()),

  /** Bright on almost black, in the order of lightness of the other: also readable in gray. */
  DARK(
      Map.ofEntries(
          Map.entry(Palette.GROUND, new Color(0x111111)),
          Map.entry(Palette.GRID, new Color(0x333333)),
          Map.entry(Palette.PALE, new Color(0x262626)),
          Map.entry(Palette.TEXT, new Color(0xC8C8C8)),
          Map.entry(Palette.TITLE, new Color(0xF0F0F0)),
          Map.entry(Palette.TRAIN, new Color(0x9A9A9A)),
          Map.entry(Palette.BLACK, Color.WHITE),
          Map.entry(Palette.BLUE, new Color(0x3D9BE9)),
          Map.entry(Palette.VERMILION, new Color(0xFF7F3F)),
          Map.entry(Palette.GREEN, new Color(0x2BC596)),
          Map.entry(Palette.PINK, new Color(0xE796C3)),
          Map.entry(Palette.ORANGE, new Color(0xF7C04A)),
          Map.entry(Palette.SKY, new Color(0xA8DEFF)),
          Map.entry(Palette.FAINT, new Color(0x1C2B38)),
          Map.entry(Palette.DEEP, new Color(0x8CCBFF))));

  private static final int OPAQUE = 255;

  private final Map<Color, Color> colors;

  Theme(Map<Color, Color> colors) {
    this.colors = colors;
  }

  /** The form of a color of the palette, of a mixture of two, or of one with another opacity. */
  Color of(Color color) {
    if (color instanceof Mixture mixture) {
      return Mixture.mix(of(mixture.from()), of(mixture.to()), mixture.share());
    }
    Color opaque = new Color(color.getRGB());
    Color mine = colors.getOrDefault(opaque, opaque);
    return color.getAlpha() == OPAQUE
        ? mine
        : new Color(mine.getRed(), mine.getGreen(), mine.getBlue(), color.getAlpha());
  }

  /** As CSS and SVG write an opaque color. */
  String hex(Color color) {
    return String.format("#%06x", of(color).getRGB() & 0xFFFFFF);
  }
}
