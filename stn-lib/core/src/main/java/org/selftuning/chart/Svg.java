package org.selftuning.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes a figure as SVG. Texts remain texts, to be searched and restyled, each held where it must
 * not move with another font: at its start, its middle or its end.
 */
final class Svg {
  /** Digits beyond a thousandth of a pixel, most of the file otherwise. */
  private static final Pattern IDLE_DIGITS = Pattern.compile("(\\.\\d{3})\\d+");

  /** The face that Java draws with on most machines, one of its widths, and any. */
  private static final String FACES = "'DejaVu Sans', Verdana, sans-serif";

  private Svg() {}

  static String encode(Figure figure) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    Canvas canvas = Canvas.collecting(graphics, figure.theme(), figure.paper());
    figure.paint(canvas);
    String svg =
        new String(
            Vector.encode(graphics, new SVGProcessor(), figure.layoutWidth(), figure.height()),
            StandardCharsets.UTF_8);
    String shapes = svg.substring(svg.indexOf('>', svg.indexOf("<svg")) + 1);
    StringBuilder texts = new StringBuilder();
    canvas.texts().forEach(text -> texts.append(element(text)));
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
        + String.format(
            Locale.ROOT,
            " width=\"%s\" height=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\">",
            number(figure.exactWidth()),
            number(figure.exactHeight()),
            figure.layoutWidth(),
            figure.height())
        + "<title>"
        + escape(figure.title())
        + "</title><desc>"
        + escape(figure.text())
        + "</desc><rect width=\"100%\" height=\"100%\" fill=\""
        + figure.theme().hex(Palette.GROUND)
        + "\"/>"
        + IDLE_DIGITS.matcher(shapes.substring(0, shapes.lastIndexOf("</svg>"))).replaceAll("$1")
        + "<g style=\"white-space:pre\" font-family=\""
        + FACES
        + "\">"
        + texts
        + "</g></svg>\n";
  }

  private static String element(Canvas.Text text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%s\" y=\"%s\" font-size=\"%s\"%s%s fill=\"#%06x\">%s</text>",
        number(text.x()),
        number(text.y()),
        number(text.font().getSize2D()),
        text.font().isBold() ? " font-weight=\"bold\"" : "",
        text.anchor() == Canvas.Anchor.START
            ? ""
            : " text-anchor=\"" + text.anchor().name().toLowerCase(Locale.ROOT) + "\"",
        text.color().getRGB() & 0xFFFFFF,
        escape(text.text()));
  }

  /** With at most two decimals. */
  private static String number(double x) {
    return String.format(Locale.ROOT, "%.2f", x).replaceFirst("\\.?0+$", "");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
