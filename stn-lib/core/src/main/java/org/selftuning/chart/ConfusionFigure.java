package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import org.selftuning.predict.ClassificationReport;

/**
 * A confusion matrix: a row for each actual class, a column for each predicted one, the darker the
 * larger its share of the row. Right predictions are blue, wrong ones vermilion.
 *
 * @param report the numbers
 */
record ConfusionFigure(ClassificationReport report) implements Drawing {
  private static final int TOP = 104;
  private static final int FOOT = 16;
  private static final int LARGEST = 56;
  private static final int SMALLEST = 3;
  private static final int LEAST_FOR_NUMBERS = 24;
  private static final double NAMES = 0.28;

  Figure figure() {
    return new Figure(title(), text(), this);
  }

  @Override
  public int height(int width, boolean paper) {
    return head().extra(width, paper) + TOP + FOOT + cell(width) * classes();
  }

  private Head head() {
    return new Head(title(), subtitle());
  }

  private int classes() {
    return report.classes().size();
  }

  private int cell(int width) {
    int room = (int) (width * (1 - NAMES)) - 12;
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

  @Override
  public void paint(Canvas canvas, int width) {
    head().paint(canvas, width);
    int cell = cell(width);
    double room = width * NAMES - 3 * PanelPainter.MARGIN;
    double widest = 0;
    for (String name : report.classes()) {
      widest = Math.max(widest, Math.min(room, Lettering.width(name, Lettering.PLAIN)));
    }
    double left = PanelPainter.MARGIN + widest + 12;
    double top = TOP + head().extra(width, canvas.paper());
    boolean numbers = cell >= LEAST_FOR_NUMBERS;
    boolean names = cell >= 13;
    for (int a = 0; a < classes(); a++) {
      double y = top + (double) a * cell;
      String name = report.classes().get(a);
      if (names) {
        String before = Lettering.shorten(name, Lettering.PLAIN, room);
        canvas.right(before, Lettering.PLAIN, Palette.TEXT, left - 8, y + cell / 2.0 + 4.5);
      }
      if (numbers) {
        String above = Lettering.shorten(name, Lettering.SMALL, cell - 2.0);
        double x = left + a * cell + cell / 2.0;
        canvas.centered(above, Lettering.SMALL, Palette.TEXT, x, top - 8);
      }
      for (int p = 0; p < classes(); p++) {
        cell(canvas, a, p, new Rectangle2D.Double(left + p * cell, y, cell - 1, cell - 1), numbers);
      }
    }
  }

  /** The share of the examples of a class that are predicted as another, or as itself. */
  private double share(int actual, int predicted) {
    int all = report.support(actual);
    return all == 0 ? 0 : report.confusion()[actual][predicted] / (double) all;
  }

  private void cell(Canvas canvas, int actual, int predicted, Rectangle2D place, boolean numbers) {
    int count = report.confusion()[actual][predicted];
    double depth = Math.sqrt(share(actual, predicted));
    Color full = actual == predicted ? Palette.BLUE : Palette.VERMILION;
    canvas.fill(place, new Mixture(Palette.PALE, full, depth));
    if (numbers && count > 0) {
      Font font = actual == predicted ? Lettering.BOLD : Lettering.PLAIN;
      String text = Integer.toString(count);
      double width = Lettering.width(text, font);
      if (width > place.getWidth() - 1) {
        font = Lettering.SMALL.deriveFont((float) (12 * (place.getWidth() - 1) / width));
      }
      Color ink = depth > 0.6 ? Palette.GROUND : Palette.TITLE;
      canvas.centered(text, font, ink, place.getCenterX(), place.getCenterY() + 5);
    }
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.matrix(report.classes(), report.confusion(), this::share);
  }
}
