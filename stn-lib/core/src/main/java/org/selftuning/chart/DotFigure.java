package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * Two numbers a row, as a filled and an open circle on one axis that need not begin at zero; names
 * at the left, the numbers at the right, the smallest of each kind bold. A number that is NaN has
 * no circle.
 *
 * @param title what is seen
 * @param subtitle what is plotted
 * @param label what the horizontal axis counts
 * @param filled what the filled circles are
 * @param open what the open circles are
 * @param names the rows' names, from the top
 * @param first the filled circles' numbers
 * @param second the open circles' numbers
 */
record DotFigure(
    String title,
    String subtitle,
    String label,
    String filled,
    String open,
    List<String> names,
    double[] first,
    double[] second) {
  private static final int TOP = 88;
  private static final int ROW = 40;
  private static final int FOOT = 52;
  private static final int NUMBER = 84;
  private static final double RADIUS = 5.5;

  Figure figure() {
    int height = TOP + plotHeight() + FOOT;
    return new Figure(title, text(), Charts.WIDTH, height, this::paint);
  }

  private String text() {
    StringBuilder text = new StringBuilder(title).append('\n').append(subtitle).append('\n');
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < names.size(); i++) {
      text.append("  ").append(names.get(i)).append(" ".repeat(width - names.get(i).length()));
      text.append("  ").append(filled).append(' ').append(digits(first[i]));
      text.append("  ").append(open).append(' ').append(digits(second[i])).append('\n');
    }
    return text.toString();
  }

  private int plotHeight() {
    return Math.max(PlotArea.LOWEST, names.size() * ROW);
  }

  private void paint(Graphics2D g) {
    PanelPainter.head(g, title, subtitle, Lettering.TITLE, Charts.WIDTH);
    double widest = 0;
    for (String name : names) {
      widest = Math.max(widest, Lettering.width(name, Lettering.PLAIN));
    }
    int left = (int) (PanelPainter.MARGIN + widest + 14);
    int padding = PlotArea.PADDING;
    int width = (int) (Charts.WIDTH - PanelPainter.MARGIN - 2 * NUMBER - 8) + padding;
    int height = plotHeight() + FOOT - 8 + 2 * padding;
    Panel panel = panel();
    XYChart chart = new PlotArea(panel, width, height, left, true).withoutHeights().chart();
    AffineTransform outside = g.getTransform();
    g.translate(0, TOP - padding);
    chart.paint(g, width, height);
    g.setTransform(outside);
    Place place = Place.of(panel, chart, TOP - padding);
    double firstColumn = Charts.WIDTH - PanelPainter.MARGIN - NUMBER;
    double secondColumn = Charts.WIDTH - PanelPainter.MARGIN;
    right(g, filled, Lettering.SMALL, Palette.BLUE, firstColumn, TOP - 8);
    right(g, open, Lettering.SMALL, Palette.TEXT, secondColumn, TOP - 8);
    for (int i = 0; i < names.size(); i++) {
      double middle = place.y(names.size() - i - 0.5);
      g.setColor(Palette.GRID);
      g.setStroke(new BasicStroke(1f));
      g.draw(new Line2D.Double(place.left(), middle, place.right(), middle));
      right(g, names.get(i), Lettering.PLAIN, Palette.TEXT, place.left() - 10, middle + 4.5);
      circle(g, place, second[i], middle, Palette.GROUND, Palette.BLACK);
      circle(g, place, first[i], middle, Palette.BLUE, Palette.BLUE);
      number(g, first, i, Palette.BLUE, firstColumn, middle + 4.5);
      number(g, second, i, Palette.TEXT, secondColumn, middle + 4.5);
    }
  }

  private static void number(
      Graphics2D g, double[] numbers, int i, Color color, double x, double y) {
    Font font = i == smallest(numbers) ? Lettering.BOLD : Lettering.PLAIN;
    right(g, digits(numbers[i]), font, color, x, y);
  }

  private static void right(Graphics2D g, String text, Font font, Color color, double x, double y) {
    Lettering.draw(g, text, font, color, x - Lettering.width(text, font), y);
  }

  private static void circle(
      Graphics2D g, Place place, double number, double middle, Color inside, Color edge) {
    if (!Double.isFinite(number)) {
      return;
    }
    double x = place.x(number);
    Ellipse2D circle = new Ellipse2D.Double(x - RADIUS, middle - RADIUS, 2 * RADIUS, 2 * RADIUS);
    g.setColor(inside);
    g.fill(circle);
    g.setColor(edge);
    g.setStroke(new BasicStroke(1.6f));
    g.draw(circle);
  }

  private Panel panel() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] numbers : List.of(first, second)) {
      for (double number : numbers) {
        low = Double.isFinite(number) ? Math.min(low, number) : low;
        high = Double.isFinite(number) ? Math.max(high, number) : high;
      }
    }
    double spare = low < high ? 0.08 * (high - low) : Math.max(1e-9, 0.05 * Math.abs(low));
    Axis x = low <= high ? Axis.linear(label, low - spare, high + spare) : Axis.linear(label, 0, 1);
    Axis y = Axis.linear("", 0, Math.max(1, names.size()));
    return new Panel(title, subtitle, x, y, 0, List.of(), List.of(), List.of());
  }

  /** Four significant digits: what is compared here differs little. */
  private static String digits(double x) {
    return Double.isFinite(x)
        ? new BigDecimal(x).round(new MathContext(4)).toPlainString()
        : Reading.of(x);
  }

  private static int smallest(double[] numbers) {
    int smallest = -1;
    for (int i = 0; i < numbers.length; i++) {
      if (Double.isFinite(numbers[i]) && (smallest < 0 || numbers[i] < numbers[smallest])) {
        smallest = i;
      }
    }
    return smallest;
  }
}
