package org.selftuning.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import org.knowm.xchart.XYChart;

/**
 * Numbers as horizontal bars from zero, names at the left, the number at each bar's end. A number
 * that is NaN has no bar.
 *
 * @param title what is seen
 * @param subtitle what is plotted
 * @param label what the horizontal axis counts
 * @param names the bars' names, from the top
 * @param sizes their lengths
 * @param number how a length is written
 * @param best the row whose number is bold; −1 for none
 * @param color the color of a row's bar
 */
record BarFigure(
    String title,
    String subtitle,
    String label,
    List<String> names,
    double[] sizes,
    DoubleFunction<String> number,
    int best,
    IntFunction<Color> color) {
  private static final int TOP = 62;
  private static final int BAR = 46;
  private static final double THICKNESS = 0.62;
  private static final int FOOT = 52;
  private static final int LONGEST_NAME = 260;

  Figure figure() {
    int height = TOP + plotHeight() + FOOT;
    return new Figure(
        title, TextForm.bars(title, subtitle, names, sizes), Charts.WIDTH, height, this::paint);
  }

  private int plotHeight() {
    return Math.max(PlotArea.LOWEST, names.size() * BAR);
  }

  private void paint(Graphics2D g) {
    PanelPainter.head(g, title, subtitle, Lettering.TITLE, Charts.WIDTH);
    double nameWidth = 0;
    double numberWidth = 0;
    for (int i = 0; i < sizes.length; i++) {
      nameWidth = Math.max(nameWidth, Lettering.width(names.get(i), Lettering.PLAIN));
      numberWidth = Math.max(numberWidth, Lettering.width(number.apply(sizes[i]), Lettering.BOLD));
    }
    int left = (int) (PanelPainter.MARGIN + Math.min(LONGEST_NAME, nameWidth) + 10);
    int padding = PlotArea.PADDING;
    int width = (int) (Charts.WIDTH - PanelPainter.MARGIN - numberWidth - 10) + padding;
    int height = plotHeight() + FOOT - 8 + 2 * padding;
    Panel panel = panel();
    XYChart chart = new PlotArea(panel, width, height, left, true).withoutHeights().chart();
    AffineTransform outside = g.getTransform();
    g.translate(0, TOP - padding);
    chart.paint(g, width, height);
    g.setTransform(outside);
    Place place = Place.of(panel, chart, TOP - padding);
    new CurvePainter(panel, place).paint(g);
    for (int i = 0; i < sizes.length; i++) {
      double middle = place.y(sizes.length - i - 0.5) + 4.5;
      String name = Lettering.fit(names.get(i), Lettering.PLAIN, LONGEST_NAME);
      Lettering.draw(
          g,
          name,
          Lettering.PLAIN,
          Palette.TEXT,
          place.left() - 8 - Lettering.width(name, Lettering.PLAIN),
          middle);
      Lettering.draw(
          g,
          number.apply(sizes[i]),
          i == best ? Lettering.BOLD : Lettering.PLAIN,
          Palette.TITLE,
          place.x(Double.isNaN(sizes[i]) ? 0 : sizes[i]) + 7,
          middle);
    }
  }

  private Panel panel() {
    List<Band> bars = new ArrayList<>();
    double largest = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (Double.isFinite(sizes[i])) {
        double middle = sizes.length - i - 0.5;
        double low = middle - THICKNESS / 2;
        double high = middle + THICKNESS / 2;
        bars.add(
            new Band(
                new double[] {0, sizes[i]},
                new double[] {low, low},
                new double[] {high, high},
                color.apply(i)));
        largest = Math.max(largest, sizes[i]);
      }
    }
    Axis x = Axis.linear(label, 0, largest > 0 ? largest : 1);
    Axis y = Axis.linear("", 0, Math.max(1, sizes.length));
    return new Panel(title, subtitle, x, y, 0, bars, List.of(), List.of());
  }
}
