package org.selftuning.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The contents of an IDX file of unsigned bytes, the format of MNIST: bytes 0, 0, 8 (unsigned
 * byte), rank; the extents as 32-bit big-endian numbers; the data, row-major. Compressed files are
 * known by their gzip magic, not by their name.
 *
 * @param dims the extents; the first is the number of items
 * @param data the items
 */
@SuppressWarnings("ArrayRecordComponent") // a file's contents; compared by no one
record Idx(int[] dims, byte[] data) {
  private static final int UNSIGNED_BYTE = 8;

  /**
   * Reads a whole file.
   *
   * @param rank the number of dimensions expected
   * @param items what the items are called in messages: "images"
   * @throws DataFormatException if the file is not IDX, is of another rank, or does not hold
   *     exactly what it announces
   */
  static Idx read(Path file, int rank, String items) throws IOException {
    try (InputStream in = open(file)) {
      int[] dims = header(in, file, rank);
      double itemSize = 1;
      for (int axis = 1; axis < rank; axis++) {
        itemSize *= dims[axis];
      }
      double length = dims[0] * itemSize;
      String announced = dims[0] + " " + items + " announced, ";
      if (length > Integer.MAX_VALUE - 8) {
        throw new DataFormatException(
            file,
            announced
                + String.format("%.0f bytes each, more than 2 GB in all", itemSize)
                + "; fetch it again");
      }
      // Grows with what arrives: a false announcement costs no memory.
      byte[] data = in.readNBytes((int) length);
      if (data.length < length) {
        throw new DataFormatException(
            file,
            announced
                + String.format(
                    "the file ends in %s %d", singular(items), (int) (data.length / itemSize))
                + "; fetch it again");
      }
      if (in.read() >= 0) {
        throw new DataFormatException(
            file, announced + "but the file continues after the last; fetch it again");
      }
      return new Idx(dims, data);
    } catch (ZipException e) {
      throw new DataFormatException(
          file, "the compressed data are damaged (" + e.getMessage() + "); fetch it again", e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    if (!gzip) {
      return in;
    }
    try {
      return new Truncatable(new GZIPInputStream(in, 1 << 16));
    } catch (EOFException | ZipException e) {
      in.close();
      throw new DataFormatException(file, "the file ends in its gzip header; fetch it again", e);
    }
  }

  private static int[] header(InputStream in, Path file, int rank) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4
        || magic[0] != 0
        || magic[1] != 0
        || magic[2] != UNSIGNED_BYTE
        || magic[3] != rank) {
      HexFormat hex = HexFormat.ofDelimiter(" ").withUpperCase();
      throw new DataFormatException(
          file,
          String.format(
              "starts with bytes [%s], not with [00 00 08 %02d] (IDX, unsigned bytes, %d"
                  + " dimension%s); is it the right file?",
              hex.formatHex(magic), rank, rank, rank == 1 ? "" : "s"));
    }
    int[] dims = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      byte[] b = in.readNBytes(4);
      if (b.length < 4) {
        throw new DataFormatException(file, "the file ends in its header; fetch it again");
      }
      dims[axis] = ByteBuffer.wrap(b).getInt();
      if (dims[axis] < 1) {
        throw new DataFormatException(
            file,
            String.format(
                "dimension %d has extent %d; it must be at least 1",
                axis, dims[axis] & 0xffffffffL));
      }
    }
    return dims;
  }

  private static String singular(String items) {
    return items.substring(0, items.length() - 1);
  }

  /** A gzip stream whose missing end reads as an end, so that the caller can say where it is. */
  private static final class Truncatable extends InputStream {
    private final GZIPInputStream in;

    Truncatable(GZIPInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      try {
        return in.read(b, offset, length);
      } catch (EOFException e) {
        return -1;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
