package org.selftuning.magics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What every cell can name without an import of its own, in whichever kernel. */
public final class Imports {
  private Imports() {}

  /** The declarations, {@code import java.util.*;} and so on, of what is there. */
  public static List<String> all() {
    try (InputStream in = Imports.class.getResourceAsStream("imports.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#") && exists(line))
          .map(line -> "import " + line + ";")
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a package is there; one import that fails would take a whole script with it. */
  private static boolean exists(String name) {
    return !name.endsWith(".*")
        || name.startsWith("java.")
        || Imports.class.getResource(path(name)) != null
        || Imports.class.getResource(path(name) + ".class") != null; // the types within a type
  }

  private static String path(String name) {
    return "/" + name.replace(".*", "").replace('.', '/');
  }
}
