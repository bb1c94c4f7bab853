package org.selftuning.tensor.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The kernels compiled for the processor: once a JVM, where there is a g++. */
final class HostBuild {
  /** What keeps it from being used; null if nothing does. */
  private static final String PROBLEM = build();

  private HostBuild() {}

  /** Skips the test where there is no g++, and says so. */
  static void assumePresent() {
    assumeTrue(PROBLEM == null, () -> "skipped: the kernels can't be compiled, as " + PROBLEM);
  }

  private static String build() {
    String problem = Compiler.problem();
    if (problem == null) {
      try (Compiler compiler = new Compiler()) {
        System.load(compiler.library("libstnhost.so", "host.cpp").toString());
      }
    }
    return problem;
  }
}
