package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tests/gpu/bundle} packs runs with nothing else, up to the GPU that is not there. */
@EnabledOnOs(OS.LINUX)
final class BundleTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

  /** Says what the tests' class path is, as Maven would; what it would compile is there. */
  private static final String MAVEN =
      """
      #!/bin/sh
      for argument in "$@"; do
        case $argument in
          -Dmdep.outputFile=*) printf %s "$TEST_CLASSPATH" > "${argument#-Dmdep.outputFile=}" ;;
        esac
      done
      """;

  @TempDir Path folder;

  @Test
  void runsWithNothingElse() throws IOException, InterruptedException {
    assumeTrue(
        Files.exists(TOP.resolve("kernels/embedded/target/stn-kernel.jar")),
        "skipped: the modules are not packed; run mvn verify");
    Path maven = Files.createDirectory(folder.resolve("bin")).resolve("mvn");
    assertThat(Files.writeString(maven, MAVEN).toFile().setExecutable(true)).isTrue();
    Path bundle = folder.resolve("stn-gpu.tar.xz");
    Map<String, String> building =
        Map.of(
            "XZ_OPT",
            "-0", // a tenth of the time
            "PATH",
            maven.getParent() + ":" + System.getenv("PATH"),
            "TEST_CLASSPATH",
            System.getProperty("java.class.path"));
    assertThat(run(building, TOP.resolve("tests/gpu/bundle").toString(), bundle.toString()))
        .contains("stn-gpu.tar.xz: ")
        .endsWith(" MiB\n");
    run(Map.of(), "tar", "-C", folder.toString(), "-xf", bundle.toString());

    Path unpacked = folder.resolve("stn-gpu");
    assertThat(unpacked.resolve("models/lstm-ptb.yaml")).exists();
    assertThat(unpacked.resolve("tests/golden")).isNotEmptyDirectory();
    Map<String, String> bare = Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", "");
    assertThat(run(bare, unpacked.resolve("run").toString(), "doctor"))
        .contains("Self-Tuning Networks")
        .contains("device cuda")
        .endsWith("all parts passed\n");
    assertThat(unpacked.resolve("results.txt")).content().contains("== the machine");
  }

  /** Runs a command that must succeed, and returns what it printed. */
  private String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Outcome outcome = Outcome.of(folder, environment, 10, List.of(command));
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    return outcome.out();
  }
}
