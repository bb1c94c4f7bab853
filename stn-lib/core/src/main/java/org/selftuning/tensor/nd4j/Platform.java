package org.selftuning.tensor.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A system and its processor, by the name that machine code for it has.
 *
 * @param name such as {@code linux-x86_64}
 * @param avx2 false where the processor is known to lack AVX2
 */
record Platform(String name, boolean avx2) {
  /** For which there are both ND4J's and OpenBLAS's machine code. */
  private static final List<String> BUILT =
      List.of("linux-x86_64", "linux-arm64", "macosx-x86_64", "macosx-arm64", "windows-x86_64");

  /**
   * The platform of these properties of Java.
   *
   * @param cpu the text of {@code /proc/cpuinfo}; empty where there is none
   */
  static Platform of(String system, String architecture, String cpu) {
    String lower = system.toLowerCase(Locale.ROOT);
    String os =
        lower.startsWith("mac") ? "macosx" : lower.startsWith("windows") ? "windows" : lower;
    String arch =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> architecture;
        };
    boolean lacks = cpu.contains("flags") && !cpu.matches("(?s).*\\bavx2\\b.*");
    return new Platform(os.replace(' ', '-') + "-" + arch, !(arch.equals("x86_64") && lacks));
  }

  /** The one that this process runs on. */
  static Platform here() {
    String cpu;
    try {
      cpu = Files.readString(Path.of("/proc/cpuinfo"));
    } catch (IOException e) {
      cpu = ""; // not Linux
    }
    return of(System.getProperty("os.name"), System.getProperty("os.arch"), cpu);
  }

  /**
   * Why no network can be trained here, in one line; empty if one can.
   *
   * @param needsAvx2 whether the machine code on the class path is the build for AVX2
   */
  Optional<String> problem(boolean needsAvx2) {
    if (!BUILT.contains(name)) {
      return Optional.of(
          String.format(
              "cpu: ND4J has no machine code for %s; there is some for %s",
              name, String.join(", ", BUILT)));
    }
    return needsAvx2 && !avx2
        ? Optional.of(
            String.format(
                "cpu: this processor (%s) lacks AVX2, with which ND4J's machine code is built here;"
                    + " build with mvn -Dnd4j.platform=%s package",
                name, name))
        : Optional.empty();
  }
}
