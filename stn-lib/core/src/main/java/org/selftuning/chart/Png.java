package org.selftuning.chart;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes RGB pictures as PNG (ISO/IEC 15948). Charts are mostly ground, so unfiltered rows with
 * light compression are small, and several times faster than with {@code ImageIO}; and they know
 * their resolution, so that programs show them at the size they are meant for.
 */
final class Png {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int COMPRESSION = 3;

  /** Pixels a metre at 96 pixels an inch, which is the CSS pixel. */
  private static final int CSS_PIXELS_PER_METRE = 3780;

  private Png() {}

  /** Encodes an image of {@link BufferedImage#TYPE_INT_RGB}. */
  static byte[] encode(BufferedImage image, int scale) {
    int width = image.getWidth();
    int height = image.getHeight();
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    out.writeBytes(ByteBuffer.allocate(8).putLong(SIGNATURE).array());
    byte[] header = {0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0};
    ByteBuffer.wrap(header).putInt(width).putInt(height);
    chunk(out, "IHDR", header, header.length);
    int density = scale * CSS_PIXELS_PER_METRE;
    byte[] physical = ByteBuffer.allocate(9).putInt(density).putInt(density).put((byte) 1).array();
    chunk(out, "pHYs", physical, physical.length);
    pixels(out, rows(image));
    chunk(out, "IEND", new byte[0], 0);
    return out.toByteArray();
  }

  private static byte[] rows(BufferedImage image) {
    int width = image.getWidth();
    int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    byte[] rows = new byte[image.getHeight() * (1 + 3 * width)];
    int at = 0;
    for (int i = 0; i < rgb.length; i++) {
      if (i % width == 0) {
        at++; // the row's filter: none
      }
      rows[at++] = (byte) (rgb[i] >> 16);
      rows[at++] = (byte) (rgb[i] >> 8);
      rows[at++] = (byte) rgb[i];
    }
    return rows;
  }

  private static void pixels(ByteArrayOutputStream out, byte[] rows) {
    Deflater deflater = new Deflater(COMPRESSION);
    try {
      deflater.setInput(rows);
      deflater.finish();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        chunk(out, "IDAT", buffer, deflater.deflate(buffer));
      }
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    out.writeBytes(name);
    out.write(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
