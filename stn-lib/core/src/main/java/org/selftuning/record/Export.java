package org.selftuning.record;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.Utf8;

/** Files that a person asks for by name in a notebook, whose suffix says what they hold. */
public final class Export {
  private Export() {}

  /**
   * Writes text as UTF-8; see {@link AtomicFile}.
   *
   * @throws UncheckedIOException if that fails; one line names the file
   */
  public static void write(Path file, String text) {
    try {
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Writes bytes; see {@link AtomicFile}.
   *
   * @throws UncheckedIOException if that fails; one line names the file
   */
  public static void write(Path file, byte[] bytes) {
    try {
      AtomicFile.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Reads a file in UTF-8.
   *
   * @param noun what it should hold, for messages: "schedule"
   * @param make makes that of the text; what it objects to is said with the file's name
   * @throws IllegalArgumentException if the file holds nothing of the kind; one line names the file
   *     and the place
   * @throws UncheckedIOException if it cannot be read; one line names the file
   */
  static <T> T read(Path file, String noun, Function<String, T> make) {
    try {
      return make.apply(Utf8.read(file));
    } catch (DataFormatException e) {
      throw new IllegalArgumentException(file + " is no " + noun + ": " + e.problem(), e);
    } catch (IllegalArgumentException | JsonParseException e) {
      throw new IllegalArgumentException(file + " is no " + noun + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the " + noun + " " + e.getMessage(), e);
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

  /**
   * Makes sure, before any work, that something can be written where a person wants it.
   *
   * @param file where; null for nowhere
   * @throws IllegalArgumentException if its suffix is none of {@code allowed}, or its folder is
   *     missing; one line says which
   */
  public static void check(Path file, String... allowed) {
    if (file == null) {
      return;
    }
    suffix(file, allowed);
    Path parent = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new IllegalArgumentException(
          "cannot write " + file + ": there is no folder " + parent + "; make it first");
    }
  }
}
