package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.notebook.NotebookRunner;

/** The assignments by nbgrader's rules: as a teacher, and as a student who has written nothing. */
final class AssignmentsTest {
  private static final Path FOLDER = Path.of("../notebooks/assignments");

  /** Seconds that a cell may take. */
  private static final double LIMIT = 60;

  @TempDir Path folder;

  static List<Path> assignments() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER.resolve("source"))) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("assignments")
  void solvedItEarnsEveryPoint(Path source) throws IOException {
    JsonObject notebook = NbGrader.read(source);
    assertThat(NbGrader.complaints(notebook)).isEmpty();
    assertThat(source.getParent()).hasFileName(source.getFileName().toString().split("\\.")[0]);
    JsonObject executed = execute(notebook);
    for (JsonObject check : NbGrader.checks(executed)) {
      assertThat(NbGrader.score(check))
          .as(NbGrader.source(check) + " gave " + check.get("outputs"))
          .isEqualTo(NbGrader.meta(check).get("points").getAsDouble());
    }
    assertThat(failures(executed)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("assignments")
  void unsolvedItEarnsNothingAndSaysWhy(Path source) throws IOException {
    JsonObject release =
        NbGrader.release(
            NbGrader.read(source), NbGrader.stub(FOLDER.resolve("nbgrader_config.py")));
    assertThat(release.toString()).doesNotContain("SOLUTION", "HIDDEN TESTS");
    JsonObject executed = execute(release);
    List<JsonObject> checks = NbGrader.checks(executed);
    assertThat(checks).isNotEmpty();
    for (JsonObject check : checks) {
      assertThat(NbGrader.score(check)).as(NbGrader.source(check)).isZero();
    }
    assertThat(failures(executed))
        .isNotEmpty()
        .allMatch(
            failure ->
                failure.equals("UnsupportedOperationException: write your answer here")
                    || failure.startsWith("AssertionError: "));
  }

  /** Runs all cells, those after a failure as well. */
  private JsonObject execute(JsonObject notebook) throws IOException {
    JsonObject tolerant = notebook.deepCopy();
    JsonArray tags = new JsonArray();
    tags.add("raises-exception");
    NbGrader.cells(tolerant).forEach(cell -> cell.getAsJsonObject("metadata").add("tags", tags));
    Path file = folder.resolve("assignment.ipynb");
    Files.writeString(file, tolerant.toString());
    Path executed = folder.resolve("executed.ipynb");
    List<Double> begun = new ArrayList<>();
    NotebookRunner.run(
        file,
        NotebookRunner.Options.to(executed)
            .withProgress(progress -> begun.add(progress.seconds())));
    for (int i = 1; i < begun.size(); i++) {
      assertThat(begun.get(i) - begun.get(i - 1)).as("seconds of cell " + i).isLessThan(LIMIT);
    }
    return NbGrader.read(executed);
  }

  /** The errors, and what went to stderr. */
  private static List<String> failures(JsonObject executed) {
    List<String> failures = new ArrayList<>();
    for (JsonObject cell : NbGrader.cells(executed)) {
      if (!cell.has("outputs")) {
        continue;
      }
      for (JsonElement element : cell.getAsJsonArray("outputs")) {
        JsonObject output = element.getAsJsonObject();
        if (output.get("output_type").getAsString().equals("error")) {
          failures.add(
              output.get("ename").getAsString() + ": " + output.get("evalue").getAsString());
        } else if (output.has("name") && output.get("name").getAsString().equals("stderr")) {
          failures.add("stderr: " + output.get("text"));
        }
      }
    }
    return failures;
  }
}
