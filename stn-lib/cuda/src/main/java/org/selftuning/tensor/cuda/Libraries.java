package org.selftuning.tensor.cuda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The libraries that the engine needs, or why they can't be had. */
final class Libraries {
  /** The NVIDIA driver that CUDA 13 needs. */
  private static final int DRIVER = 580;

  private static final String DRIVER_LIBRARY = "libcuda.so.1";

  /** In the order in which they must be loaded, each needing those before it. */
  private static final List<String> NEEDED =
      List.of("libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13");

  private final String problem;
  private final List<Path> files;

  private Libraries(String problem, List<Path> files) {
    this.problem = problem;
    this.files = files;
  }

  /** Looks for them. */
  static Libraries in(LibraryPath path, String system, String architecture) {
    if (!system.equals("Linux") || !architecture.equals("amd64")) {
      return missing(
          "training on a GPU needs Linux on x86-64, not " + system + " on " + architecture);
    }
    Optional<Path> driver = path.find(DRIVER_LIBRARY);
    if (driver.isEmpty()) {
      return missing(
          "there is no NVIDIA driver: "
              + DRIVER_LIBRARY
              + " is unknown to the system's linker and not in "
              + looked(path));
    }
    String version = path.driver().orElse(null);
    if (version != null && Integer.parseInt(version.substring(0, version.indexOf('.'))) < DRIVER) {
      return missing(
          "the NVIDIA driver is "
              + version
              + ", too old for CUDA 13; install version "
              + DRIVER
              + " or newer");
    }
    List<Path> files = new ArrayList<>(List.of(driver.get()));
    for (String library : NEEDED) {
      Optional<Path> file = path.find(library);
      if (file.isEmpty()) {
        return missing(
            library
                + " is missing: not in "
                + looked(path)
                + "; install CUDA 13's libraries (pip install nvidia-cublas nvidia-cuda-runtime), or"
                + " set "
                + LibraryPath.VARIABLE
                + " to their folder");
      }
      files.add(file.get());
    }
    return new Libraries(null, files);
  }

  private static Libraries missing(String problem) {
    return new Libraries(problem, List.of());
  }

  private static String looked(LibraryPath path) {
    return path.folders().stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /** Why they can't be had, as one line for people. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Their files, in the order in which they must be loaded. */
  List<Path> files() {
    return files;
  }

  /**
   * Loads them by their paths, so that what needs them by name finds them there.
   *
   * @throws UnsatisfiedLinkError if one can't be loaded
   */
  void load() {
    files.forEach(file -> System.load(file.toString()));
  }
}
