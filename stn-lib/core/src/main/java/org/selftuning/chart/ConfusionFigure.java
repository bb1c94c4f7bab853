package org.selftuning.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import org.selftuning.predict.ClassificationReport;

/**
 * A confusion matrix: a row for each actual class, a column for each predicted one, the darker the
 * larger its share of the row. Right predictions are blue, wrong ones vermilion.
 *
 * @param report the numbers
 */
record ConfusionFigure(ClassificationReport report) {
  private static final int TOP = 104;
  private static final int FOOT = 16;
  private static final int LARGEST = 56;
  private static final int SMALLEST = 8;
  private static final int LEAST_FOR_NUMBERS = 24;
  private static final double NAMES = 0.28;

  Figure figure() {
    int height = TOP + FOOT + cell() * classes();
    return new Figure(title(), text(), Charts.WIDTH, height, this::paint);
  }

  private int classes() {
    return report.classes().size();
  }

  private int cell() {
    int room = (int) (Charts.WIDTH * (1 - NAMES)) - 12;
    return Math.max(SMALLEST, Math.min(LARGEST, Math.min(room, 640) / classes()));
  }

  private String title() {
    int actual = -1;
    int predicted = -1;
    int most = 0;
    for (int a = 0; a < classes(); a++) {
      for (int p = 0; p < classes(); p++) {
        if (a != p && report.confusion()[a][p] > most) {
          most = report.confusion()[a][p];
          actual = a;
          predicted = p;
        }
      }
    }
    return actual < 0
        ? "No example is classified wrongly"
        : String.format(
            Locale.ROOT,
            "Most often wrong: %s taken for %s, %d of %d",
            report.classes().get(actual),
            report.classes().get(predicted),
            most,
            report.support(actual));
  }

  private String subtitle() {
    return String.format(
        Locale.ROOT,
        "%s, %d examples, %s %% right; rows: actual class, columns: predicted class",
        report.name(),
        report.size(),
        Reading.of(100 * report.accuracy()));
  }

  private String text() {
    return title() + "\n" + subtitle() + "\n" + report.confusionTable().print(classes());
  }

  private void paint(Graphics2D g) {
    PanelPainter.head(g, title(), subtitle(), Lettering.TITLE, Charts.WIDTH);
    int cell = cell();
    double room = Charts.WIDTH * NAMES - 3 * PanelPainter.MARGIN;
    double widest = 0;
    for (String name : report.classes()) {
      widest = Math.max(widest, Math.min(room, Lettering.width(name, Lettering.PLAIN)));
    }
    double left = PanelPainter.MARGIN + widest + 12;
    boolean numbers = cell >= LEAST_FOR_NUMBERS;
    boolean names = cell >= 13;
    for (int a = 0; a < classes(); a++) {
      double y = TOP + (double) a * cell;
      String name = Lettering.fit(report.classes().get(a), Lettering.PLAIN, room);
      if (names) {
        double from = left - 8 - Lettering.width(name, Lettering.PLAIN);
        Lettering.draw(g, name, Lettering.PLAIN, Palette.TEXT, from, y + cell / 2.0 + 4.5);
      }
      String above = Lettering.fit(report.classes().get(a), Lettering.SMALL, cell - 2.0);
      if (numbers) {
        double x = left + a * cell + (cell - Lettering.width(above, Lettering.SMALL)) / 2;
        Lettering.draw(g, above, Lettering.SMALL, Palette.TEXT, x, TOP - 8);
      }
      for (int p = 0; p < classes(); p++) {
        cell(g, a, p, left + p * cell, y, numbers);
      }
    }
  }

  private void cell(Graphics2D g, int actual, int predicted, double x, double y, boolean numbers) {
    int count = report.confusion()[actual][predicted];
    double share = report.support(actual) == 0 ? 0 : count / (double) report.support(actual);
    Color full = actual == predicted ? Palette.BLUE : Palette.VERMILION;
    Color color = mixed(full, Math.sqrt(share));
    int cell = cell();
    g.setColor(color);
    g.fill(new Rectangle2D.Double(x, y, cell - 1.0, cell - 1.0));
    if (numbers && count > 0) {
      Font font = actual == predicted ? Lettering.BOLD : Lettering.PLAIN;
      String text = Integer.toString(count);
      double width = Lettering.width(text, font);
      if (width > cell - 2) {
        font = Lettering.SMALL.deriveFont((float) (12 * (cell - 2) / width));
        width = Lettering.width(text, font);
      }
      boolean dark = Math.sqrt(share) > 0.6;
      Color ink = dark ? Palette.GROUND : Palette.TITLE;
      Lettering.draw(g, text, font, ink, x + (cell - 1 - width) / 2, y + cell / 2.0 + 4.5);
    }
  }

  /** A color over a very light gray. */
  private static Color mixed(Color full, double share) {
    return new Color(
        (int) Math.round(0xF4 + share * (full.getRed() - 0xF4)),
        (int) Math.round(0xF4 + share * (full.getGreen() - 0xF4)),
        (int) Math.round(0xF4 + share * (full.getBlue() - 0xF4)));
  }
}
