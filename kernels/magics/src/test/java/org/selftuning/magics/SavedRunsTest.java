package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saved runs keep their names apart, and none is lost but by the person's wish. */
final class SavedRunsTest {
  @TempDir Path folder;

  private String save(SavedRuns runs, String content) throws IOException {
    SavedRuns.Claim claim = runs.claim("mlp");
    Files.writeString(runs.file(claim.name()), content);
    claim.lock().close();
    return claim.before();
  }

  @Test
  void whatEarlierRunsLeftIsKeptUnderNumberedNames() throws IOException {
    SavedRuns runs = new SavedRuns(folder);
    assertThat(save(runs, "first")).isNull();
    assertThat(save(runs, "second")).isEqualTo("mlp-before");
    assertThat(save(runs, "third")).isEqualTo("mlp-before-2");
    assertThat(runs.names()).containsExactly("mlp", "mlp-before", "mlp-before-2");
    assertThat(runs.file("mlp")).hasContent("third");
    assertThat(runs.file("mlp-before")).hasContent("first");
    assertThat(runs.file("mlp-before-2")).hasContent("second");
  }

  @Test
  void aNameIsOneRunsAtATime() throws IOException {
    SavedRuns runs = new SavedRuns(folder);
    SavedRuns.Claim first = runs.claim("mlp");
    SavedRuns.Claim second = runs.claim("mlp");
    assertThat(first.name()).isEqualTo("mlp");
    assertThat(second.name()).isEqualTo("mlp-2");
    Files.writeString(runs.file("mlp"), "first");
    assertThatThrownBy(() -> runs.forget("mlp"))
        .hasMessage("run 'mlp' is training and saves itself; stop it first");
    first.lock().close();
    runs.forget("mlp");
    assertThat(runs.names()).isEmpty();
    assertThatThrownBy(() -> runs.forget("mlp")).hasMessageContaining("no run 'mlp' is saved in");
    second.lock().close();
  }

  /** A run may be named like the place of another's earlier work, and is not overwritten. */
  @Test
  void aRunThatTrainsIsNotTakenForWhatAnEarlierOneLeft() throws IOException {
    SavedRuns runs = new SavedRuns(folder);
    save(runs, "first");
    SavedRuns.Claim namesake = runs.claim("mlp-before");
    assertThat(save(runs, "second")).isEqualTo("mlp-before-2");
    assertThat(runs.file("mlp-before")).doesNotExist();
    namesake.lock().close();
  }

  @Test
  void otherFilesOfTheFolderAreNotListed() throws IOException {
    SavedRuns runs = new SavedRuns(folder);
    save(runs, "first");
    for (String other : new String[] {"50%.stn", "ü.stn", "notes.txt", ".mlp.stn.tmp", "stn"}) {
      Files.writeString(folder.resolve(other), "");
    }
    Files.writeString(runs.file("50 % ü"), "");
    assertThat(runs.names()).containsExactly("50 % ü", "mlp");
  }
}
