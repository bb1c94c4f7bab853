package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.selftuning.predict.RegressionReport;

/**
 * Residuals, actual − predicted, over the predictions: without structure, if the network has
 * learned all that there is.
 *
 * @param data what people call it
 * @param target the numbers
 */
record ResidualFigure(String data, RegressionReport.Of target) implements Drawing {
  private static final int TOP = 84;
  private static final int AXIS = 72;
  private static final double RADIUS = 2.6;
  private static final double AIR = 0.05;
  private static final Color POINT = Palette.translucent(Palette.BLUE, 0.43);

  Figure figure() {
    return new Figure(title(), text(), this);
  }

  private String title() {
    return String.format(
        Locale.ROOT,
        "Predictions of %s are off by %s on average",
        target.name(),
        Reading.of(target.mae()));
  }

  private String subtitle() {
    return String.format(
        Locale.ROOT,
        "%s, %d examples: actual − predicted over predicted; RMSE %s, R² %s",
        data,
        target.actual().length,
        Reading.of(target.rmse()),
        Reading.of(target.r2()));
  }

  private String text() {
    double[] residuals = residuals();
    return title()
        + "\n"
        + subtitle()
        + "\n  residuals "
        + Reading.of(Arrays.stream(residuals).min().orElse(Double.NaN))
        + " … "
        + Reading.of(Arrays.stream(residuals).max().orElse(Double.NaN))
        + "\n";
  }

  private double[] residuals() {
    double[] residuals = new double[target.actual().length];
    Arrays.setAll(residuals, i -> target.actual()[i] - target.predicted()[i]);
    return residuals;
  }

  private static Axis around(String label, double low, double high) {
    double air = Math.max(AIR * (high - low), 1e-9 + 1e-6 * Math.abs(high));
    return Axis.linear(label, low - air, high + air);
  }

  private Panel panel() {
    double[] x = target.predicted();
    double far = Arrays.stream(residuals()).map(Math::abs).max().orElse(1);
    return new Panel(
        title(),
        subtitle(),
        around(
            "predicted " + target.name(),
            Arrays.stream(x).min().orElse(0),
            Arrays.stream(x).max().orElse(1)),
        around("", -far, far),
        0,
        List.of(),
        List.of(),
        List.of());
  }

  @Override
  public int height(int width, boolean paper) {
    return PanelPainter.height(panel(), width, paper);
  }

  @Override
  public void paint(Canvas canvas, int width) {
    Panel panel = panel();
    panel.head().paint(canvas, width);
    int top = TOP + panel.head().extra(width, canvas.paper());
    int height = height(width, canvas.paper()) - top - 10;
    Place place =
        new PlotArea(panel, width - 2 * PanelPainter.MARGIN, height, AXIS, true, true)
            .paint(canvas, top);
    double zero = place.y(0);
    canvas.draw(new Line2D.Double(place.left(), zero, place.right(), zero), Palette.TEXT, 1);
    double[] x = target.predicted();
    double[] y = residuals();
    for (int i = 0; i < x.length; i++) {
      double left = place.x(x[i]) - RADIUS;
      double up = place.y(y[i]) - RADIUS;
      canvas.fill(new Ellipse2D.Double(left, up, 2 * RADIUS, 2 * RADIUS), POINT);
    }
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.points(panel(), "residual", target.predicted(), residuals());
  }
}
