package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.selftuning.record.Probe;

/**
 * Validation losses over two hyperparameters as a map: the deeper the blue, the lower. A filled
 * circle is where they are now, the frame around it ±σ, an open circle the lowest place.
 *
 * @param probe the losses
 */
record ProbeMap(Probe probe) implements Drawing {
  private static final int TOP = 84;
  private static final int AXIS = 60;
  private static final int SCALE_WIDTH = 16;
  private static final int SCALE_ROOM = 96;
  private static final int LEAST = 300;
  private static final double CIRCLE = 5;

  Figure figure() {
    return new Figure(title(), text(), this);
  }

  @Override
  public int height(int width, boolean paper) {
    return Math.max(LEAST, width * 6 / 10) + panel().head().extra(width, paper);
  }

  private Probe.Side across() {
    return probe.sides().get(0);
  }

  private Probe.Side up() {
    return probe.sides().get(1);
  }

  private double loss(int i) {
    return probe.metric().of(probe.losses().get(i));
  }

  private String title() {
    int columns = across().values().size();
    return String.format(
        Locale.ROOT,
        "Validation %s is lowest at %s = %s, %s = %s",
        probe.metric().noun(),
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
        + probe.metric().noun()
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

  @Override
  public void paint(Canvas canvas, int width) {
    Panel panel = panel();
    panel.head().paint(canvas, width);
    int top = TOP + panel.head().extra(width, canvas.paper());
    int height = height(width, canvas.paper()) - top - 6;
    String name = up().hyperparameter().name();
    canvas.text(name, Lettering.PLAIN, Palette.TEXT, PanelPainter.MARGIN, top - 8);
    Place place =
        new PlotArea(panel, width - SCALE_ROOM, height, AXIS, true, true).paint(canvas, top);
    cells(canvas, place);
    now(canvas, place);
    lowest(canvas, place);
    scale(canvas, place);
  }

  private Panel panel() {
    double[] edgesX = edges(across().values());
    double[] edgesY = edges(up().values());
    Axis x = Axis.linear(across().hyperparameter().name(), edgesX[0], edgesX[edgesX.length - 1]);
    Axis y = Axis.linear("", edgesY[0], edgesY[edgesY.length - 1]);
    return new Panel(title(), subtitle(), x, y, 0, List.of(), List.of(), List.of());
  }

  private void cells(Canvas canvas, Place place) {
    double[] x = edges(across().values());
    double[] y = edges(up().values());
    double low = loss(probe.lowest());
    double span = Math.max(largest() - low, 1e-12);
    for (int j = 0; j + 1 < y.length; j++) {
      for (int i = 0; i + 1 < x.length; i++) {
        double share = (loss(j * (x.length - 1) + i) - low) / span;
        double left = Math.floor(place.x(x[i]));
        double top = Math.floor(place.y(y[j + 1]));
        double right = Math.ceil(place.x(x[i + 1]));
        double bottom = Math.ceil(place.y(y[j]));
        canvas.fill(new Rectangle2D.Double(left, top, right - left, bottom - top), color(share));
      }
    }
  }

  private void now(Canvas canvas, Place place) {
    double left = place.x(across().low());
    double top = place.y(up().high());
    double width = place.x(across().high()) - left;
    double height = place.y(up().low()) - top;
    canvas.draw(new Rectangle2D.Double(left, top, width, height), Palette.VERMILION, 1.6);
    canvas.fill(circle(place.x(across().current()), place.y(up().current())), Palette.VERMILION);
  }

  private void lowest(Canvas canvas, Place place) {
    int columns = across().values().size();
    double x = place.x(across().values().get(probe.lowest() % columns));
    double y = place.y(up().values().get(probe.lowest() / columns));
    canvas.draw(circle(x, y), Palette.GROUND, 2);
  }

  private void scale(Canvas canvas, Place place) {
    double left = place.right() + 18;
    double height = place.bottom() - place.top();
    for (int i = 0; i < height; i++) {
      canvas.fill(
          new Rectangle2D.Double(left, place.top() + i, SCALE_WIDTH, 1.5), color(1 - i / height));
    }
    double text = left + SCALE_WIDTH + 6;
    String high = Reading.of(largest());
    String low = Reading.of(loss(probe.lowest()));
    canvas.text(high, Lettering.PLAIN, Palette.TEXT, text, place.top() + 10);
    canvas.text(low, Lettering.PLAIN, Palette.TEXT, text, place.bottom());
  }

  private static Ellipse2D circle(double x, double y) {
    return new Ellipse2D.Double(x - CIRCLE, y - CIRCLE, 2 * CIRCLE, 2 * CIRCLE);
  }

  private static Color color(double share) {
    return new Mixture(Palette.DEEP, Palette.FAINT, Math.sqrt(Math.max(0, share)));
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.map(panel(), edges(across().values()), edges(up().values()), "loss", this::loss);
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
