package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Turns a panel's axes into an XChart chart. Bands and lines are not in it: XChart would look
 * through all their points for each of its ticks, and draw every piece of a line by itself.
 */
final class PlotArea {
  /** The share of the plot that data may use: keeps the end ticks, and thick lines, whole. */
  private static final double CONTENT = 0.985;

  /**
   * Around the plot, so that the numbers at an axis's ends have room: XChart leaves out the rest.
   */
  static final int PADDING = 28;

  /** XChart does not say where numbers lie in a plot lower than the spacing of its ticks. */
  static final int LOWEST = 90;

  private static final int TICK_SPACING = 70;

  private static final Color CLEAR = new Color(255, 255, 255, 0);

  private final Panel panel;
  private final XYChart chart;

  /**
   * Prepares the chart.
   *
   * @param width of the chart, {@link #PADDING} at its right included
   * @param height of the chart, PADDING at top and bottom included
   * @param axisWidth the space at the left for the vertical axis's numbers
   * @param numbers whether the horizontal axis shows its numbers and label; their room is kept
   */
  PlotArea(Panel panel, int width, int height, int axisWidth, boolean numbers) {
    this.panel = panel;
    this.chart = new XYChart(width, height);
    style(chart.getStyler(), axisWidth, numbers);
    chart.setXAxisTitle(panel.x().label());
    frame();
    warmup();
  }

  /** Leaves out the vertical axis's numbers and its grid. */
  PlotArea withoutHeights() {
    chart.getStyler().setYAxisTicksVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false);
    return this;
  }

  XYChart chart() {
    return chart;
  }

  private void style(XYStyler styler, int axisWidth, boolean numbers) {
    Axis x = panel.x();
    Axis y = panel.y();
    styler.setChartBackgroundColor(CLEAR);
    styler.setPlotBackgroundColor(Palette.GROUND);
    styler.setPlotBorderVisible(false);
    styler.setChartTitleVisible(false);
    styler.setLegendVisible(false);
    styler.setChartPadding(PADDING);
    styler.setPlotMargin(5);
    styler.setPlotContentSize(CONTENT);
    styler.setChartFontColor(Palette.TEXT);
    styler.setAxisTitleFont(Lettering.PLAIN);
    styler.setAxisTitlePadding(7);
    styler.setAxisTickLabelsFont(Lettering.PLAIN);
    styler.setAxisTickLabelsColor(Palette.TEXT);
    styler.setXAxisTickLabelsColor(Palette.TEXT);
    styler.setYAxisTickLabelsColor(Palette.TEXT);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setAxisTickMarkLength(1);
    styler.setAxisTickPadding(4);
    styler.setPlotTicksMarksVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(Palette.GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    styler.setYAxisLeftWidthHint(axisWidth);
    styler.setXAxisTickMarkSpacingHint(TICK_SPACING);
    styler.setYAxisTickMarkSpacingHint(55);
    if (!numbers) {
      styler.setXAxisTickLabelsColor(CLEAR);
      styler.setChartFontColor(CLEAR);
    }
    styler.setPlotGridHorizontalLinesVisible(!y.countsFew());
    styler.setXAxisMin(x.low());
    styler.setXAxisMax(x.high());
    styler.setYAxisMin(y.low());
    styler.setYAxisMax(y.high());
    styler.setXAxisLogarithmic(x.log());
    styler.setYAxisLogarithmic(y.log());
    styler.setYAxisLogarithmicDecadeOnly(false);
    styler.setXAxisTickLabelsFormattingFunction(new Ticks(x)::label);
    styler.setYAxisTickLabelsFormattingFunction(new Ticks(y)::label);
  }

  /**
   * An invisible series at uneven places: where all data are evenly spaced, XChart puts its ticks
   * on the data and not on round numbers.
   */
  private void frame() {
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

  private void warmup() {
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
      series.setFillColor(Palette.SHADE);
      series.setLineStyle(SeriesLines.NONE);
      series.setMarker(SeriesMarkers.NONE);
    }
  }
}
