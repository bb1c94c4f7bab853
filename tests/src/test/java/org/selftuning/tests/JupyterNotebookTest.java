package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.notebook.NotebookRunner;

/** The quickstart under the embedded kernel alone and under a real Jupyter. */
final class JupyterNotebookTest {
  private static final Path QUICKSTART = Path.of("../notebooks/00-quickstart.ipynb");

  @TempDir Path folder;

  @Test
  void theQuickstartRunsAlikeWithAndWithoutJupyter() throws IOException, InterruptedException {
    Path alone = folder.resolve("alone.ipynb");
    NotebookRunner.Result result = NotebookRunner.run(QUICKSTART, NotebookRunner.Options.to(alone));
    assertThat(result.failure()).isEmpty();
    JsonArray outputs = outputs(alone);
    assertThat(pictures(outputs)).isGreaterThanOrEqualTo(4);
    assertThat(noise(outputs)).isEmpty();
    assertThat(Files.readString(result.html())).contains("data:image/png;base64");

    assumeTrue(
        Jupyter.has("nbclient"), "skipped: install python3-nbclient to run it under Jupyter too");
    Path driven = folder.resolve("driven.ipynb");
    Jupyter.in(folder)
        .run("jupyter_notebook.py", QUICKSTART.toAbsolutePath().toString(), driven.toString());
    assertThat(noise(outputs(driven))).isEmpty();
    assertThat(pictures(outputs(driven))).isEqualTo(pictures(outputs));
    assertThat(texts(outputs(driven))).isEqualTo(texts(outputs));
  }

  @Test
  void anInterruptKeepsThePartialRun() throws IOException, InterruptedException {
    assumeTrue(
        Jupyter.has("jupyter_client"),
        "skipped: install python3-jupyter-client to interrupt a run through Jupyter");
    String[] lines = Jupyter.in(folder).run("jupyter_interrupt.py").split("\n");
    assertThat(lines).as(String.join("\n", lines)).hasSize(4);
    assertThat(number(lines[0], "seconds")).isLessThan(1);
    double steps = number(lines[2], "steps");
    assertThat(steps).isGreaterThan(0);
    assertThat(number(lines[3], "resumed")).isGreaterThan(steps);
  }

  private static double number(String line, String name) {
    assertThat(line).startsWith(name + " ");
    return Double.parseDouble(line.substring(name.length() + 1));
  }

  private static JsonArray outputs(Path notebook) throws IOException {
    JsonArray all = new JsonArray();
    for (JsonElement cell :
        JsonParser.parseString(Files.readString(notebook))
            .getAsJsonObject()
            .getAsJsonArray("cells")) {
      if (cell.getAsJsonObject().has("outputs")) {
        all.addAll(cell.getAsJsonObject().getAsJsonArray("outputs"));
      }
    }
    return all;
  }

  private static long pictures(JsonArray outputs) {
    long count = 0;
    for (JsonElement output : outputs) {
      JsonObject data = output.getAsJsonObject().getAsJsonObject("data");
      if (data != null && data.has("image/png")) {
        count++;
      }
    }
    return count;
  }

  /** Errors, and whatever went to stderr. */
  private static List<String> noise(JsonArray outputs) {
    List<String> noise = new ArrayList<>();
    for (JsonElement element : outputs) {
      JsonObject output = element.getAsJsonObject();
      boolean error = output.get("output_type").getAsString().equals("error");
      if (error || (output.has("name") && output.get("name").getAsString().equals("stderr"))) {
        noise.add(output.toString());
      }
    }
    return noise;
  }

  /**
   * The plain text of every output, without the times that differ from run to run. What is printed
   * may come in one piece or in several.
   */
  private static List<String> texts(JsonArray outputs) {
    List<String> texts = new ArrayList<>();
    StringBuilder printed = new StringBuilder();
    for (JsonElement element : outputs) {
      JsonObject output = element.getAsJsonObject();
      if (output.has("data")) {
        texts.add(withoutTimes(printed.toString()));
        printed.setLength(0);
        texts.add(withoutTimes(text(output.getAsJsonObject("data").get("text/plain"))));
      } else {
        printed.append(text(output.get("text")));
      }
    }
    texts.add(withoutTimes(printed.toString()));
    return texts;
  }

  private static String text(JsonElement element) {
    if (element == null) {
      return "";
    }
    if (!element.isJsonArray()) {
      return element.getAsString();
    }
    StringBuilder text = new StringBuilder();
    element.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }

  private static String withoutTimes(String text) {
    String plain =
        text.replaceAll("[0-9.,]+ (s|ms|steps/s|min|m)\\b", "TIME")
            .replaceAll("(?m)seconds\\s*\\|.*$", "seconds")
            .replaceAll("-+", "-")
            .replaceAll(" +", " ");
    // In the table of runs the seconds are the last column.
    return plain.contains("| seconds") ? plain.replaceAll("(?m)\\| [0-9.]+ \\|$", "|") : plain;
  }
}
