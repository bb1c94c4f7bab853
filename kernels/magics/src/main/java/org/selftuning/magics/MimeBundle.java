package org.selftuning.magics;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.selftuning.chart.Figure;
import tech.tablesaw.api.Table;

/**
 * One thing to be shown, in every form that a front end may choose from.
 *
 * @param plain the text form, which every front end can show
 * @param html the form for web pages, if there is one
 * @param picture the picture, if there is one
 * @param vegaLite the same as a specification of Vega-Lite 5, if there is one
 */
public record MimeBundle(
    String plain, Optional<String> html, Optional<Picture> picture, Optional<String> vegaLite) {
  /** The MIME type of {@link #vegaLite}. */
  static final String VEGA_LITE = "application/vnd.vegalite.v5+json";

  /** Checks that nothing is null. */
  public MimeBundle {
    Objects.requireNonNull(plain);
    Objects.requireNonNull(html);
    Objects.requireNonNull(picture);
    Objects.requireNonNull(vegaLite);
  }

  /** Without Vega-Lite. */
  public MimeBundle(String plain, Optional<String> html, Optional<Picture> picture) {
    this(plain, html, picture, Optional.empty());
  }

  /** Returns the same with another form. */
  MimeBundle with(String vegaLite) {
    return new MimeBundle(plain, html, picture, Optional.of(vegaLite));
  }

  /** Returns the same with another text. */
  public MimeBundle withPlain(String text) {
    return new MimeBundle(text, html, picture, vegaLite);
  }

  /**
   * A picture as PNG.
   *
   * @param png the file
   * @param width the width, in CSS pixels, at which it is meant to be shown
   * @param height the height, in CSS pixels
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way to a page; compared by no one
  public record Picture(byte[] png, int width, int height) {}

  /** Text alone. */
  public static MimeBundle text(String plain) {
    return new MimeBundle(plain, Optional.empty(), Optional.empty());
  }

  /** Text, and the same as HTML. */
  public static MimeBundle html(String plain, String html) {
    return new MimeBundle(plain, Optional.of(html), Optional.empty());
  }

  /** A figure, with its text form for those who cannot see it. */
  public static MimeBundle figure(Figure figure) {
    return figure(figure, figure.png());
  }

  /** The same in fewer pixels: a figure that will change. */
  static MimeBundle draft(Figure figure) {
    return figure(figure, figure.draft());
  }

  private static MimeBundle figure(Figure figure, byte[] png) {
    return new MimeBundle(
        figure.text(),
        Optional.empty(),
        Optional.of(new Picture(png, figure.cssWidth(), figure.cssHeight())));
  }

  /** An image, shown pixel for pixel. */
  public static MimeBundle image(String plain, BufferedImage image) {
    return picture(plain, image, image.getWidth(), image.getHeight());
  }

  /** An image, shown at a size in CSS pixels. */
  static MimeBundle picture(String plain, RenderedImage image, int width, int height) {
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      return new MimeBundle(
          plain, Optional.empty(), Optional.of(new Picture(png.toByteArray(), width, height)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table, long ones in pages. */
  public static MimeBundle table(Table table) {
    return html(table.print(20), TableHtml.of(table));
  }
}
