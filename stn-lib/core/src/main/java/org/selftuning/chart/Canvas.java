package org.selftuning.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * What charts are drawn on. Colors are those of the palette, which the theme turns into its own;
 * letters are outlines, or collected as text for a format that has its own.
 */
final class Canvas {
  private final Graphics2D g;
  private final Theme theme;
  private final boolean paper;
  private final List<Text> texts;

  /** Where a text is held. */
  enum Anchor {
    START(0),
    MIDDLE(0.5),
    END(1);

    private final double share;

    Anchor(double share) {
      this.share = share;
    }
  }

  /**
   * A text that was not drawn but collected.
   *
   * @param x of its anchor, in the coordinates of the whole picture
   * @param y of its baseline
   */
  record Text(String text, Font font, Color color, Anchor anchor, double x, double y) {}

  private Canvas(Graphics2D g, Theme theme, boolean paper, List<Text> texts) {
    this.g = g;
    this.theme = theme;
    this.paper = paper;
    this.texts = texts;
  }

  /**
   * A canvas whose letters are outlines.
   *
   * @param paper whether titles wrap: nobody sees what a pointer over them would say
   */
  static Canvas outlined(Graphics2D g, Theme theme, boolean paper) {
    return new Canvas(g, theme, paper, null);
  }

  /** A canvas that collects its letters. */
  static Canvas collecting(Graphics2D g, Theme theme, boolean paper) {
    return new Canvas(g, theme, paper, new ArrayList<>());
  }

  /** What was collected, in drawing order, in colors of the theme. */
  List<Text> texts() {
    return List.copyOf(texts);
  }

  Theme theme() {
    return theme;
  }

  boolean paper() {
    return paper;
  }

  /** For XChart, which draws axes. */
  Graphics2D graphics() {
    return g;
  }

  void fill(Shape shape, Color color) {
    g.setColor(theme.of(color));
    g.fill(shape);
  }

  void draw(Shape shape, Color color, double width) {
    draw(shape, color, new BasicStroke((float) width));
  }

  void draw(Shape shape, Color color, Stroke stroke) {
    g.setColor(theme.of(color));
    g.setStroke(stroke);
    g.draw(shape);
  }

  /** A shape with an edge. */
  void outline(Shape shape, Color inside, Color edge, double width) {
    fill(shape, inside);
    draw(shape, edge, width);
  }

  /** Text that begins at x, its baseline at y. */
  void text(String text, Font font, Color color, double x, double y) {
    text(text, font, color, Anchor.START, x, y);
  }

  /** Text around x. */
  void centered(String text, Font font, Color color, double x, double y) {
    text(text, font, color, Anchor.MIDDLE, x, y);
  }

  /** Text that ends at x. */
  void right(String text, Font font, Color color, double x, double y) {
    text(text, font, color, Anchor.END, x, y);
  }

  private void text(String text, Font font, Color color, Anchor anchor, double x, double y) {
    if (text.isEmpty()) {
      return;
    }
    if (texts == null) {
      double left = x - anchor.share * Lettering.width(text, font);
      fill(Lettering.outline(text, font, left, y), color);
    } else {
      Point2D place = g.getTransform().transform(new Point2D.Double(x, y), null);
      texts.add(new Text(text, font, theme.of(color), anchor, place.getX(), place.getY()));
    }
  }

  /** Draws something with its origin at (x, y). */
  void at(double x, double y, Runnable drawing) {
    AffineTransform outside = g.getTransform();
    g.translate(x, y);
    drawing.run();
    g.setTransform(outside);
  }

  /** Draws something of which only what is inside is seen. */
  void within(Rectangle2D inside, Runnable drawing) {
    Shape outside = g.getClip();
    g.clip(inside);
    drawing.run();
    g.setClip(outside);
  }
}
