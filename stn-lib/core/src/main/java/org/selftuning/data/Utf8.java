package org.selftuning.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Text out of a file that may be anything: UTF-8 throughout, of at most {@value #LONGEST} bytes.
 */
public final class Utf8 {
  /** The most bytes of a text file that are read. */
  public static final long LONGEST = 1L << 30;

  private Utf8() {}

  /**
   * Reads the whole file.
   *
   * @throws DataFormatException if it is too long, or not UTF-8: the message names the line
   * @throws IOException if it cannot be read; the message names the file
   */
  public static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataFormatException(file, "is a folder; a file is expected");
    }
    long length = length(file);
    if (length > LONGEST) {
      throw new DataFormatException(
          file,
          String.format(
              "has %,d bytes; at most %,d are read; take a shorter one", length, LONGEST));
    }
    return decode(file, Files.readAllBytes(file));
  }

  private static long length(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      throw (IOException)
          new NoSuchFileException(file.toString(), null, "does not exist; check the name")
              .initCause(e);
    }
  }

  private static String decode(Path file, byte[] bytes) throws DataFormatException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (!result.isUnderflow()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new DataFormatException(file, "line " + line + " is not UTF-8 text; save it as UTF-8");
    }
    return out.flip().toString();
  }
}
