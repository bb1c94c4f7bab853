package org.selftuning.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A notebook runs without Jupyter and leaves the same file that Jupyter would. */
final class NotebookRunnerTest {
  @TempDir Path folder;

  private Path notebook(String... sources) throws IOException {
    JsonArray cells = new JsonArray();
    for (String source : sources) {
      JsonObject cell = new JsonObject();
      boolean text = source.startsWith("#");
      cell.addProperty("cell_type", text ? "markdown" : "code");
      cell.add("metadata", new JsonObject());
      if (source.startsWith("/*raises*/")) {
        JsonArray tags = new JsonArray();
        tags.add("raises-exception");
        cell.getAsJsonObject("metadata").add("tags", tags);
      }
      cell.addProperty("source", source);
      cells.add(cell);
    }
    JsonObject json = new JsonObject();
    json.addProperty("nbformat", 4);
    json.addProperty("nbformat_minor", 2);
    json.add("metadata", new JsonObject());
    json.add("cells", cells);
    return Files.writeString(folder.resolve("in.ipynb"), json.toString());
  }

  private List<NotebookCell> run(NotebookRunner.Options options, String... sources)
      throws IOException {
    NotebookRunner.run(notebook(sources), options);
    return Notebook.read(options.executed()).cells();
  }

  private NotebookRunner.Options options() {
    return NotebookRunner.Options.to(folder.resolve("deep/out.ipynb"));
  }

  @Test
  void findsNothingOfAnotherNotebookOnTheWorkbench() throws IOException {
    String has = "org.selftuning.magics.Workbench.shared().data().has(\"left\")";
    String data = "%stn data left strokes --train 20 --validation 20 --test 20";
    List<NotebookCell> cells = run(options(), data, has);
    assertThat(cells.get(1).outputs().get(0).toString()).contains("true");
    cells = run(options(), has);
    assertThat(cells.get(0).outputs().get(0).toString()).contains("false");
  }

  @Test
  void recordsWhatTheCellsShow() throws IOException {
    List<NotebookCell> cells =
        run(
            options(),
            "# Title",
            "System.out.println(\"a\"); System.out.println(\"b\"); 6 * 7",
            "var id = display(\"before\");",
            "updateDisplay(id, \"after\");");
    JsonObject stream = cells.get(1).outputs().get(0);
    assertThat(stream.get("name").getAsString()).isEqualTo("stdout");
    assertThat(stream.get("text").toString()).isEqualTo("[\"a\\n\",\"b\\n\"]");
    JsonObject result = cells.get(1).outputs().get(1);
    assertThat(result.get("output_type").getAsString()).isEqualTo("execute_result");
    assertThat(result.get("execution_count").getAsInt()).isEqualTo(1);
    assertThat(result.getAsJsonObject("data").get("text/plain").toString()).isEqualTo("[\"42\"]");
    JsonObject display = cells.get(2).outputs().get(0);
    assertThat(display.getAsJsonObject("data").get("text/plain").toString())
        .isEqualTo("[\"after\"]");
    assertThat(display.has("transient")).isFalse();
    assertThat(cells.get(3).outputs()).isEmpty();
    assertThat(cells.get(3).executionCount()).isEqualTo(3);
    assertThat(folder.resolve("deep/out.html")).isNotEmptyFile();
  }

  @Test
  void stopsAtTheFirstFailure() throws IOException {
    NotebookRunner.Result result =
        NotebookRunner.run(
            notebook("/*raises*/ int a = 1 / 0;", "int b = 2;", "b / 0", "b"), options());
    NotebookRunner.Failure failure = result.failure().orElseThrow();
    assertThat(failure.cellIndex()).isEqualTo(2);
    assertThat(failure.source()).isEqualTo("b / 0");
    assertThat(failure.ename()).isEqualTo("ArithmeticException");
    assertThat(failure.evalue()).isEqualTo("/ by zero");
    List<NotebookCell> cells = Notebook.read(result.executed()).cells();
    assertThat(cells.get(2).outputs().get(0).get("ename").getAsString())
        .isEqualTo("ArithmeticException");
    assertThat(cells.get(3).executionCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(0);",
        "Runtime.getRuntime().halt(0);",
        "new Thread(() -> System.exit(0)).start(); Thread.sleep(60_000);",
      })
  void aCellThatExitsFailsAndAllIsWritten(String exit) throws IOException {
    NotebookRunner.Result result = NotebookRunner.run(notebook("6 * 7", exit, "1"), options());
    NotebookRunner.Failure failure = result.failure().orElseThrow();
    assertThat(failure.cellIndex()).isEqualTo(1);
    assertThat(failure.ename()).isEqualTo("ExitRefused");
    assertThat(Notebook.read(result.executed()).cells().get(0).outputs().toString()).contains("42");
    assertThat(result.pages().get(0)).isNotEmptyFile();
  }

  @Test
  void aCellThatTakesTooLongFails() throws IOException {
    NotebookRunner.Result result =
        NotebookRunner.run(
            notebook("while (true) {}"), options().withCellTimeout(Duration.ofSeconds(1)));
    assertThat(result.failure().orElseThrow().ename()).isEqualTo("CellTimeout");
    assertThat(result.seconds()).isLessThan(10);
  }

  @Test
  void tellsItsProgress() throws IOException {
    List<String> heard = new ArrayList<>();
    run(
        options().withProgress(p -> heard.add(p.done() + "/" + p.of() + " " + p.source())),
        "int a = 1;",
        "# text",
        "a");
    assertThat(heard).containsExactly("0/2 int a = 1;", "1/2 a", "2/2 ");
  }

  @Test
  void saysBeforeItRunsThatItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path out = file.resolve("out.ipynb");
    Path book = notebook("new File(\"" + folder.resolve("ran") + "\").createNewFile()");
    assertThatThrownBy(() -> NotebookRunner.run(book, NotebookRunner.Options.to(out)))
        .hasMessage(
            "cannot write "
                + out
                + ": "
                + file
                + " is no folder; make its folder writable, or give another place");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoNotebook() throws IOException {
    Path file = Files.writeString(folder.resolve("x.ipynb"), "{\"cells\": [");
    assertThatThrownBy(() -> NotebookRunner.run(file, options()))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("x.ipynb is not a notebook");
    assertThatThrownBy(() -> NotebookRunner.run(folder.resolve("none.ipynb"), options()))
        .hasMessageContaining("There is no notebook");
  }
}
