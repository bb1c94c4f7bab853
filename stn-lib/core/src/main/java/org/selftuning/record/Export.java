package org.selftuning.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.selftuning.data.WholeFile;

/** Files that a person asks for by name in a notebook, whose suffix says what they hold. */
public final class Export {
  private Export() {}

  /**
   * Writes text as UTF-8; see {@link WholeFile}.
   *
   * @throws UncheckedIOException if that fails; one line names the file
   */
  public static void write(Path file, String text) {
    try {
      WholeFile.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Writes bytes; see {@link WholeFile}.
   *
   * @throws UncheckedIOException if that fails; one line names the file
   */
  public static void write(Path file, byte[] bytes) {
    try {
      WholeFile.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
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
}
