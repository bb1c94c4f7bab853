package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.notebook.NotebookRunner;

/** The notebooks of the course, as they are, under the embedded kernel alone. */
final class CourseTest {
  private static final Path NOTEBOOKS = Path.of("../notebooks");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "01-bilevel-and-best-response, 7, λ found",
    "02-gated-mlp, 6, lowest test error",
    "03-cnn, 4, lowest test error",
    "04-language-model, 4, lowest test perplexity",
    "05-schedules, 8, best fixed value",
    "06-compare-methods, 2, lowest validation loss",
    "07-delta-stn, 4, lowest test error",
  })
  void runsFromTopToBottom(String name, int pictures, String finding) throws IOException {
    Path executed = folder.resolve(name + ".ipynb");
    NotebookRunner.Result result =
        NotebookRunner.run(NOTEBOOKS.resolve(name + ".ipynb"), NotebookRunner.Options.to(executed));
    assertThat(result.failure()).isEmpty();
    ExecutedNotebook notebook = ExecutedNotebook.read(executed);
    assertThat(notebook.noise()).isEmpty();
    assertThat(notebook.pictures()).isGreaterThanOrEqualTo(pictures);
    assertThat(notebook.texts()).anyMatch(text -> text.contains(finding));
    assertThat(Files.readString(result.html())).contains("data:image/png;base64");
  }
}
