package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lock keeps others out as long as its process lives, however that ends. */
@Timeout(60)
final class ProcessLockTest {
  @TempDir Path folder;

  /** The other process: locks the folder, says so, and waits to be killed. */
  public static void main(String[] folder) throws Exception {
    try (ProcessLock lock = ProcessLock.ofFolder(Path.of(folder[0]))) {
      System.out.println("locked");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private void refused() {
    assertThatThrownBy(() -> ProcessLock.ofFolder(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder
                + " is in use by another run; wait until that has ended, or give another folder");
  }

  @Test
  void anotherProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ProcessLockTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = other.inputReader()) {
      assertThat(output.readLine()).isEqualTo("locked");
      refused();
      refused(); // the first refusal has not freed it
    } finally {
      other.destroyForcibly().waitFor();
    }
    ProcessLock.ofFolder(folder).close();
  }

  @Test
  void anotherRunOfThisProcessIsRefusedUntilTheFirstEnds() throws IOException {
    ProcessLock first = ProcessLock.ofFolder(folder);
    refused();
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, folder);
    assertThatThrownBy(() -> ProcessLock.ofFolder(link)).hasMessageContaining("in use by another");
    first.close();
    first.close();
    try (ProcessLock second = ProcessLock.ofFolder(folder)) {
      first.close(); // frees nothing that is another's
      refused();
    }
  }

  /** A kernel may load the library twice. */
  @Test
  void anotherLoaderOfThisProcessIsRefused() throws Exception {
    URL classes = ProcessLock.class.getProtectionDomain().getCodeSource().getLocation();
    try (ProcessLock first = ProcessLock.ofFolder(folder);
        URLClassLoader loader =
            new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> twin = loader.loadClass(ProcessLock.class.getName());
      assertThat(twin).isNotEqualTo(ProcessLock.class);
      assertThat(twin.getMethod("of", Path.class).invoke(null, folder.resolve(".lock"))).isNull();
    }
  }
}
