package org.selftuning.tensor.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a machine may keep CUDA's libraries: the folders that the user names, the toolkit's, the
 * system's, and those of Python's packages. Nothing is loaded to find out.
 */
final class LibraryPath {
  /** Environment variable: folders to look in before all others. */
  static final String VARIABLE = "STN_CUDA";

  private static final List<String> SYSTEM =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib64",
          "usr/lib",
          "usr/lib/wsl/lib",
          "usr/lib64-nvidia",
          "usr/local/nvidia/lib64");

  /** Where Python's packages of CUDA put their libraries, below site-packages. */
  private static final List<String> PACKAGED = List.of("nvidia/cu13/lib", "nvidia/cudnn/lib");

  private final Path root;
  private final List<Path> folders;

  /**
   * On a machine.
   *
   * @param root of its file system
   * @param environment its variables
   */
  LibraryPath(Path root, Map<String, String> environment) {
    this.root = root;
    Set<Path> all = new LinkedHashSet<>();
    listed(environment.get(VARIABLE), all);
    listed(environment.get("LD_LIBRARY_PATH"), all);
    for (String home : List.of("CUDA_HOME", "CUDA_PATH")) {
      toolkit(environment.get(home), all);
    }
    all.add(root.resolve("usr/local/cuda/lib64"));
    matching(root.resolve("usr/local"), "cuda-13*").forEach(cuda -> all.add(cuda.resolve("lib64")));
    SYSTEM.forEach(folder -> all.add(root.resolve(folder)));
    for (String prefix : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      if (environment.get(prefix) != null) {
        Path environmentFolder = Path.of(environment.get(prefix));
        all.add(environmentFolder.resolve("lib"));
        python(environmentFolder.resolve("lib"), all);
      }
    }
    if (environment.get("HOME") != null) {
      python(Path.of(environment.get("HOME"), ".local/lib"), all);
    }
    for (String lib : List.of("usr/local/lib", "usr/lib", "opt/conda/lib", "opt/venv/lib")) {
      python(root.resolve(lib), all);
    }
    folders = all.stream().filter(Files::isDirectory).toList();
  }

  private static void listed(String paths, Set<Path> all) {
    if (paths != null) {
      for (String path : paths.split(":")) {
        if (!path.isBlank()) {
          all.add(Path.of(path));
        }
      }
    }
  }

  private static void toolkit(String home, Set<Path> all) {
    if (home != null && !home.isBlank()) {
      all.add(Path.of(home, "lib64"));
    }
  }

  private static void python(Path lib, Set<Path> all) {
    for (Path version : matching(lib, "python3*")) {
      for (String packages : List.of("site-packages", "dist-packages")) {
        PACKAGED.forEach(folder -> all.add(version.resolve(packages).resolve(folder)));
      }
    }
  }

  private static List<Path> matching(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
      stream.forEach(found::add);
    } catch (IOException e) {
      return List.of(); // there is no such folder, or it is not ours to read
    }
    found.sort(null);
    return found;
  }

  /** The folders that exist, in the order in which they are looked in. */
  List<Path> folders() {
    return folders;
  }

  /** Returns where a library is, as an absolute path. */
  Optional<Path> find(String library) {
    for (Path folder : folders) {
      Path file = folder.resolve(library);
      if (Files.exists(file)) {
        return Optional.of(file.toAbsolutePath());
      }
    }
    return linked(library);
  }

  /** What the system's linker knows: its cache holds the paths as they are. */
  private Optional<Path> linked(String library) {
    try {
      String cache = Files.readString(root.resolve("etc/ld.so.cache"), StandardCharsets.ISO_8859_1);
      int end = cache.indexOf("/" + library + "\0");
      if (end < 0) {
        return Optional.empty();
      }
      int start = cache.lastIndexOf('\0', end) + 1;
      Path file = Path.of(cache.substring(start, end), library);
      return Files.exists(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the version of the kernel's NVIDIA driver; empty where the system does not tell. */
  Optional<String> driver() {
    try {
      String text = Files.readString(root.resolve("proc/driver/nvidia/version"));
      return java.util.regex.Pattern.compile("\\b\\d{3,}\\.\\d+(\\.\\d+)?")
          .matcher(text)
          .results()
          .map(match -> match.group())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
