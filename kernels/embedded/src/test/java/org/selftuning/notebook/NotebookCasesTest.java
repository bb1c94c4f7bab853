package org.selftuning.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notebooks of others: what is odd in them is tolerated, what is not for Java is refused. */
@Timeout(120)
final class NotebookCasesTest {
  @TempDir Path folder;

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = NotebookCasesTest.class.getResourceAsStream("cases/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private List<NotebookCell> run(String name) throws IOException {
    Path executed = folder.resolve("out.ipynb");
    NotebookRunner.Result result =
        NotebookRunner.run(copy(name), NotebookRunner.Options.to(executed));
    assertThat(result.failure()).isEmpty();
    return Notebook.read(executed).cells();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "06_attach.ipynb",
        "08_widgets.ipynb",
        "11_dupids.ipynb",
        "22_tags.ipynb",
        "26_tagnum.ipynb",
        "29_cellno_type.ipynb"
      })
  void runsAndLeavesAValidNotebook(String name) throws IOException {
    List<NotebookCell> cells = run(name);
    String text = Files.readString(folder.resolve("out.ipynb"));
    assertThat(cells).allSatisfy(cell -> assertThat(cell.id()).matches("[A-Za-z0-9_-]{1,64}"));
    assertThat(cells.stream().map(NotebookCell::id)).doesNotHaveDuplicates();
    assertThat(cells.stream().filter(NotebookCell::isCode)).isNotEmpty();
    assertThat(text.split("\"cell_type\"")).hasSize(cells.size() + 1);
    assertThat(text).doesNotContain("widget-view");
  }

  @Test
  void showsAttachmentsWhoseNamesHaveBlanks() throws IOException {
    run("06_attach.ipynb");
    String page = Files.readString(folder.resolve("out.html"));
    assertThat(page.split("src=\"data:image/png;base64,")).hasSize(3);
    assertThat(page).doesNotContain("attachment:");
  }

  /** What ran before the exit is in the notebook; what comes after it has not run. */
  @Test
  void endsAtACellThatExits() throws IOException {
    Path executed = folder.resolve("out.ipynb");
    NotebookRunner.Result result =
        NotebookRunner.run(copy("01_exit.ipynb"), NotebookRunner.Options.to(executed));
    assertThat(result.failure().orElseThrow().cellIndex()).isEqualTo(1);
    assertThat(result.failure().orElseThrow().ename()).isEqualTo("ExitRefused");
    assertThat(folder.resolve("out.html")).isNotEmptyFile();
    List<NotebookCell> cells = Notebook.read(executed).cells();
    assertThat(cells.get(0).outputs().toString()).contains("one");
    assertThat(cells.get(2).executionCount()).isZero();
  }

  @Test
  void refusesAnotherLanguageByItsName() throws IOException {
    Path python = copy("14_python.ipynb");
    Path executed = folder.resolve("out.ipynb");
    assertThatThrownBy(() -> NotebookRunner.run(python, NotebookRunner.Options.to(executed)))
        .hasMessage(python + " is a notebook for Python 3; this kernel runs Java notebooks.");
    assertThat(executed).doesNotExist();
  }
}
