package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * Draws a panel's bands and, over them, its lines.
 *
 * @param panel the panel
 * @param place where its numbers lie
 */
record CurvePainter(Panel panel, Place place) {
  private static final float[] DASHES = {6, 4};

  /** How far a curve may reach beyond the axes: by its own thickness. */
  private static final double EDGE = 3;

  void paint(Canvas canvas) {
    canvas.within(
        new Rectangle2D.Double(
            place.left() - EDGE,
            place.top() - EDGE,
            place.right() - place.left() + 2 * EDGE,
            place.bottom() - place.top() + 2 * EDGE),
        () -> {
          panel.bands().forEach(band -> canvas.fill(area(band), band.color()));
          panel
              .lines()
              .forEach(
                  line -> canvas.draw(path(thin(line)), line.look().color(), stroke(line.look())));
        });
  }

  private Line thin(Line line) {
    return Thinning.toPixels(line, panel.x(), (int) Math.max(1, place.right() - place.left()));
  }

  /** Along the upper edge and back along the lower. */
  private Path2D area(Band band) {
    Line high = thin(Line.plain("high", band.x(), band.high(), Line.Look.VALIDATION));
    Line low = thin(Line.plain("low", band.x(), band.low(), Line.Look.VALIDATION));
    Path2D area = new Path2D.Double();
    for (int i = 0; i < high.x().length; i++) {
      to(area, place.x(high.x()[i]), place.y(high.y()[i]));
    }
    for (int i = low.x().length - 1; i >= 0; i--) {
      to(area, place.x(low.x()[i]), place.y(low.y()[i]));
    }
    return area;
  }

  /** One path, so that dashes run on from piece to piece and corners are round. */
  private Path2D path(Line line) {
    Path2D path = new Path2D.Double();
    boolean broken = true;
    for (int i = 0; i < line.x().length; i++) {
      double x = place.x(line.x()[i]);
      double y = place.height(line.y()[i]);
      if (!Double.isFinite(y)) {
        broken = true;
      } else if (broken) {
        path.moveTo(x, y);
        broken = false;
      } else {
        path.lineTo(x, y);
      }
    }
    return path;
  }

  private static void to(Path2D path, double x, double y) {
    if (Double.isNaN(y)) {
      return;
    }
    if (path.getCurrentPoint() == null) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }

  private static BasicStroke stroke(Line.Look look) {
    return look.dashed()
        ? new BasicStroke(look.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DASHES, 0)
        : new BasicStroke(look.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
