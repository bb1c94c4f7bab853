package org.selftuning.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build is due when a source is newer than the last one, or a library is gone. */
final class FreshnessTest {
  private static final long BUILT = 1_000_000;

  @TempDir Path root;

  @BeforeEach
  void build() throws IOException {
    write("pom.xml", BUILT - 1000);
    write("stn-lib/core/pom.xml", BUILT - 1000);
    write("stn-lib/core/src/main/java/A.java", BUILT - 1000);
    write("stn-lib/core/src/test/java/ATest.java", BUILT + 1000);
    write("kernels/embedded/src/main/resources/page.css", BUILT - 1000);
    write("kernels/embedded/target/stn-kernel.jar", BUILT - 500);
    write("library.jar", BUILT - 5000);
    Files.writeString(
        write("kernels/embedded/target/classpath", BUILT), root.resolve("library.jar").toString());
    write("kernels/embedded/target/built", BUILT);
  }

  private Path write(String name, long time) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  private boolean holds() throws IOException {
    return new Freshness(root).holds();
  }

  @Test
  void whatWasBuiltLastIsStarted() throws IOException {
    assertThat(holds()).isTrue();
    Freshness.main(new String[] {root.toString()});
    assertThat(root.resolve("kernels/embedded/target/arguments"))
        .content()
        .startsWith("-cp \"")
        .contains("/kernels/embedded/target/stn-kernel.jar")
        .contains("library.jar\"")
        .doesNotContain("\\");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "stn-lib/core/pom.xml",
        "stn-lib/core/src/main/java/A.java",
        "stn-lib/core/src/main/java/deep/New.java",
        "kernels/embedded/src/main/resources/page.css",
      })
  void aNewerSourceIsBuilt(String name) throws IOException {
    write(name, BUILT + 1000);
    assertThat(holds()).isFalse();
    write("kernels/embedded/target/stn-kernel.jar", BUILT + 2000); // by a plain Maven call
    assertThat(holds()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "library.jar",
        "kernels/embedded/target/stn-kernel.jar",
        "kernels/embedded/target/classpath",
        "kernels/embedded/target/built",
      })
  void whatIsGoneIsBuilt(String name) throws IOException {
    Files.delete(root.resolve(name));
    assertThat(holds()).isFalse();
  }

  @Test
  void theLauncherOfWindowsAsks() throws IOException {
    assertThat(Path.of("../../stn.cmd")).content().contains(Freshness.class.getName());
  }
}
