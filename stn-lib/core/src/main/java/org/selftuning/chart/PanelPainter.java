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
 * Draws a panel: XChart the axes, bands and lines; around and over it the title, the names at the
 * lines' ends, circles, and what is said above vertical lines.
 */
final class PanelPainter {
  static final double MARGIN = 12;
  private static final double LABEL_SPACING = 17;
  private static final double LABEL_GAP = 9;
  private static final double CIRCLE = 4;
  private static final double NAMES_ABOVE = 8;

  /** The space at the left for the numbers of the vertical axis; fixed, so that nothing jumps. */
  private static final int AXIS_WIDTH = 52;

  private final Panel panel;
  private final double width;
  private final double height;
  private final Frame frame;

  /**
   * How much a panel says around its plot.
   *
   * @param title the title's font
   * @param top the space above the plot
   * @param bottom the space below it
   * @param numbers whether the horizontal axis has numbers
   */
  record Frame(Font title, double top, double bottom, boolean numbers) {
    static final Frame FULL = new Frame(Lettering.TITLE, 72, 10, true);
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
    XYChart chart = new PlotArea(panel, plotWidth, plotHeight, AXIS_WIDTH, frame.numbers()).chart();
    AffineTransform outside = g.getTransform();
    g.translate(0, frame.top() - padding);
    chart.paint(g, plotWidth, plotHeight);
    g.setTransform(outside);
    Place place = Place.of(panel, chart, frame.top() - padding);
    head(g);
    List<Double> taken = new ArrayList<>();
    warmup(g, place, taken);
    moments(g, place, taken);
    circles(g, place);
    endLabels(g, place);
  }

  private void head(Graphics2D g) {
    double room = width - 2 * MARGIN;
    double baseline = MARGIN + frame.title().getSize2D() * 0.95;
    Lettering.draw(
        g,
        Lettering.fit(panel.title(), frame.title(), room),
        frame.title(),
        Palette.TITLE,
        MARGIN,
        baseline);
    Lettering.draw(
        g,
        Lettering.fit(panel.subtitle(), Lettering.PLAIN, room),
        Lettering.PLAIN,
        Palette.TEXT,
        MARGIN,
        baseline + 20);
  }

  private void warmup(Graphics2D g, Place place, List<Double> taken) {
    if (panel.warmup() > panel.x().low()) {
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

  private void circles(Graphics2D g, Place place) {
    g.setStroke(new BasicStroke(1.6f));
    for (Line line : panel.lines()) {
      int first = line.first();
      if (!line.circles() || first < 0) {
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
      Lettering.draw(g, line.name(), Lettering.PLAIN, color, x, baseline);
      if (!line.end().isEmpty()) {
        double shift = Lettering.width(line.name() + " ", Lettering.PLAIN);
        Lettering.draw(g, line.end(), Lettering.BOLD, color, x + shift, baseline);
      }
    }
  }

  private List<Line> named() {
    return panel.lines().stream().filter(l -> !l.name().isEmpty() && l.last() >= 0).toList();
  }

  /** Room for the longest label, in steps, so that a changing number does not move the plot. */
  private double rightMargin() {
    double widest = 0;
    for (Line line : named()) {
      double name = Lettering.width(line.name(), Lettering.PLAIN);
      double end = line.end().isEmpty() ? 0 : Lettering.width(" " + line.end(), Lettering.BOLD);
      widest = Math.max(widest, name + end);
    }
    double step = 24;
    return MARGIN + LABEL_GAP + step * Math.ceil(widest / step);
  }
}
