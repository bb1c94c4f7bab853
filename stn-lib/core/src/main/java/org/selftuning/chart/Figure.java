package org.selftuning.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.selftuning.record.Export;

/**
 * A finished picture in every form it may be wanted: pixels, PNG, SVG, or text. It is drawn again
 * on each call, from numbers that never change.
 *
 * <p>Pictures have twice the pixels of the size at which they are meant to be shown; tell the page
 * {@link #cssWidth} and {@link #cssHeight}.
 */
public final class Figure {
  private static final int SCALE = 2;

  private final String title;
  private final String text;
  private final int width;
  private final int height;
  private final Painter painter;

  /** Draws a figure at its CSS size. */
  interface Painter {
    void paint(Graphics2D g);
  }

  Figure(String title, String text, int width, int height, Painter painter) {
    this.title = title;
    this.text = text;
    this.width = width;
    this.height = height;
    this.painter = painter;
  }

  /** One panel, alone. */
  static Figure of(Panel panel) {
    return new Figure(
        panel.title(),
        TextForm.of(panel),
        Charts.WIDTH,
        Charts.HEIGHT,
        g ->
            new PanelPainter(panel, Charts.WIDTH, Charts.HEIGHT, PanelPainter.Frame.FULL).paint(g));
  }

  /** What is seen, in one line. */
  public String title() {
    return title;
  }

  /** The width, in CSS pixels, at which the picture is meant to be shown. */
  public int cssWidth() {
    return width;
  }

  /** The height, in CSS pixels, at which the picture is meant to be shown. */
  public int cssHeight() {
    return height;
  }

  /**
   * Returns the picture, {@code 2 cssWidth × 2 cssHeight}.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public BufferedImage image() {
    return image(SCALE);
  }

  /** Returns the picture with {@code scale} pixels for one of CSS. */
  BufferedImage image(int scale) {
    Lettering.check();
    BufferedImage image =
        new BufferedImage(scale * width, scale * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Palette.GROUND);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(scale, scale);
    painter.paint(g);
    g.dispose();
    return image;
  }

  /**
   * Returns the picture as PNG.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public byte[] png() {
    return Png.encode(image(), SCALE);
  }

  /**
   * Returns the picture as PNG with one pixel for one of CSS: coarser, and drawn in a quarter of
   * the time, for a picture that will change.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public byte[] draft() {
    return Png.encode(image(1), 1);
  }

  /**
   * Returns the picture as SVG, letters as outlines, with title and text form for those who hear
   * it.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public byte[] svg() {
    Lettering.check();
    return Svg.encode(this, painter).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the figure as lines of text: its title, and each line's course and numbers. */
  public String text() {
    return text;
  }

  /**
   * Writes the figure to a file: PNG, SVG or text by the suffix {@code .png}, {@code .svg}, {@code
   * .txt}. The file appears whole or not at all.
   *
   * @throws IllegalArgumentException if the suffix is another one
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void save(Path file) {
    Export.write(
        file,
        switch (Export.suffix(file, "png", "svg", "txt")) {
          case "png" -> png();
          case "svg" -> svg();
          default -> text.getBytes(StandardCharsets.UTF_8);
        });
  }

  @Override
  public String toString() {
    return text;
  }
}
