package org.selftuning.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Files that appear whole or not at all: the bytes go to a temporary file in the same folder, reach
 * the disk, and then take the name. A reader never sees half a file, and an old file stays until
 * the new one is complete.
 */
public final class WholeFile {
  private WholeFile() {}

  /** Writes text as UTF-8. */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes; missing folders are made.
   *
   * @throws UncheckedIOException if that fails, in one line that names the file
   */
  public static void write(Path file, byte[] bytes) {
    Path target = file.toAbsolutePath();
    Path temporary = null;
    try {
      Files.createDirectories(target.getParent());
      temporary = target.resolveSibling("." + target.getFileName() + "." + System.nanoTime());
      Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      move(temporary, target);
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "cannot write " + file + " (" + e + "); is the folder there and writable?", e));
    } finally {
      discard(temporary);
    }
  }

  /**
   * Returns the suffix of the file's name, in lower case, without its dot.
   *
   * @throws IllegalArgumentException if it is none of {@code allowed}
   */
  public static String suffix(Path file, String... allowed) {
    String name = file.getFileName().toString();
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!name.contains(".") || !List.of(allowed).contains(suffix)) {
      throw new IllegalArgumentException(
          "cannot tell how to write "
              + file
              + ": its name should end in ."
              + String.join(" or .", allowed));
    }
    return suffix;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // What matters was reported already; a stray temporary file harms nobody.
      temporary.toFile().deleteOnExit();
    }
  }
}
