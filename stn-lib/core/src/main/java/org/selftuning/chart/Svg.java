package org.selftuning.chart;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Writes a figure as SVG. */
final class Svg {
  /** Digits beyond a thousandth of a pixel, most of the file otherwise. */
  private static final Pattern IDLE_DIGITS = Pattern.compile("(\\.\\d{3})\\d+");

  private Svg() {}

  static String encode(Figure figure, Figure.Painter painter) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    painter.paint(graphics);
    PageSize page = new PageSize(0, 0, figure.cssWidth(), figure.cssHeight());
    Document document = new SVGProcessor().getDocument(graphics.getCommands(), page);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      document.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String svg = out.toString(StandardCharsets.UTF_8);
    int root = svg.indexOf("<svg");
    int content = svg.indexOf('>', root) + 1;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
        + String.format(
            " width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" role=\"img\">",
            figure.cssWidth(), figure.cssHeight())
        + "<title>"
        + escape(figure.title())
        + "</title><desc>"
        + escape(figure.text())
        + "</desc><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
        + IDLE_DIGITS.matcher(svg.substring(content)).replaceAll("$1");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
