package org.selftuning.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.pdf.PDFProcessor;
import java.awt.geom.Rectangle2D;

/** Writes a figure as a PDF of one page, which is the picture. */
final class Pdf {
  /** The library measures pages in millimeters. */
  private static final double MILLIMETERS = 25.4 / 96;

  private Pdf() {}

  static byte[] encode(Figure figure) {
    double width = MILLIMETERS * figure.exactWidth();
    double height = MILLIMETERS * figure.exactHeight();
    double scale = width / figure.layoutWidth();
    VectorGraphics2D graphics = new VectorGraphics2D();
    graphics.scale(scale, scale);
    Canvas canvas = Canvas.outlined(graphics, figure.theme(), figure.paper());
    canvas.fill(
        new Rectangle2D.Double(0, 0, figure.layoutWidth(), figure.height()), Palette.GROUND);
    figure.paint(canvas);
    return Vector.encode(graphics, new PDFProcessor(true), width, height);
  }
}
