package org.selftuning.chart;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;

/**
 * Letters in charts. They are outlines, so that pictures look alike on machines with other fonts;
 * only in SVG they are text.
 */
final class Lettering {
  static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font BOLD = PLAIN.deriveFont(Font.BOLD);
  static final Font SMALL = PLAIN.deriveFont(12f);
  static final Font TITLE = PLAIN.deriveFont(Font.BOLD, 16f);

  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  private Lettering() {}

  /**
   * Makes sure that this Java can draw letters at all: a headless one without fonts cannot.
   *
   * @throws IllegalStateException if not, with the cure
   */
  static void check() {
    try {
      width("stn", PLAIN);
    } catch (LinkageError | InternalError | RuntimeException e) {
      throw new IllegalStateException(
          "charts need a font and Java finds none on this machine; install one (on Debian:"
              + " apt-get install fontconfig fonts-dejavu-core) or use the chart's text()",
          e);
    }
  }

  static double width(String text, Font font) {
    return text.isEmpty() ? 0 : new TextLayout(text, font, CONTEXT).getAdvance();
  }

  /** The letters of a text that is not empty, their baseline's left end at (x, y). */
  static Shape outline(String text, Font font, double x, double y) {
    return new TextLayout(text, font, CONTEXT)
        .getOutline(AffineTransform.getTranslateInstance(x, y));
  }

  /** Returns the text, cut and marked with … where it is wider than {@code width}. */
  static String fit(String text, Font font, double width) {
    if (width(text, font) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 1 && width(text.substring(0, end).stripTrailing() + "…", font) > width) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  /** Returns the text, cut in the middle where it is too wide: names often differ at their ends. */
  static String shorten(String text, Font font, double width) {
    String shorter = text;
    for (int keep = text.length() - 1; keep > 1 && width(shorter, font) > width; keep--) {
      int head = (keep + 1) / 2;
      shorter =
          text.substring(0, head).stripTrailing()
              + "…"
              + text.substring(text.length() - (keep - head)).stripLeading();
    }
    return shorter;
  }
}
