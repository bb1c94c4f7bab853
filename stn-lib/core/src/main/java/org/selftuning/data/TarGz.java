package org.selftuning.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks files from a gzipped tar archive (ustar): blocks of 512 bytes, a header block for each
 * file with its name at 0 and its length in octal digits at 124, its contents in whole blocks.
 */
final class TarGz {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE = 12;

  private TarGz() {}

  /**
   * Unpacks {@code members}, found by the last part of their names, into {@code folder}; all else
   * in the archive is left out.
   *
   * @param members names and lengths
   * @throws DataFormatException if one is missing or of another length
   */
  static void unpack(Path archive, Map<String, Long> members, Path folder) throws IOException {
    Set<String> missing = new LinkedHashSet<>(members.keySet());
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
      byte[] header = in.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0 && !missing.isEmpty()) {
        String path = text(header, 0, NAME);
        String name = path.substring(path.lastIndexOf('/') + 1);
        long size = size(archive, header);
        if (missing.remove(name)) {
          if (size != members.get(name)) {
            throw new DataFormatException(
                archive,
                String.format("%s in it has %d bytes, not %d", name, size, members.get(name)));
          }
          write(in, size, folder, name);
        } else {
          in.skipNBytes(size);
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        header = in.readNBytes(BLOCK);
      }
    } catch (EOFException e) {
      throw new DataFormatException(archive, "the archive is cut off; fetch it again", e);
    } catch (ZipException e) {
      throw new DataFormatException(
          archive, "the compressed data are damaged (" + e.getMessage() + "); fetch it again", e);
    }
    if (!missing.isEmpty()) {
      throw new DataFormatException(
          archive, "lacks " + String.join(", ", missing) + "; fetch it again");
    }
  }

  private static void write(InputStream in, long size, Path folder, String name)
      throws IOException {
    AtomicFile.write(
        folder.resolve(name),
        channel -> {
          byte[] buffer = new byte[1 << 16];
          OutputStream out = Channels.newOutputStream(channel);
          for (long left = size; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
              throw new EOFException(name);
            }
            out.write(buffer, 0, n);
            left -= n;
          }
        });
  }

  private static long size(Path archive, byte[] header) throws DataFormatException {
    String octal = text(header, SIZE_AT, SIZE).strip();
    if (!octal.matches("[0-7]{1,12}")) {
      throw new DataFormatException(
          archive,
          "is no tar archive: a file's length reads '"
              + octal.replaceAll("[^ -~]", "?")
              + "', not octal digits; fetch it again");
    }
    return Long.parseLong(octal, 8);
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.US_ASCII);
  }
}
