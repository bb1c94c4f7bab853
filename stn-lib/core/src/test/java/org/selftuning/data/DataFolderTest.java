package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path root;

  private DataFolder folders() {
    return DataFolder.of(
        Map.of("STN_DATA", root.resolve("own").toString()),
        root.resolve("work"),
        root.resolve("home"));
  }

  private Path put(String... names) throws IOException {
    Path folder = root;
    for (String name : names) {
      folder = folder.resolve(name);
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a"), "a");
    return folder;
  }

  @Test
  void theFirstPlaceWins() throws IOException {
    Path last = put("home", ".stn", "data", "mnist");
    assertThat(folders().find("mnist")).isEqualTo(last);
    Path middle = put("work", "data", "mnist");
    assertThat(folders().find("mnist")).isEqualTo(middle);
    Path first = put("own", "mnist");
    assertThat(folders().find("mnist")).isEqualTo(first);
  }

  @Test
  void anEmptyFolderHidesNothing() throws IOException {
    Files.createDirectories(root.resolve("own").resolve("mnist"));
    Path last = put("home", ".stn", "data", "mnist");
    assertThat(folders().find("mnist")).isEqualTo(last);
  }

  @Test
  void withoutTheVariableTwoPlacesRemain() {
    assertThat(DataFolder.of(Map.of("STN_DATA", " "), root, root.resolve("home")).places())
        .containsExactly(
            root.resolve("data"), root.resolve("home").resolve(".stn").resolve("data"));
    assertThat(DataFolder.of(Map.of(), root, root.resolve("home")).store())
        .isEqualTo(root.resolve("home").resolve(".stn").resolve("data"));
    assertThat(folders().store()).isEqualTo(root.resolve("own"));
    assertThat(DataFolder.standard().places()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aMissingDataSetIsAnErrorThatListsThePlaces() {
    assertThat(folders().locate("mnist")).isEmpty();
    assertThatThrownBy(() -> folders().find("mnist"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(
            "data set 'mnist' was not found in "
                + root.resolve("own/mnist")
                + ", "
                + root.resolve("work/data/mnist")
                + ", "
                + root.resolve("home/.stn/data/mnist")
                + "; put its files into one of these folders, or set STN_DATA to the folder that"
                + " holds 'mnist'");
  }
}
