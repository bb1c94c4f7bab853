package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.selftuning.record.Probe;

/**
 * Validation losses over two hyperparameters as a map: the darker, the lower. A filled circle is
 * where they are now, the frame around it ±σ, an open circle the lowest place.
 *
 * @param probe the losses
 */
record ProbeMap(Probe probe) {
  private static final Color LIGHT = new Color(0xF4F7FA);
  private static final Color DARK = new Color(0x00436B);
  private static final int TOP = 84;
  private static final int AXIS = 60;
  private static final int SCALE_WIDTH = 16;
  private static final int SCALE_ROOM = 96;
  private static final double CIRCLE = 5;

  Figure figure() {
    return new Figure(title(), text(), Charts.WIDTH, Charts.WIDTH * 6 / 10, this::paint);
  }

  private Probe.Side across() {
    return probe.sides().get(0);
  }

  private Probe.Side up() {
    return probe.sides().get(1);
  }

  private double loss(int i) {
    return probe.measure().of(probe.losses().get(i));
  }

  private String title() {
    int columns = across().values().size();
    return String.format(
        Locale.ROOT,
        "Validation %s is lowest at %s = %s, %s = %s",
        probe.measure().noun(),
        across().hyperparameter().name(),
        Reading.of(across().hyperparameter(), across().values().get(probe.lowest() % columns)),
        up().hyperparameter().name(),
        Reading.of(up().hyperparameter(), up().values().get(probe.lowest() / columns)));
  }

  private String subtitle() {
    return "Of "
        + probe.run()
        + ", its weights as they are; filled circle and frame: λ ± σ now, open circle: lowest";
  }

  private String text() {
    return title()
        + "\n"
        + subtitle()
        + "\n  validation "
        + probe.measure().noun()
        + " "
        + Reading.of(loss(probe.lowest()))
        + " … "
        + Reading.of(largest())
        + "\n";
  }

  private double largest() {
    double largest = loss(0);
    for (int i = 1; i < probe.losses().size(); i++) {
      largest = Math.max(largest, loss(i));
    }
    return largest;
  }

  private void paint(Graphics2D g) {
    int width = Charts.WIDTH - SCALE_ROOM;
    int height = Charts.WIDTH * 6 / 10 - TOP - 6;
    PanelPainter.head(g, title(), subtitle(), Lettering.TITLE, Charts.WIDTH);
    String name = up().hyperparameter().name();
    Lettering.draw(g, name, Lettering.PLAIN, Palette.TEXT, PanelPainter.MARGIN, TOP - 8);
    int padding = PlotArea.PADDING;
    Panel panel = panel();
    XYChart chart = new PlotArea(panel, width + padding, height + 2 * padding, AXIS, true).chart();
    AffineTransform outside = g.getTransform();
    g.translate(0, TOP - padding);
    chart.paint(g, width + padding, height + 2 * padding);
    g.setTransform(outside);
    Place place = Place.of(panel, chart, TOP - padding);
    cells(g, place);
    now(g, place);
    lowest(g, place);
    scale(g, place);
  }

  private Panel panel() {
    double[] edgesX = edges(across().values());
    double[] edgesY = edges(up().values());
    Axis x = Axis.linear(across().hyperparameter().name(), edgesX[0], edgesX[edgesX.length - 1]);
    Axis y = Axis.linear("", edgesY[0], edgesY[edgesY.length - 1]);
    return new Panel(title(), "", x, y, 0, List.of(), List.of(), List.of());
  }

  private void cells(Graphics2D g, Place place) {
    double[] x = edges(across().values());
    double[] y = edges(up().values());
    double low = loss(probe.lowest());
    double span = Math.max(largest() - low, 1e-12);
    for (int j = 0; j + 1 < y.length; j++) {
      for (int i = 0; i + 1 < x.length; i++) {
        double share = (loss(j * (x.length - 1) + i) - low) / span;
        double left = Math.floor(place.x(x[i]));
        double top = Math.floor(place.y(y[j + 1]));
        g.setColor(color(share));
        g.fill(
            new Rectangle2D.Double(
                left, top, Math.ceil(place.x(x[i + 1])) - left, Math.ceil(place.y(y[j])) - top));
      }
    }
  }

  private void now(Graphics2D g, Place place) {
    double left = place.x(across().low());
    double top = place.y(up().high());
    g.setColor(Palette.VERMILION);
    g.setStroke(new BasicStroke(1.6f));
    g.draw(
        new Rectangle2D.Double(
            left, top, place.x(across().high()) - left, place.y(up().low()) - top));
    g.fill(circle(place.x(across().current()), place.y(up().current())));
  }

  private void lowest(Graphics2D g, Place place) {
    int columns = across().values().size();
    double x = place.x(across().values().get(probe.lowest() % columns));
    double y = place.y(up().values().get(probe.lowest() / columns));
    g.setColor(Palette.GROUND);
    g.setStroke(new BasicStroke(2f));
    g.draw(circle(x, y));
  }

  private void scale(Graphics2D g, Place place) {
    double left = place.right() + 18;
    double height = place.bottom() - place.top();
    for (int i = 0; i < height; i++) {
      g.setColor(color(1 - i / height));
      g.fill(new Rectangle2D.Double(left, place.top() + i, SCALE_WIDTH, 1.5));
    }
    double text = left + SCALE_WIDTH + 6;
    Lettering.draw(g, Reading.of(largest()), Lettering.PLAIN, Palette.TEXT, text, place.top() + 10);
    Lettering.draw(
        g, Reading.of(loss(probe.lowest())), Lettering.PLAIN, Palette.TEXT, text, place.bottom());
  }

  private static Ellipse2D circle(double x, double y) {
    return new Ellipse2D.Double(x - CIRCLE, y - CIRCLE, 2 * CIRCLE, 2 * CIRCLE);
  }

  private static Color color(double share) {
    double light = Math.sqrt(Math.max(0, Math.min(1, share)));
    return new Color(
        (int) Math.round(DARK.getRed() + light * (LIGHT.getRed() - DARK.getRed())),
        (int) Math.round(DARK.getGreen() + light * (LIGHT.getGreen() - DARK.getGreen())),
        (int) Math.round(DARK.getBlue() + light * (LIGHT.getBlue() - DARK.getBlue())));
  }

  /** The ends of the cells around places: halfway between two of them. */
  private static double[] edges(List<Double> places) {
    int n = places.size();
    double[] edges = new double[n + 1];
    for (int i = 1; i < n; i++) {
      edges[i] = (places.get(i - 1) + places.get(i)) / 2;
    }
    edges[0] = places.get(0) - (edges[1] - places.get(0));
    edges[n] = places.get(n - 1) + (places.get(n - 1) - edges[n - 1]);
    return edges;
  }
}
