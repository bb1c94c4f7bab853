package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The axes of a panel, which XChart draws. Bands and lines are not in it: XChart would look through
 * all their points for each of its ticks, and draw every piece of a line by itself. Nor are the
 * numbers along the axes, which XChart places, but would draw as outlines.
 *
 * @param panel the panel
 * @param right where the plot ends at the right
 * @param height of the plot and the numbers and the name below it
 * @param axisWidth the space at the left for the vertical axis's numbers
 * @param numbers whether the horizontal axis shows its numbers and label; their room is kept
 * @param heights whether the vertical axis shows its numbers and the grid
 */
record PlotArea(
    Panel panel, double right, int height, int axisWidth, boolean numbers, boolean heights) {
  /** The share of the plot that data may use: keeps the end ticks, and thick lines, whole. */
  private static final double CONTENT = 0.985;

  /**
   * Around the plot, so that the numbers at an axis's ends have room: XChart leaves out the rest.
   */
  private static final int PADDING = 28;

  /** XChart does not say where numbers lie in a plot lower than the spacing of its ticks. */
  static final int LOWEST = 90;

  private static final int TICK_SPACING = 70;
  private static final double NUMBERS_BELOW = 22.5;
  private static final double LABEL_BELOW = 40;
  private static final double BASELINE = 4.5;
  private static final double NUMBERS_BESIDE = 7;
  private static final double SAME = 1e-6;

  /** What XChart writes in it is not seen, and left out of files. */
  static final Color CLEAR = new Color(255, 255, 255, 0);

  /** A number along an axis, and how it is written. */
  private record Tick(double value, String label) {}

  /** Keeps the ticks that XChart asks for: it begins again until their labels have room. */
  private static final class Asked implements Function<Double, String> {
    private final Ticks ticks;
    private final List<Tick> kept = new ArrayList<>();

    Asked(Axis axis) {
      this.ticks = new Ticks(axis);
    }

    @Override
    public String apply(Double value) {
      if (!kept.isEmpty() && value <= kept.get(kept.size() - 1).value()) {
        kept.clear();
      }
      String label = ticks.label(value);
      kept.add(new Tick(value, label));
      return label;
    }

    List<Tick> shown() {
      return kept.stream()
          .filter(t -> Math.abs(ticks.axis().share(t.value()) - 0.5) <= 0.5 + SAME)
          .toList();
    }
  }

  /** Draws it with the upper end of the plot at {@code top}, and returns where numbers lie. */
  Place paint(Canvas canvas, double top) {
    int width = (int) right + PADDING;
    int whole = height + 2 * PADDING;
    XYChart chart = new XYChart(width, whole);
    Asked across = new Asked(panel.x());
    Asked up = new Asked(panel.y());
    style(chart.getStyler(), canvas.theme());
    chart.getStyler().setXAxisTickLabelsFormattingFunction(across);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(up);
    chart.setXAxisTitle(panel.x().label());
    frame(chart);
    warmup(chart, canvas.theme());
    canvas.at(0, top - PADDING, () -> chart.paint(canvas.graphics(), width, whole));
    Place place = Place.of(panel, chart, top - PADDING);
    if (numbers) {
      double below = place.bottom();
      for (Tick tick : across.shown()) {
        canvas.centered(
            tick.label(),
            Lettering.PLAIN,
            Palette.TEXT,
            place.x(tick.value()),
            below + NUMBERS_BELOW);
      }
      name(canvas, place);
    }
    if (heights) {
      double edge = place.left() - (1 - CONTENT) / 2 / CONTENT * (place.right() - place.left());
      for (Tick tick : up.shown()) {
        double y = place.y(tick.value()) + BASELINE;
        canvas.right(tick.label(), Lettering.PLAIN, Palette.TEXT, edge - NUMBERS_BESIDE, y);
      }
    }
    return place;
  }

  /** Below the middle of the axis, or of the picture where it is longer than the axis. */
  private void name(Canvas canvas, Place place) {
    double room = right - PanelPainter.MARGIN;
    String name = Lettering.shorten(panel.x().label(), Lettering.PLAIN, room);
    double half = Lettering.width(name, Lettering.PLAIN) / 2;
    double middle = Math.min((place.left() + place.right()) / 2, right - half);
    double x = Math.max(middle, PanelPainter.MARGIN + half);
    canvas.centered(name, Lettering.PLAIN, Palette.TEXT, x, place.bottom() + LABEL_BELOW);
  }

  private void style(XYStyler styler, Theme theme) {
    Axis x = panel.x();
    Axis y = panel.y();
    styler.setChartBackgroundColor(CLEAR);
    styler.setPlotBackgroundColor(theme.of(Palette.GROUND));
    styler.setPlotBorderVisible(false);
    styler.setChartTitleVisible(false);
    styler.setLegendVisible(false);
    styler.setChartPadding(PADDING);
    styler.setPlotMargin(5);
    styler.setPlotContentSize(CONTENT);
    styler.setChartFontColor(CLEAR);
    styler.setAxisTitleFont(Lettering.PLAIN);
    styler.setAxisTitlePadding(7);
    styler.setAxisTickLabelsFont(Lettering.PLAIN);
    styler.setAxisTickLabelsColor(CLEAR);
    styler.setXAxisTickLabelsColor(CLEAR);
    styler.setYAxisTickLabelsColor(CLEAR);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setAxisTickMarkLength(1);
    styler.setAxisTickPadding(4);
    styler.setPlotTicksMarksVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridHorizontalLinesVisible(heights && !y.countsFew());
    styler.setPlotGridLinesColor(theme.of(Palette.GRID));
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    styler.setYAxisLeftWidthHint(axisWidth);
    styler.setXAxisTickMarkSpacingHint((int) Math.min(TICK_SPACING, 0.45 * (right - axisWidth)));
    styler.setYAxisTickMarkSpacingHint(55);
    styler.setYAxisTicksVisible(heights);
    styler.setXAxisMin(x.low());
    styler.setXAxisMax(x.high());
    styler.setYAxisMin(y.low());
    styler.setYAxisMax(y.high());
    styler.setXAxisLogarithmic(x.log());
    styler.setYAxisLogarithmic(y.log());
    styler.setYAxisLogarithmicDecadeOnly(false);
  }

  /**
   * An invisible series at uneven places: where all data are evenly spaced, XChart puts its ticks
   * on the data and not on round numbers.
   */
  private void frame(XYChart chart) {
    Axis x = panel.x();
    double y = panel.y().low();
    XYSeries series =
        chart.addSeries(
            "frame",
            new double[] {x.low(), x.value(0.29), x.high()},
            new double[] {y, panel.y().value(0.29), y});
    series.setLineStyle(SeriesLines.NONE);
    series.setMarker(SeriesMarkers.NONE);
  }

  private void warmup(XYChart chart, Theme theme) {
    Axis x = panel.x();
    double end = Math.min(panel.warmup(), x.high());
    if (end > Math.max(0, x.low())) {
      double low = panel.y().low();
      double high = panel.y().high();
      XYSeries series =
          chart.addSeries(
              "warm-up",
              new double[] {x.low(), x.low(), end, end},
              new double[] {low, high, high, low});
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
      series.setFillColor(theme.of(Palette.SHADE));
      series.setLineStyle(SeriesLines.NONE);
      series.setMarker(SeriesMarkers.NONE);
    }
  }
}
