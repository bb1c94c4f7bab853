package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.notebook.NotebookRunner;

/** The pages of the documentation: their Java runs, and their links lead somewhere. */
final class DocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

  @TempDir Path folder;

  /** The pieces of a page are the cells of one notebook, in their order. */
  @ParameterizedTest
  @CsvSource({"api.md, 15", "data.md, 1", "predicting.md, 1", "teaching.md, 1", "own-layers.md, 3"})
  void theJavaOfAPageRuns(String page, int pieces) throws IOException {
    JsonArray cells = new JsonArray();
    Matcher java = JAVA.matcher(Files.readString(ROOT.resolve("docs").resolve(page)));
    while (java.find()) {
      JsonObject cell = new JsonObject();
      cell.addProperty("cell_type", "code");
      cell.addProperty("source", java.group(1));
      cells.add(cell);
    }
    assertThat(cells).hasSizeGreaterThanOrEqualTo(pieces);
    JsonObject notebook = new JsonObject();
    notebook.addProperty("nbformat", 4);
    notebook.add("cells", cells);
    Path file = folder.resolve("page.ipynb");
    Files.writeString(file, notebook.toString());
    Path executed = folder.resolve("executed.ipynb");
    NotebookRunner.Result result = NotebookRunner.run(file, NotebookRunner.Options.to(executed));
    assertThat(result.failure()).isEmpty();
    assertThat(ExecutedNotebook.read(executed).noise()).isEmpty();
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      for (Path page :
          Stream.concat(pages, Stream.of(ROOT.resolve("README.md")))
              .filter(p -> p.toString().endsWith(".md"))
              .toList()) {
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
          if (!links.group(1).contains("://")) {
            assertThat(page.resolveSibling(links.group(1))).as("a link of " + page).exists();
          }
        }
      }
    }
  }
}
