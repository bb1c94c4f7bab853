package org.selftuning.chart;

import org.knowm.xchart.XYChart;

/**
 * Where a panel's numbers lie in the picture, once XChart has drawn the axes.
 *
 * @param panel the panel
 * @param left the x of the lower end of the horizontal axis
 * @param right the x of its upper end
 * @param top the y of the upper end of the vertical axis
 * @param bottom the y of its lower end
 */
record Place(Panel panel, double left, double right, double top, double bottom) {

  static Place of(Panel panel, XYChart chart, double down) {
    return new Place(
        panel,
        chart.getScreenXFromChart(panel.x().low()),
        chart.getScreenXFromChart(panel.x().high()),
        down + chart.getScreenYFromChart(panel.y().high()),
        down + chart.getScreenYFromChart(panel.y().low()));
  }

  double x(double value) {
    return left + panel.x().share(value) * (right - left);
  }

  /** The height of a value, also of one beyond the axis; not finite where a logarithm is not. */
  double height(double value) {
    return bottom + panel.y().share(value) * (top - bottom);
  }

  /** The height of a value; of one beyond the axis the nearer end. */
  double y(double value) {
    double share = panel.y().log() && value <= 0 ? 0 : panel.y().share(value);
    return bottom + Math.max(0, Math.min(1, share)) * (top - bottom);
  }
}
