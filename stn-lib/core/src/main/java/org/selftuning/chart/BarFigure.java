package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Numbers as horizontal bars from zero, names at the left, the number at each bar's end. A number
 * that is NaN has no bar.
 *
 * @param title what is seen
 * @param subtitle what is plotted
 * @param label what the horizontal axis counts
 * @param names the bars' names, from the top
 * @param sizes their lengths
 * @param number how the length of a row is written
 * @param best the row whose number is bold; −1 for none
 * @param color the color of a row's bar
 */
record BarFigure(
    String title,
    String subtitle,
    String label,
    List<String> names,
    double[] sizes,
    IntFunction<String> number,
    int best,
    IntFunction<Color> color)
    implements Drawing {
  private static final int TOP = 62;
  private static final int BAR = 46;
  private static final double THICKNESS = 0.62;
  private static final int FOOT = 52;

  Figure figure() {
    return new Figure(title, TextForm.bars(title, subtitle, names, sizes, number), this);
  }

  @Override
  public int height(int width, boolean paper) {
    return panel().head().extra(width, paper) + TOP + plotHeight() + FOOT;
  }

  private int plotHeight() {
    return Math.max(PlotArea.LOWEST, names.size() * BAR);
  }

  @Override
  public void paint(Canvas canvas, int width) {
    Panel panel = panel();
    panel.head().paint(canvas, width);
    double longest = PanelPainter.longestName(width);
    double nameWidth = 0;
    double numberWidth = 0;
    for (int i = 0; i < sizes.length; i++) {
      nameWidth = Math.max(nameWidth, Lettering.width(names.get(i), Lettering.PLAIN));
      numberWidth = Math.max(numberWidth, Lettering.width(number.apply(i), Lettering.BOLD));
    }
    int left = (int) (PanelPainter.MARGIN + Math.min(longest, nameWidth) + 10);
    double right = width - PanelPainter.MARGIN - numberWidth - 10;
    int top = TOP + panel.head().extra(width, canvas.paper());
    Place place =
        new PlotArea(panel, right, plotHeight() + FOOT - 8, left, true, false).paint(canvas, top);
    new CurvePainter(panel, place).paint(canvas);
    for (int i = 0; i < sizes.length; i++) {
      double middle = place.y(sizes.length - i - 0.5) + 4.5;
      canvas.right(
          Lettering.shorten(names.get(i), Lettering.PLAIN, longest),
          Lettering.PLAIN,
          Palette.TEXT,
          place.left() - 8,
          middle);
      canvas.text(
          number.apply(i),
          i == best ? Lettering.BOLD : Lettering.PLAIN,
          Palette.TITLE,
          place.x(Double.isNaN(sizes[i]) ? 0 : sizes[i]) + 7,
          middle);
    }
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.bars(label, names, sizes, color);
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
