package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.notebook.NotebookRunner;

/** Notebooks of the course under the embedded kernel alone and under a real Jupyter. */
final class JupyterNotebookTest {
  private static final Path NOTEBOOKS = Path.of("../notebooks");

  @TempDir Path folder;

  /** All but the quickstart. */
  static List<String> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ipynb") && !name.startsWith("00-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void theQuickstartRunsAlikeWithAndWithoutJupyter() throws IOException, InterruptedException {
    runsAlike("00-quickstart.ipynb");
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("notebooks")
  void runsAlikeWithAndWithoutJupyter(String name) throws IOException, InterruptedException {
    runsAlike(name);
  }

  /** With a fixed seed, all that a notebook says is the same, but for the times. */
  private void runsAlike(String name) throws IOException, InterruptedException {
    Path source = NOTEBOOKS.resolve(name);
    Path alone = folder.resolve("alone.ipynb");
    NotebookRunner.Result result = NotebookRunner.run(source, NotebookRunner.Options.to(alone));
    assertThat(result.failure()).isEmpty();
    ExecutedNotebook executed = ExecutedNotebook.read(alone);
    assertThat(executed.pictures()).isGreaterThanOrEqualTo(1);
    assertThat(executed.noise()).isEmpty();
    assertThat(Files.readString(result.pages().get(0))).contains("data:image/png;base64");

    assumeTrue(
        Jupyter.has("nbclient"), "skipped: install python3-nbclient to run it under Jupyter too");
    Path driven = folder.resolve("driven.ipynb");
    Jupyter.in(folder)
        .run("jupyter_notebook.py", source.toAbsolutePath().toString(), driven.toString());
    ExecutedNotebook other = ExecutedNotebook.read(driven);
    assertThat(other.noise()).isEmpty();
    assertThat(other.pictures()).isEqualTo(executed.pictures());
    assertThat(other.texts()).isEqualTo(executed.texts());
  }

  @Test
  void anInterruptKeepsThePartialRun() throws IOException, InterruptedException {
    assumeTrue(
        Jupyter.has("jupyter_client"),
        "skipped: install python3-jupyter-client to interrupt a run through Jupyter");
    String[] lines = Jupyter.in(folder).run("jupyter_interrupt.py").split("\n");
    assertThat(lines).as(String.join("\n", lines)).hasSize(4);
    assertThat(number(lines[0], "seconds")).isLessThan(5); // a loaded machine takes its time
    double steps = number(lines[2], "steps");
    assertThat(steps).isGreaterThan(0);
    assertThat(number(lines[3], "resumed")).isGreaterThan(steps);
  }

  private static double number(String line, String name) {
    assertThat(line).startsWith(name + " ");
    return Double.parseDouble(line.substring(name.length() + 1));
  }
}
