package org.selftuning.chart;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes pictures one after another as an animated GIF (GIF89a). All share one palette, the most
 * frequent colors of the last, so that nothing flickers: charts have few colors.
 */
final class Gif {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final int COLORS = 256;

  private Gif() {}

  /**
   * Encodes pictures of {@link BufferedImage#TYPE_INT_RGB}.
   *
   * @param delay how long each is seen, in hundredths of a second
   * @param hold how long the last is seen
   */
  static byte[] encode(List<BufferedImage> pictures, int delay, int hold) {
    BufferedImage last = pictures.get(pictures.size() - 1);
    int[] palette = palette(last);
    Map<Integer, Byte> nearest = new HashMap<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage picture : pictures) {
        BufferedImage indexed = indexed(picture, palette, nearest);
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(new ImageTypeSpecifier(indexed), null);
        describe(metadata, picture == last ? hold : delay);
        writer.writeToSequence(new IIOImage(indexed, null, metadata), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static void describe(IIOMetadata metadata, int delay) throws IOException {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("delayTime", Integer.toString(delay));
    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, 0, 0}); // for ever
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(loop);
    root.appendChild(extensions);
    metadata.setFromTree(FORMAT, root);
  }

  /** The most frequent colors. */
  private static int[] palette(BufferedImage image) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int rgb : pixels(image)) {
      counts.merge(rgb & 0xF8F8F8 | 0x040404, 1, Integer::sum);
    }
    int[] frequent =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(COLORS - 2)
            .mapToInt(Map.Entry::getKey)
            .toArray();
    int[] palette = new int[COLORS];
    System.arraycopy(frequent, 0, palette, 2, frequent.length);
    palette[0] = 0xFFFFFF;
    palette[1] = 0x000000;
    return palette;
  }

  private static BufferedImage indexed(
      BufferedImage image, int[] palette, Map<Integer, Byte> nearest) {
    IndexColorModel colors =
        new IndexColorModel(8, COLORS, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage indexed =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colors);
    int[] pixels = pixels(image);
    byte[] indices = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = nearest.computeIfAbsent(pixels[i] & 0xFFFFFF, rgb -> nearest(rgb, palette));
    }
    indexed.getRaster().setDataElements(0, 0, image.getWidth(), image.getHeight(), indices);
    return indexed;
  }

  private static byte nearest(int rgb, int[] palette) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < palette.length; i++) {
      int red = (rgb >> 16 & 255) - (palette[i] >> 16 & 255);
      int green = (rgb >> 8 & 255) - (palette[i] >> 8 & 255);
      int blue = (rgb & 255) - (palette[i] & 255);
      int distance = red * red + green * green + blue * blue;
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return (byte) best;
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
