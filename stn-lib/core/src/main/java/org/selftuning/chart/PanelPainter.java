package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;

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

  private final Panel panel;
  private final double width;
  private final double height;
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
  record Frame(double top, double bottom, int axisWidth, boolean numbers, boolean cell) {
    static final Frame FULL = new Frame(84, 10, 52, true, false);

    static final Frame CELL = new Frame(26, 0, 40, false, true);
    static final Frame LOWEST_CELL = new Frame(26, 0, 40, true, true);
  }

  PanelPainter(Panel panel, double width, double height, Frame frame) {
    this.panel = panel;
    this.width = width;
    this.height = height;
    this.frame = frame;
  }

  /** Draws the panel into (0, 0) … (width, height). */
  void paint(Graphics2D g) {
    int padding = PlotArea.PADDING;
    int plotWidth = (int) (width - rightMargin()) + padding;
    int plotHeight = (int) (height - frame.top() - frame.bottom()) + 2 * padding;
    XYChart chart =
        new PlotArea(panel, plotWidth, plotHeight, frame.axisWidth(), frame.numbers()).chart();
    AffineTransform outside = g.getTransform();
    g.translate(0, frame.top() - padding);
    chart.paint(g, plotWidth, plotHeight);
    g.setTransform(outside);
    Place place = Place.of(panel, chart, frame.top() - padding);
    if (frame.cell()) {
      cellHead(g);
    } else {
      head(g, panel.title(), panel.subtitle(), Lettering.TITLE, width);
    }
    new CurvePainter(panel, place).paint(g);
    List<Double> taken = new ArrayList<>();
    wholeGrid(g, place);
    warmup(g, place, taken);
    moments(g, place, taken);
    circles(g, place);
    endLabels(g, place);
  }

  /** Draws a title and the line below it at the top left. */
  static void head(Graphics2D g, String title, String subtitle, Font font, double width) {
    double room = width - 2 * MARGIN;
    double baseline = MARGIN + 16;
    Lettering.draw(g, Lettering.fit(title, font, room), font, Palette.TITLE, MARGIN, baseline);
    Lettering.draw(
        g,
        Lettering.fit(subtitle, Lettering.PLAIN, room),
        Lettering.PLAIN,
        Palette.TEXT,
        MARGIN,
        baseline + 21);
  }

  /** The name of what the cell shows and, of a single line, its number. */
  private void cellHead(Graphics2D g) {
    boolean single = panel.lines().size() == 1;
    String number = single ? panel.lines().get(0).end() : "";
    Color color = single ? panel.lines().get(0).look().color() : Palette.TITLE;
    double room = width - Lettering.width("  " + number, Lettering.BOLD);
    String name = Lettering.fit(panel.title(), Lettering.PLAIN, room);
    Lettering.draw(g, name, Lettering.PLAIN, color, 0, 15);
    double x = Lettering.width(name + " ", Lettering.PLAIN);
    Lettering.draw(g, number, Lettering.BOLD, color, x, 15);
  }

  private void warmup(Graphics2D g, Place place, List<Double> taken) {
    if (panel.warmup() > Math.max(0, panel.x().low()) && !frame.cell()) {
      double x = place.x(panel.x().low()) + 2;
      Lettering.draw(g, "warm-up", Lettering.SMALL, Palette.TEXT, x, place.top() - NAMES_ABOVE);
      taken.add(x + Lettering.width("warm-up", Lettering.SMALL));
    }
  }

  private void moments(Graphics2D g, Place place, List<Double> taken) {
    for (Moment moment : panel.moments()) {
      double x = place.x(moment.x());
      g.setColor(moment.color());
      g.setStroke(new BasicStroke(0.8f));
      g.draw(new Line2D.Double(x, place.top() - 4, x, place.bottom()));
      if (frame.cell()) {
        continue;
      }
      double text = Lettering.width(moment.name(), Lettering.SMALL);
      double left = Math.min(x - text / 2, width - MARGIN - text);
      for (double end : taken) {
        left = Math.max(left, end + 10);
      }
      Lettering.draw(
          g, moment.name(), Lettering.SMALL, moment.color(), left, place.top() - NAMES_ABOVE);
      taken.add(left + text);
    }
  }

  /** The lines between whole numbers, faint enough to lie over the data. */
  private void wholeGrid(Graphics2D g, Place place) {
    if (panel.y().countsFew()) {
      g.setColor(Palette.VEIL);
      g.setStroke(new BasicStroke(1f));
      for (double y = Math.ceil(panel.y().low()); y <= panel.y().high(); y++) {
        g.draw(new Line2D.Double(place.left(), place.y(y), place.right(), place.y(y)));
      }
    }
  }

  private void circles(Graphics2D g, Place place) {
    g.setStroke(new BasicStroke(1.6f));
    for (Line line : panel.lines()) {
      int first = line.first();
      boolean point = first == line.last();
      if (first < 0 || !(line.circles() || point)) {
        continue;
      }
      if (!line.circles()) {
        circle(g, place, line, first, line.look().color());
        continue;
      }
      circle(g, place, line, first, Palette.GROUND);
      circle(g, place, line, line.last(), line.look().color());
    }
  }

  private void circle(Graphics2D g, Place place, Line line, int at, Color inside) {
    double x = place.x(line.x()[at]);
    double y = place.y(line.y()[at]);
    Ellipse2D circle = new Ellipse2D.Double(x - CIRCLE, y - CIRCLE, 2 * CIRCLE, 2 * CIRCLE);
    g.setColor(inside);
    g.fill(circle);
    g.setColor(line.look().color());
    g.draw(circle);
  }

  private void endLabels(Graphics2D g, Place place) {
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
      Lettering.draw(g, name, Lettering.PLAIN, color, x, baseline);
      if (hasNumber(line)) {
        double shift = Lettering.width(name + " ", Lettering.PLAIN);
        Lettering.draw(g, line.end(), Lettering.BOLD, color, x + shift, baseline);
      }
    }
  }

  /** A line's name, cut where it would leave too little of the plot. */
  private String name(Line line) {
    return Lettering.fit(line.name(), Lettering.PLAIN, NAME_SHARE * width);
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
