package org.selftuning.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.selftuning.predict.RegressionReport;

/**
 * Residuals, actual − predicted, over the predictions: without structure, if the network has
 * learned all that there is.
 *
 * @param data what people call it
 * @param target the numbers
 */
record ResidualFigure(String data, RegressionReport.Of target) {
  private static final int TOP = 84;
  private static final int AXIS = 72;
  private static final double RADIUS = 2.6;
  private static final double AIR = 0.05;
  private static final Color POINT = new Color(0, 0x72, 0xB2, 110);

  Figure figure() {
    return new Figure(title(), text(), Charts.WIDTH, Charts.HEIGHT, this::paint);
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

  private void paint(Graphics2D g) {
    double[] x = target.predicted();
    double[] y = residuals();
    double far = Arrays.stream(y).map(Math::abs).max().orElse(1);
    Panel panel =
        new Panel(
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
    PanelPainter.head(g, title(), subtitle(), Lettering.TITLE, Charts.WIDTH);
    int padding = PlotArea.PADDING;
    int width = (int) (Charts.WIDTH - 2 * PanelPainter.MARGIN) + padding;
    int height = Charts.HEIGHT - TOP - 10 + 2 * padding;
    XYChart chart = new PlotArea(panel, width, height, AXIS, true).chart();
    AffineTransform outside = g.getTransform();
    g.translate(0, TOP - padding);
    chart.paint(g, width, height);
    g.setTransform(outside);
    Place place = Place.of(panel, chart, TOP - padding);
    g.setColor(Palette.TEXT);
    g.draw(new Line2D.Double(place.left(), place.y(0), place.right(), place.y(0)));
    g.setColor(POINT);
    for (int i = 0; i < x.length; i++) {
      g.fill(
          new Ellipse2D.Double(
              place.x(x[i]) - RADIUS, place.y(y[i]) - RADIUS, 2 * RADIUS, 2 * RADIUS));
    }
  }
}
