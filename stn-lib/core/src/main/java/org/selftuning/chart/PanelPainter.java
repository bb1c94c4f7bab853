package org.selftuning.chart;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a panel: XChart the axes; over them bands, lines, their circles and the names at their
 * ends; around them the title, and what is said above vertical lines.
 */
final class PanelPainter {
  static final double MARGIN = 12;
  private static final double LABEL_SPACING = 17;
  private static final double LABEL_GAP = 9;
  private static final double CIRCLE = 4;
  private static final double NAMES_ABOVE = 8;
  private static final double NAME_SHARE = 0.27;
  private static final double LONGEST_NAME = 150;

  private static final double LEAST_PLOT = 190;
  private static final double FLATTEST = 0.62;

  private final Panel panel;
  private final int width;
  private final int height;
  private final Frame frame;

  /**
   * How much a panel says around its plot.
   *
   * @param top the space above the plot
   * @param bottom the space below it
   * @param axisWidth the space at the left for the numbers of the vertical axis; fixed, so that
   *     nothing jumps
   * @param numbers whether the horizontal axis has numbers
   * @param cell whether it is one of many, with its title short and without names of moments
   */
  record Frame(int top, int bottom, int axisWidth, boolean numbers, boolean cell) {
    static final Frame FULL = new Frame(84, 10, 52, true, false);

    static final Frame CELL = new Frame(26, 0, 40, false, true);
    static final Frame LOWEST_CELL = new Frame(26, 0, 40, true, true);
  }

  PanelPainter(Panel panel, int width, int height, Frame frame) {
    this.panel = panel;
    this.width = width;
    this.height = height;
    this.frame = frame;
  }

  /** The height at which a panel that is {@code width} wide is neither flat nor steep. */
  static int height(Panel panel, int width, boolean paper) {
    int around = Frame.FULL.top() + Frame.FULL.bottom();
    double plot = Math.max(LEAST_PLOT, Math.min(Charts.HEIGHT - around, FLATTEST * width));
    return around + (int) plot + panel.head().extra(width, paper);
  }

  /** The room for names left of a plot: the less there is, the larger their share. */
  static double longestName(int width) {
    return Math.max(NAME_SHARE * width, Math.min(LONGEST_NAME, 0.4 * width));
  }

  /** Draws the panel into (0, 0) … (width, height). */
  void paint(Canvas canvas) {
    int top = frame.top() + (frame.cell() ? 0 : panel.head().extra(width, canvas.paper()));
    int plot = height - top - frame.bottom();
    Place place =
        new PlotArea(panel, width - rightMargin(), plot, frame.axisWidth(), frame.numbers(), true)
            .paint(canvas, top);
    if (frame.cell()) {
      cellHead(canvas);
    } else {
      panel.head().paint(canvas, width);
    }
    new CurvePainter(panel, place).paint(canvas);
    List<Double> taken = new ArrayList<>();
    wholeGrid(canvas, place);
    warmup(canvas, place, taken);
    moments(canvas, place, taken);
    circles(canvas, place);
    endLabels(canvas, place);
  }

  /** The name of what the cell shows and, of a single line, its number. */
  private void cellHead(Canvas canvas) {
    boolean single = panel.lines().size() == 1;
    String number = single ? panel.lines().get(0).end() : "";
    Color color = single ? panel.lines().get(0).look().color() : Palette.TITLE;
    double room = width - Lettering.width("  " + number, Lettering.BOLD);
    String name = Lettering.shorten(panel.title(), Lettering.PLAIN, room);
    canvas.text(name, Lettering.PLAIN, color, 0, 15);
    double x = Lettering.width(name + " ", Lettering.PLAIN);
    canvas.text(number, Lettering.BOLD, color, x, 15);
  }

  private void warmup(Canvas canvas, Place place, List<Double> taken) {
    if (panel.warmup() > Math.max(0, panel.x().low()) && !frame.cell()) {
      double x = place.x(panel.x().low()) + 2;
      canvas.text("warm-up", Lettering.SMALL, Palette.TEXT, x, place.top() - NAMES_ABOVE);
      taken.add(x + Lettering.width("warm-up", Lettering.SMALL));
    }
  }

