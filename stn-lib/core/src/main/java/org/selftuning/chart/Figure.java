package org.selftuning.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.record.Export;

/**
 * A finished picture in every form it may be wanted: pixels, PNG, SVG, PDF, Vega-Lite, or text. It
 * is drawn again on each call, from numbers that never change.
 *
 * <p>Pictures have twice the pixels of the size at which they are meant to be shown; give the page
 * {@link #cssWidth} and {@link #cssHeight}.
 */
public final class Figure {
  /**
   * The suffixes that {@link #save} knows.
   *
   * @since 0.2.0
   */
  public static final List<String> FORMATS = List.of("png", "svg", "pdf", "json", "txt");

  private static final int SCALE = 2;

  /** On paper, so that letters on axes have 8 points, and titles less than 10. */
  private static final double PAPER = 0.82;

  private static final int PAPER_DOTS = 4;

  private final String title;
  private final String text;
  private final Drawing drawing;
  private final Theme theme;
  private final boolean paper;

  /** In pixels of the layout, of which {@code zoom} are one of CSS. */
  private final int width;

  private final double zoom;

  Figure(String title, String text, Drawing drawing) {
    this(title, text, drawing, Theme.LIGHT, false, Charts.WIDTH, 1);
  }

  private Figure(
      String title,
      String text,
      Drawing drawing,
      Theme theme,
      boolean paper,
      int width,
      double zoom) {
    this.title = title;
    this.text = text;
    this.drawing = drawing;
    this.theme = theme;
    this.paper = paper;
    this.width = width;
    this.zoom = zoom;
  }

  /** One panel, alone. */
  static Figure of(Panel panel) {
    return new Figure(panel.title(), TextForm.of(panel), new PanelDrawing(panel));
  }

  /**
   * Returns the same for a dark page: bright on almost black.
   *
   * @since 0.2.0
   */
  public Figure dark() {
    return new Figure(title, text, drawing, Theme.DARK, paper, width, zoom);
  }

  /**
   * Returns the same for print at this width: letters have about 8 points whatever the width, and
   * the layout is one for so little room. Its height follows.
   *
   * @since 0.2.0
   */
  public Figure width(Length length) {
    int room = (int) Math.round(length.cssPixels() / PAPER);
    return new Figure(title, text, drawing, theme, true, room, length.cssPixels() / room);
  }

  /** What is seen, in one line. */
  public String title() {
    return title;
  }

  /** The width, in CSS pixels, at which the picture is meant to be shown. */
  public int cssWidth() {
    return (int) Math.round(exactWidth());
  }

  /** The height, in CSS pixels, at which the picture is meant to be shown. */
  public int cssHeight() {
    return (int) Math.round(exactHeight());
  }

  double exactWidth() {
    return zoom * width;
  }

  double exactHeight() {
    return zoom * height();
  }

  int layoutWidth() {
    return width;
  }

  int height() {
    return drawing.height(width, paper);
  }

  Theme theme() {
    return theme;
  }

  /**
   * Returns the picture, {@code 2 cssWidth × 2 cssHeight}; of one for print twice as many.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public BufferedImage image() {
    return image(dots());
  }

  private int dots() {
    return paper ? PAPER_DOTS : SCALE;
  }

  /** Returns the picture with {@code scale} pixels for one of CSS. */
  BufferedImage image(int scale) {
    Lettering.check();
    BufferedImage image =
        new BufferedImage(scale * cssWidth(), scale * cssHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(theme.of(Palette.GROUND));
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(scale * zoom, scale * zoom);
    paint(Canvas.outlined(g, theme, paper));
    g.dispose();
    return image;
  }

  void paint(Canvas canvas) {
    drawing.paint(canvas, width);
  }

  boolean paper() {
    return paper;
  }

  /**
   * Returns the picture as PNG.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public byte[] png() {
    return Png.encode(image(), dots());
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
   * Returns the picture as SVG, letters as text, with title and text form for those who hear it.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public byte[] svg() {
    Lettering.check();
    return Svg.encode(this).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the picture as a PDF of one page of its size, letters as outlines: no font is missing
   * wherever it is printed.
   *
   * @throws IllegalStateException if this machine has no fonts
   * @since 0.2.0
   */
  public byte[] pdf() {
    Lettering.check();
    return Pdf.encode(this);
  }

  /**
   * Returns the figure's numbers and marks as a specification of Vega-Lite 5, which JupyterLab and
   * VS Code draw with tooltips and zoom: the MIME type {@code application/vnd.vegalite.v5+json}.
   *
   * @since 0.2.0
   */
  public String vegaLite() {
    return new VegaLite(theme).specification(this, drawing);
  }

  /** Returns the figure as lines of text: its title, and each line's course and numbers. */
  public String text() {
    return text;
  }

  /**
   * Makes sure, before any work, that {@link #save} can write there.
   *
   * @param file where; null for nowhere
   * @throws IllegalArgumentException if its suffix is another one, or its folder is missing
   * @since 0.2.0
   */
  public static void check(Path file) {
    Export.check(file, FORMATS.toArray(String[]::new));
  }

  /**
   * Writes the figure to a file: PNG, SVG, PDF, Vega-Lite or text by the suffix {@code .png},
   * {@code .svg}, {@code .pdf}, {@code .json}, {@code .txt}. The file appears whole or not at all.
   *
   * @throws IllegalArgumentException if the suffix is another one
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void save(Path file) {
    Export.write(
        file,
        switch (Export.suffix(file, FORMATS.toArray(String[]::new))) {
          case "png" -> png();
          case "svg" -> svg();
          case "pdf" -> pdf();
          case "json" -> vegaLite().getBytes(StandardCharsets.UTF_8);
          default -> text.getBytes(StandardCharsets.UTF_8);
        });
  }

  @Override
  public String toString() {
    return text;
  }
}
