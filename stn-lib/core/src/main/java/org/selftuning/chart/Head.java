package org.selftuning.chart;

import java.awt.Font;
import java.util.ArrayList;
import java.util.List;

/**
 * The title of a chart and the line below it, at the top left: each in one line, cut at its end, or
 * on paper wrapped.
 *
 * @param title what is seen
 * @param subtitle what is plotted
 */
record Head(String title, String subtitle) {
  private static final double BASELINE = PanelPainter.MARGIN + 16;
  private static final int TITLE_LINE = 20;
  private static final int LINE = 17;
  private static final int GAP = 21;

  /** What it needs more than two lines would. */
  int extra(int width, boolean paper) {
    return TITLE_LINE * (lines(title, Lettering.TITLE, width, paper).size() - 1)
        + LINE * (lines(subtitle, Lettering.PLAIN, width, paper).size() - 1);
  }

  void paint(Canvas canvas, int width) {
    double y = BASELINE;
    for (String line : lines(title, Lettering.TITLE, width, canvas.paper())) {
      canvas.text(line, Lettering.TITLE, Palette.TITLE, PanelPainter.MARGIN, y);
      y += TITLE_LINE;
    }
    y += GAP - TITLE_LINE;
    for (String line : lines(subtitle, Lettering.PLAIN, width, canvas.paper())) {
      canvas.text(line, Lettering.PLAIN, Palette.TEXT, PanelPainter.MARGIN, y);
      y += LINE;
    }
  }

  private static List<String> lines(String text, Font font, int width, boolean paper) {
    double room = width - 2 * PanelPainter.MARGIN;
    return paper ? wrap(text, font, room) : List.of(Lettering.fit(text, font, room));
  }

  /** The words in lines; a word that is too long for one is cut. */
  private static List<String> wrap(String text, Font font, double room) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && Lettering.width(longer, font) > room) {
        lines.add(line);
        longer = word;
      }
      line = Lettering.shorten(longer, font, room);
    }
    lines.add(line);
    return lines;
  }
}
