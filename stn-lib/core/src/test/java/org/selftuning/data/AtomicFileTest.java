package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void replacesAFileAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("run.txt");
    AtomicFile.write(file, "first, and longer");
    AtomicFile.write(file, "second");
    assertThat(file).hasContent("second");
    assertThat(names()).containsExactly("run.txt");
  }

  @Test
  void makesMissingFolders() throws IOException {
    Path file = folder.resolve("a").resolve("b").resolve("run.txt");
    AtomicFile.write(file, "λ");
    assertThat(file).hasContent("λ");
  }

  @Test
  void aContentThatFailsHalfwayLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("run.txt");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.allocate(3));
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write " + file + ": No space left on device");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("run.txt");
  }

  @Test
  void aFileInTheFoldersPlaceIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path below = file.resolve("run.txt");
    assertThatThrownBy(() -> AtomicFile.check(below))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write "
                + below
                + ": "
                + file
                + " is no folder; make its folder writable, or give another place");
  }

  @Test
  void aFolderInTheFilesPlaceIsRefusedBeforeTheWork() {
    assertThatThrownBy(() -> AtomicFile.check(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void aCheckLeavesNothing() throws IOException {
    AtomicFile.check(folder.resolve("run.txt"));
    assertThat(names()).isEmpty();
  }
}