  private void moments(Canvas canvas, Place place, List<Double> taken) {
    for (Moment moment : panel.moments()) {
      double x = place.x(moment.x());
      canvas.draw(new Line2D.Double(x, place.top() - 4, x, place.bottom()), moment.color(), 0.8);
      if (frame.cell()) {
        continue;
      }
      double text = Lettering.width(moment.name(), Lettering.SMALL);
      double left = Math.min(x - text / 2, width - MARGIN - text);
      for (double end : taken) {
        left = Math.max(left, end + 10);
      }
      canvas.text(moment.name(), Lettering.SMALL, moment.color(), left, place.top() - NAMES_ABOVE);
      taken.add(left + text);
    }
  }

  /** The lines between whole numbers, faint enough to lie over the data. */
  private void wholeGrid(Canvas canvas, Place place) {
    if (panel.y().countsFew()) {
      for (double y = Math.ceil(panel.y().low()); y <= panel.y().high(); y++) {
        double at = place.y(y);
        canvas.draw(new Line2D.Double(place.left(), at, place.right(), at), Palette.VEIL, 1);
      }
    }
  }

  private void circles(Canvas canvas, Place place) {
    for (Line line : panel.lines()) {
      int first = line.first();
      boolean point = first == line.last();
      if (first < 0 || !(line.circles() || point)) {
        continue;
      }
      if (!line.circles()) {
        circle(canvas, place, line, first, line.look().color());
        continue;
      }
      circle(canvas, place, line, first, Palette.GROUND);
      circle(canvas, place, line, line.last(), line.look().color());
    }
  }

  private void circle(Canvas canvas, Place place, Line line, int at, Color inside) {
    double x = place.x(line.x()[at]);
    double y = place.y(line.y()[at]);
    Ellipse2D circle = new Ellipse2D.Double(x - CIRCLE, y - CIRCLE, 2 * CIRCLE, 2 * CIRCLE);
    canvas.outline(circle, inside, line.look().color(), 1.6);
  }

  private void endLabels(Canvas canvas, Place place) {
    List<Line> named = named();
    double[] wanted = new double[named.size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = place.y(named.get(i).y()[named.get(i).last()]);
    }
    double[] placed = EndLabels.place(wanted, LABEL_SPACING, place.top() + 4, place.bottom() - 4);
    for (int i = 0; i < wanted.length; i++) {
      Line line = named.get(i);
      double x = place.x(line.x()[line.last()]) + LABEL_GAP;
      Color color = line.look().color();
      double baseline = placed[i] + 4.5;
      String name = name(line);
      canvas.text(name, Lettering.PLAIN, color, x, baseline);
      if (hasNumber(line)) {
        double shift = Lettering.width(name + " ", Lettering.PLAIN);
        canvas.text(line.end(), Lettering.BOLD, color, x + shift, baseline);
      }
    }
  }

  /** A line's name, cut where it would leave too little of the plot. */
  private String name(Line line) {
    return Lettering.shorten(line.name(), Lettering.PLAIN, NAME_SHARE * width);
  }

  private boolean hasNumber(Line line) {
    return !line.end().isEmpty() && !frame.cell();
  }

  /** The lines that have their names at their ends: in a cell only where there are several. */
  private List<Line> named() {
    if (frame.cell() && panel.lines().size() == 1) {
      return List.of();
    }
    return panel.lines().stream().filter(l -> !l.name().isEmpty() && l.last() >= 0).toList();
  }

  /** Room for the longest label, in steps, so that a changing number does not move the plot. */
  private double rightMargin() {
    double widest = 0;
    for (Line line : named()) {
      double name = Lettering.width(name(line), Lettering.PLAIN);
      double end = hasNumber(line) ? Lettering.width(" " + line.end(), Lettering.BOLD) : 0;
      widest = Math.max(widest, name + end);
    }
    double step = 24;
    return MARGIN + LABEL_GAP + step * Math.ceil(widest / step);
  }
}
