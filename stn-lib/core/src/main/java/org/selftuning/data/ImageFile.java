package org.selftuning.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Image files: PNG, JPEG, GIF, BMP, WebP, and whatever else Java's image readers can decode. */
final class ImageFile {
  private static final List<String> ENDINGS =
      List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp");
  private static final long MOST_PIXELS = 100_000_000;
  private static final long MOST_BYTES = 1L << 29;

  private ImageFile() {}

  /** Whether the name of a file is one of an image. */
  static boolean is(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
  }

  /**
   * Decodes a file, the first picture of several.
   *
   * @param name what messages call it
   * @throws DataFormatException if it is no image that can be decoded, or larger than 100 million
   *     pixels
   */
  static BufferedImage read(Path file, String name) throws IOException {
    byte[] bytes = bytes(file, name);
    try (ImageInputStream in = new Patient(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataFormatException(name, unknown(bytes));
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new DataFormatException(
              name,
              String.format(Locale.ROOT, "has %,d pixels; the most are %,d", pixels, MOST_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (DataFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // image readers throw of both kinds on damage
      throw DataFormatException.damaged(name, "cannot be decoded", e);
    }
  }

  /**
   * The bytes of a file. A decoder that takes their end for zeros would fill a damaged picture of a
   * hundred million pixels with them; it is refused more.
   */
  private static final class Patient extends MemoryCacheImageInputStream {
    private static final int PATIENCE = 1_000;

    private int beyond;

    Patient(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return checked(super.read(to, offset, length));
    }

    private int checked(int got) throws IOException {
      if (got < 0 && ++beyond > PATIENCE) {
        throw new IOException("it ends too early");
      }
      return got;
    }
  }

  private static byte[] bytes(Path file, String name) throws IOException {
    try {
      long size = Files.size(file);
      if (size == 0 || size > MOST_BYTES) {
        throw new DataFormatException(
            name, size == 0 ? "is empty; an image is expected" : "has more than 512 MiB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DataFormatException(name, "there is no such file");
    } catch (FileSystemException e) {
      throw new DataFormatException(name, "cannot be read; make it readable");
    }
  }

  private static String unknown(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
    return start.startsWith("RIFF") && start.endsWith("WEBP")
        ? "is a WebP image, which needs the artifact com.twelvemonkeys.imageio:imageio-webp; add"
            + " it, or save the image as PNG"
        : "is no image: neither PNG, JPEG, GIF, BMP nor WebP";
  }
}
