package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The elements of a vector of hyperparameters as a map, row by row from the top: as many columns as
 * rows where that is possible, as the pixels of a square image have. The deeper the blue, the
 * lower.
 *
 * @param run the run's name
 * @param name the vector's name
 * @param values its elements, in their own units
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record VectorMap(String run, String name, double[] values) implements Drawing {
  private static final int TOP = 72;
  private static final int SCALE_WIDTH = 16;
  private static final int SCALE_ROOM = 96;
  private static final int TALLEST = 420;

  Figure figure() {
    return new Figure(head().title(), text(), this);
  }

  /** The columns: the least number, from the square root on, that divides the elements. */
  private int columns() {
    int columns = (int) Math.ceil(Math.sqrt(values.length));
    while (values.length % columns != 0) {
      columns++;
    }
    // A long strip would show nothing: of numbers without such a divisor the last row is short.
    return columns > 4 * Math.sqrt(values.length)
        ? (int) Math.ceil(Math.sqrt(values.length))
        : columns;
  }

  private int rows() {
    return (values.length + columns() - 1) / columns();
  }

  private double low() {
    return Arrays.stream(values).min().orElseThrow();
  }

  private double high() {
    return Arrays.stream(values).max().orElseThrow();
  }

  private Head head() {
    return new Head(
        String.format(
            Locale.ROOT, "%s between %s and %s", name, Reading.of(low()), Reading.of(high())),
        String.format(
            Locale.ROOT,
            "The %,d numbers of %s now, row by row from the top, %d in a row",
            values.length,
            run,
            columns()));
  }

  private String text() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    StringBuilder text = new StringBuilder(head().title() + "\n" + head().subtitle() + "\n");
    for (int percent : new int[] {0, 10, 25, 50, 75, 90, 100}) {
      int at = (int) Math.round(percent / 100.0 * (sorted.length - 1));
      text.append(
          String.format(Locale.ROOT, "  %3d %% lie below %s%n", percent, Reading.of(sorted[at])));
    }
    return text.toString();
  }

  private double side(int width) {
    double room = width - SCALE_ROOM - 2.0 * PanelPainter.MARGIN;
    return Math.min(room / columns(), (double) TALLEST / rows());
  }

  @Override
  public int height(int width, boolean paper) {
    int extra = head().extra(width, paper);
    return (int) Math.ceil(TOP + extra + side(width) * rows() + 2 * PanelPainter.MARGIN);
  }

  @Override
  public void paint(Canvas canvas, int width) {
    head().paint(canvas, width);
    double top = TOP + head().extra(width, canvas.paper());
    double side = side(width);
    for (int i = 0; i < values.length; i++) {
      double left = Math.floor(PanelPainter.MARGIN + i % columns() * side);
      double above = Math.floor(top + i / columns() * side);
      double right = Math.ceil(PanelPainter.MARGIN + (i % columns() + 1) * side);
      double below = Math.ceil(top + (i / columns() + 1) * side);
      canvas.fill(
          new Rectangle2D.Double(left, above, right - left, below - above),
          color(share(values[i])));
    }
    scale(canvas, PanelPainter.MARGIN + columns() * side + 18, top, side * rows());
  }

  private double share(double value) {
    return (value - low()) / Math.max(high() - low(), 1e-12);
  }

  private void scale(Canvas canvas, double left, double top, double height) {
    for (int i = 0; i < height; i++) {
      canvas.fill(new Rectangle2D.Double(left, top + i, SCALE_WIDTH, 1.5), color(1 - i / height));
    }
    double text = left + SCALE_WIDTH + 6;
    canvas.text(Reading.of(high()), Lettering.PLAIN, Palette.TEXT, text, top + 10);
    String middle = Reading.of((low() + high()) / 2);
    canvas.text(middle, Lettering.PLAIN, Palette.TEXT, text, top + height / 2 + 5);
    canvas.text(Reading.of(low()), Lettering.PLAIN, Palette.TEXT, text, top + height);
  }

  private static Color color(double share) {
    return new Mixture(Palette.DEEP, Palette.FAINT, share);
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    int columns = columns();
    int rows = rows();
    Axis x = Axis.linear("column", 0.5, columns + 0.5);
    Axis y = Axis.linear("row from the bottom", 0.5, rows + 0.5);
    Panel panel =
        new Panel(head().title(), head().subtitle(), x, y, 0, List.of(), List.of(), List.of());
    return vega.map(
        panel,
        edges(columns),
        edges(rows),
        name,
        i -> {
          int at = (rows - 1 - i / columns) * columns + i % columns;
          return at < values.length ? values[at] : Double.NaN;
        });
  }

  private static double[] edges(int cells) {
    double[] edges = new double[cells + 1];
    for (int i = 0; i <= cells; i++) {
      edges[i] = i + 0.5;
    }
    return edges;
  }
}
