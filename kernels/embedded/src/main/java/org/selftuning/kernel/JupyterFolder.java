package org.selftuning.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folders in which Jupyter looks for kernels. */
public final class JupyterFolder {
  private JupyterFolder() {}

  /** Kernels of this user. */
  public static Path user() {
    return user(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"));
  }

  static Path user(Map<String, String> environment, String system, String home) {
    String named = environment.get("JUPYTER_DATA_DIR");
    if (named != null && !named.isBlank()) {
      return Path.of(named, "kernels");
    }
    if (system.startsWith("Mac")) {
      return Path.of(home, "Library", "Jupyter", "kernels");
    }
    if (system.startsWith("Windows")) {
      String roaming = environment.get("APPDATA");
      return roaming == null
          ? Path.of(home, "AppData", "Roaming", "jupyter", "kernels")
          : Path.of(roaming, "jupyter", "kernels");
    }
    String data = environment.get("XDG_DATA_HOME");
    return data == null || data.isBlank()
        ? Path.of(home, ".local", "share", "jupyter", "kernels")
        : Path.of(data, "jupyter", "kernels");
  }

  /** Kernels under a prefix such as {@code /usr/local}. */
  public static Path prefix(Path prefix) {
    return prefix.resolve(Path.of("share", "jupyter", "kernels"));
  }

  /**
   * Kernels of the Python environment in use: the active virtual or conda environment, or else the
   * prefix that {@code python3} names.
   *
   * @throws IOException when there is no Python
   */
  public static Path sysPrefix() throws IOException {
    for (String name : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      String prefix = System.getenv(name);
      if (prefix != null && !prefix.isBlank()) {
        return prefix(Path.of(prefix));
      }
    }
    for (String python : List.of("python3", "python")) {
      try {
        Process process =
            new ProcessBuilder(python, "-c", "import sys; print(sys.prefix)")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String prefix =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!prefix.isEmpty()) {
          return prefix(Path.of(prefix));
        }
      } catch (IOException e) {
        continue; // not installed; the next name may be
      }
    }
    throw new IOException("There is no python3 here, so it has no prefix; use --user or --prefix.");
  }

  /** All places on this machine in which kernels may be, those of {@code JUPYTER_PATH} first. */
  public static List<Path> all() {
    List<Path> places = new ArrayList<>();
    String named = System.getenv("JUPYTER_PATH");
    for (String folder : named == null ? new String[0] : named.split(File.pathSeparator)) {
      places.add(Path.of(folder, "kernels"));
    }
    places.add(user());
    try {
      places.add(sysPrefix());
    } catch (IOException e) {
      places.add(prefix(Path.of("/opt/conda"))); // no Python on the path; this may still be there
    }
    places.add(prefix(Path.of("/usr/local")));
    places.add(prefix(Path.of("/usr")));
    return places.stream().distinct().toList();
  }
}
