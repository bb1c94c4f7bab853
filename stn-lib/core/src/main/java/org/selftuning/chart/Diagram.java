package org.selftuning.chart;

import java.awt.Color;
import java.awt.Font;
import java.util.List;

/**
 * Boxes, lines and texts, each at its place.
 *
 * @param height of all of them
 * @param marks in drawing order
 */
record Diagram(double height, List<Mark> marks) {
  static final double DOT = 4;
  static final double SIGN = 8;

  Diagram {
    marks = List.copyOf(marks);
  }

  /** One of them. */
  sealed interface Mark {}

  /**
   * A rectangle with round corners.
   *
   * @param bar whether its left edge is a bar
   */
  record Box(double x, double y, double width, double height, Color fill, Color edge, boolean bar)
      implements Mark {}

  /**
   * A text of one line.
   *
   * @param x its left end
   * @param y its baseline
   */
  record Text(String text, Font font, Color color, double x, double y) implements Mark {
    double width() {
      return Lettering.width(text, font);
    }
  }

  /**
   * A line.
   *
   * @param points x and y of its corners in turn
   * @param arrow whether it ends in one
   */
  record Route(List<Double> points, boolean arrow) implements Mark {
    static Route of(boolean arrow, Double... points) {
      return new Route(List.of(points), arrow);
    }
  }

  /** A disk of the i-th color of the palette; a ring from the eighth on, as lines have gaps. */
  record Dot(double x, double y, int series) implements Mark {}

  /** A circle in which paths are joined: they are added, or laid one after another. */
  record Sign(double x, double y, boolean plus) implements Mark {}
}
