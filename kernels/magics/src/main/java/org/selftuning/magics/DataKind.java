package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.selftuning.data.Source;

/**
 * A kind of data: the word for it, what it reads, and how it loads. {@link DataKinds} lists all.
 */
interface DataKind {

  /** What people type after the name of a data set. */
  String word();

  /** What its files are, for the help and for messages; empty if it takes none. */
  String files();

  /** The classes of the options that it understands. */
  List<Class<?>> options();

  /** Whether a file or folder, given without a word for its kind, is of this one. */
  default boolean recognizes(Path file) {
    return false;
  }

  /**
   * Loads or generates it.
   *
   * @param files what follows the word; empty if {@link #files} is
   * @param host where progress is shown
   * @throws IllegalArgumentException if the arguments make no data set; one line says why
   * @throws IOException if its files are missing, cannot be read, or are not what they should be
   */
  Source load(DataArguments arguments, List<Path> files, Host host) throws IOException;

  /** The name in lower case ends in one of {@code endings}. */
  static boolean ends(Path file, String... endings) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return List.of(endings).stream().anyMatch(name::endsWith);
  }

  /** The only file, or a message that asks for it. */
  default Path only(List<Path> files) {
    if (files.size() != 1) {
      throw wrong(files);
    }
    return files.get(0);
  }

  /** A message on files that are too many or too few. */
  default IllegalArgumentException wrong(List<Path> files) {
    String given =
        files.isEmpty() ? "nothing" : files.size() == 1 ? "one file" : files.size() + " files";
    return new IllegalArgumentException(
        String.format("data of the kind '%s' are %s, not %s", word(), files(), given));
  }
}
