package org.selftuning.chart;

import com.google.gson.JsonObject;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import java.util.Locale;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelSummary;

/**
 * A network as a picture: a box for each layer, side paths for residuals and branches, a frame
 * around what is repeated, and a dot in a hyperparameter's color where it acts.
 *
 * @param name what the model is called
 * @param model the model
 * @param layout where its parts lie
 */
record NetworkFigure(String name, ModelSpec model, NetworkLayout layout) implements Drawing {
  private static final int TOP = 68;
  private static final int FOOT = 14;
  private static final double ROUND = 6;
  private static final double LINE = 1.2;
  private static final double ARROW = 5;
  private static final double BAR = 3;

  static Figure of(String name, ModelSpec model) {
    return new NetworkFigure(name, model, new NetworkLayout(model)).figure();
  }

  private Figure figure() {
    String text = title() + "\n" + subtitle() + "\n" + new ModelSummary(model).text();
    return new Figure(title(), text, this);
  }

  private String title() {
    int tuned = model.hyperparameters().size();
    String what = counted(model.parameterCount(), "parameter");
    return name + ": " + what + (tuned == 0 ? "" : ", " + counted(tuned, "hyperparameter"));
  }

  private static String counted(long n, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
  }

  private String subtitle() {
    String shapes = "Layers, and the shapes of what they make";
    return model.tunes()
        ? shapes + "; blue: weights respond to the hyperparameters; dots: where these act"
        : shapes + (model.hyperparameters().isEmpty() ? "" : "; dots: where hyperparameters act");
  }

  private Head head() {
    return new Head(title(), subtitle());
  }

  /** Every mark, from (0, 0) on. */
  Diagram diagram(int width) {
    return layout.diagram(width - 2 * PanelPainter.MARGIN);
  }

  @Override
  public int height(int width, boolean paper) {
    double height = head().extra(width, paper) + TOP + diagram(width).height() + FOOT;
    return (int) Math.ceil(height);
  }

  @Override
  public void paint(Canvas canvas, int width) {
    head().paint(canvas, width);
    double top = TOP + head().extra(width, canvas.paper());
    List<Diagram.Mark> marks = diagram(width).marks();
    canvas.at(PanelPainter.MARGIN, top, () -> marks.forEach(mark -> paint(canvas, mark)));
  }

  private static void paint(Canvas canvas, Diagram.Mark mark) {
    if (mark instanceof Diagram.Box box) {
      paint(canvas, box);
    } else if (mark instanceof Diagram.Text text) {
      canvas.text(text.text(), text.font(), text.color(), text.x(), text.y());
    } else if (mark instanceof Diagram.Route route) {
      paint(canvas, route);
    } else if (mark instanceof Diagram.Dot dot) {
      boolean ring = dot.series() >= Palette.SERIES.size();
      double radius = ring ? Diagram.DOT - 1 : Diagram.DOT;
      Color color = Palette.series(dot.series());
      Ellipse2D disk = circle(dot.x(), dot.y(), radius);
      canvas.outline(disk, ring ? Palette.GROUND : color, color, ring ? 2 : 0.5);
    } else if (mark instanceof Diagram.Sign sign) {
      paint(canvas, sign);
    }
  }

  private static void paint(Canvas canvas, Diagram.Box box) {
    var shape =
        new RoundRectangle2D.Double(box.x(), box.y(), box.width(), box.height(), ROUND, ROUND);
    canvas.outline(shape, box.fill(), box.edge(), 1);
    if (box.bar()) {
      var bar = new Rectangle2D.Double(box.x(), box.y(), ROUND, box.height());
      canvas.within(
          new Rectangle2D.Double(box.x() - 1, box.y(), BAR + 1, box.height()),
          () -> canvas.fill(bar, Palette.DEEP));
    }
  }

  private static void paint(Canvas canvas, Diagram.Route route) {
    List<Double> points = route.points();
    Path2D line = new Path2D.Double();
    line.moveTo(points.get(0), points.get(1));
    for (int i = 2; i < points.size(); i += 2) {
      line.lineTo(points.get(i), points.get(i + 1));
    }
    int join = BasicStroke.JOIN_ROUND;
    canvas.draw(line, Palette.TEXT, new BasicStroke((float) LINE, BasicStroke.CAP_BUTT, join));
    if (route.arrow()) {
      int end = points.size();
      double x = points.get(end - 2);
      double y = points.get(end - 1);
      double dx = Math.signum(x - points.get(end - 4));
      double dy = Math.signum(y - points.get(end - 3));
      Path2D head = new Path2D.Double();
      head.moveTo(x, y);
      head.lineTo(x - ARROW * dx - ARROW * 0.6 * dy, y - ARROW * dy - ARROW * 0.6 * dx);
      head.lineTo(x - ARROW * dx + ARROW * 0.6 * dy, y - ARROW * dy + ARROW * 0.6 * dx);
      head.closePath();
      canvas.fill(head, Palette.TEXT);
    }
  }

  private static void paint(Canvas canvas, Diagram.Sign sign) {
    double x = sign.x();
    double y = sign.y();
    canvas.outline(circle(x, y, Diagram.SIGN), Palette.GROUND, Palette.TEXT, LINE);
    double half = Diagram.SIGN / 2;
    double aside = sign.plus() ? 0 : half / 2;
    canvas.draw(new Line2D.Double(x - aside, y - half, x - aside, y + half), Palette.TEXT, 1.6);
    if (sign.plus()) {
      canvas.draw(new Line2D.Double(x - half, y, x + half, y), Palette.TEXT, 1.6);
    } else {
      canvas.draw(new Line2D.Double(x + aside, y - half, x + aside, y + half), Palette.TEXT, 1.6);
    }
  }

  private static Ellipse2D circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  @Override
  public JsonObject vega(VegaLite vega) {
    return vega.diagram(diagram(Charts.WIDTH), Charts.WIDTH);
  }
}
