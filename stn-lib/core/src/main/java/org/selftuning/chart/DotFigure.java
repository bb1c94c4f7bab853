package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

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
    double[] second)
    implements Drawing {
  private static final int TOP = 88;
  private static final int ROW = 40;
  private static final int FOOT = 52;
  private static final int NUMBER = 84;
  private static final int LITTLE_ROOM = 600;
  private static final int NARROW_NUMBER = 66;
  private static final double RADIUS = 5.5;

  Figure figure() {
    return new Figure(title, text(), this);
  }

  @Override
  public int height(int width, boolean paper) {
    return new Head(title, subtitle).extra(width, paper) + TOP + plotHeight() + FOOT;
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

  @Override
  public void paint(Canvas canvas, int width) {
    Panel panel = panel();
    panel.head().paint(canvas, width);
    int number = width < LITTLE_ROOM ? NARROW_NUMBER : NUMBER;
    double around = 2 * number + 3 * PanelPainter.MARGIN + PlotArea.LOWEST;
    double longest = Math.min(PanelPainter.longestName(width), width - around);
    double widest = 0;
    for (String name : names) {
      widest = Math.max(widest, Math.min(longest, Lettering.width(name, Lettering.PLAIN)));
    }
    int left = (int) (PanelPainter.MARGIN + widest + 14);
    double secondColumn = width - PanelPainter.MARGIN;
    double firstColumn = secondColumn - number;
    int top = TOP + panel.head().extra(width, canvas.paper());
    Place place =
        new PlotArea(panel, firstColumn - number - 8, plotHeight() + FOOT - 8, left, true, false)
            .paint(canvas, top);
    canvas.right(filled, Lettering.SMALL, Palette.BLUE, firstColumn, top - 8);
    canvas.right(open, Lettering.SMALL, Palette.TEXT, secondColumn, top - 8);
    for (int i = 0; i < names.size(); i++) {
      double middle = place.y(names.size() - i - 0.5);
      canvas.draw(new Line2D.Double(place.left(), middle, place.right(), middle), Palette.GRID, 1);
      String name = Lettering.shorten(names.get(i), Lettering.PLAIN, longest);
      canvas.right(name, Lettering.PLAIN, Palette.TEXT, place.left() - 10, middle + 4.5);
      circle(canvas, place, second[i], middle, Palette.GROUND, Palette.BLACK);
      circle(canvas, place, first[i], middle, Palette.BLUE, Palette.BLUE);
      number(canvas, first, i, Palette.BLUE, firstColumn, middle + 4.5);
      number(canvas, second, i, Palette.TEXT, secondColumn, middle + 4.5);
    }
  }

  private static void number(
      Canvas canvas, double[] numbers, int i, Color color, double x, double y) {
    Font font = i == smallest(numbers) ? Lettering.BOLD : Lettering.PLAIN;
    canvas.right(digits(numbers[i]), font, color, x, y);
  }

  private static void circle(
      Canvas canvas, Place place, double number, double middle, Color inside, Color edge) {
    if (Double.isFinite(number)) {
      double x = place.x(number) - RADIUS;
      canvas.outline(
          new Ellipse2D.Double(x, middle - RADIUS, 2 * RADIUS, 2 * RADIUS), inside, edge, 1.6);
    }
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.dots(label, List.of(filled, open), names, List.of(first, second));
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
