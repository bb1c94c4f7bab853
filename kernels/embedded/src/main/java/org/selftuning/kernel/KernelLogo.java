package org.selftuning.kernel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** The picture that Jupyter shows for the kernel: a white λ with the dot that it tunes. */
final class KernelLogo {
  private static final Color BLUE = new Color(0x0072B2);
  private static final Color ORANGE = new Color(0xE69F00);

  private KernelLogo() {}

  /** A square PNG of {@code size} pixels; drawn with paths, so it needs no font. */
  static byte[] png(int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(size / 64.0, size / 64.0);
    g.setColor(BLUE);
    g.fill(new RoundRectangle2D.Double(1, 1, 62, 62, 16, 16));
    g.setColor(Color.WHITE);
    g.setStroke(new BasicStroke(6.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D lambda = new Path2D.Double();
    lambda.moveTo(18, 14);
    lambda.curveTo(25, 12, 27, 18, 29, 24);
    lambda.lineTo(38, 46);
    lambda.curveTo(40, 50, 43, 51, 47, 49);
    lambda.moveTo(30, 28);
    lambda.lineTo(18, 50);
    g.draw(lambda);
    g.setColor(ORANGE);
    g.fill(new Ellipse2D.Double(41, 13, 12, 12));
    g.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
