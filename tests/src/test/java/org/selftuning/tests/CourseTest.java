package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.notebook.NotebookRunner;

/**
 * The notebooks of the course under the embedded kernel alone: with a quarter of their epochs, and
 * with {@code -Dstn.slow} as they are.
 */
final class CourseTest {
  private static final Path NOTEBOOKS = Path.of("../notebooks");
  private static final Pattern EPOCHS = Pattern.compile("epochs (\\d{2,})");
  private static final int LEAST_EPOCHS = 10;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "01-bilevel-and-best-response, 7, λ found",
    "02-gated-mlp, 6, A test error of",
    "03-cnn, 4, A test error of",
    "04-language-model, 4, A test perplexity of",
    "05-schedules, 8, best fixed value",
    "06-compare-methods, 2, lowest validation loss",
    "07-delta-stn, 4, A test error of",
    "08-your-own-layer, 2, when it was loaded",
    "09-transformer, 4, A test perplexity of",
    "10-resnet, 3, A test error of",
    "11-your-images, 4, the same as before: true",
    "12-your-table, 1, root mean squared error",
    "13-categories, 2, fixed at its end",
  })
  void runsFromTopToBottom(String name, int pictures, String finding) throws IOException {
    Path executed = folder.resolve(name + ".ipynb");
    NotebookRunner.Result result =
        NotebookRunner.run(shortened(name + ".ipynb"), NotebookRunner.Options.to(executed));
    assertThat(result.failure()).isEmpty();
    ExecutedNotebook notebook = ExecutedNotebook.read(executed);
    assertThat(notebook.noise()).isEmpty();
    assertThat(notebook.pictures()).isGreaterThanOrEqualTo(pictures);
    assertThat(notebook.texts()).anyMatch(text -> text.contains(finding));
    assertThat(Files.readString(result.pages().get(0))).contains("data:image/png;base64");
  }

  private Path shortened(String name) throws IOException {
    if (System.getProperty("stn.slow") != null) {
      return NOTEBOOKS.resolve(name);
    }
    Matcher epochs = EPOCHS.matcher(Files.readString(NOTEBOOKS.resolve(name)));
    return Files.writeString(
        folder.resolve("short-" + name),
        epochs.replaceAll(
            n -> "epochs " + Math.max(LEAST_EPOCHS, Integer.parseInt(n.group(1)) / 4)));
  }
}
