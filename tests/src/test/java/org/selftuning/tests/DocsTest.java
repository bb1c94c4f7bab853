package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @TempDir Path folder;

  /** The pieces of a page are the cells of one notebook, in their order. */
  @ParameterizedTest
  @CsvSource({"api.md, 15", "data.md, 1", "predicting.md, 1", "teaching.md, 1", "own-layers.md, 3"})
  void theJavaOfAPageRuns(String page, int pieces) throws IOException {
    run(page, Files.readString(ROOT.resolve("docs").resolve(page)), pieces);
  }

  /** Skipped where {@code mvn -Pspark package} has not made the jar that uses Spark. */
  @Test
  void theCellsOnSparkRun() throws IOException {
    Path built = ROOT.resolve("stn-lib/spark/target");
    Path classPath = built.resolve("spark-classpath");
    assumeTrue(Files.exists(classPath), "skipped: mvn -Pspark package was not run");
    try (DirectoryStream<Path> made = Files.newDirectoryStream(built, "stn-spark-*.jar")) {
      for (Path jar : made) {
        Files.copy(jar, folder.resolve(jar.getFileName()));
      }
    }
    Path jars = Files.createDirectories(folder.resolve("spark/jars"));
    for (String entry : Files.readString(classPath).strip().split(File.pathSeparator)) {
      Files.createSymbolicLink(jars.resolve(Path.of(entry).getFileName()), Path.of(entry));
    }
    String page = Files.readString(ROOT.resolve("docs/beyond-one-machine.md"));
    run("beyond-one-machine", page.replace("/shared/stn", folder.toString()), 4);
  }

  private void run(String name, String page, int pieces) throws IOException {
    JsonArray cells = new JsonArray();
    Matcher java = JAVA.matcher(page);
    while (java.find()) {
      JsonObject cell = new JsonObject();
      cell.addProperty("cell_type", "code");
      cell.addProperty("source", java.group(1));
      cells.add(cell);
    }
    assertThat(cells).as(name).hasSizeGreaterThanOrEqualTo(pieces);
    JsonObject notebook = new JsonObject();
    notebook.addProperty("nbformat", 4);
    notebook.add("cells", cells);
    Path file = folder.resolve("page.ipynb");
    Files.writeString(file, notebook.toString());
    Path executed = folder.resolve("executed.ipynb");
    NotebookRunner.Result result = NotebookRunner.run(file, NotebookRunner.Options.to(executed));
    assertThat(result.failure()).as(name).isEmpty();
    assertThat(ExecutedNotebook.read(executed).noise()).isEmpty();
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
      Stream<Path> others =
          Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve);
      for (Path page :
          Stream.concat(pages, others)
              .filter(p -> p.toString().endsWith(".md") && !p.toString().contains("/site/"))
              .toList()) {
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
          if (!links.group(1).contains("://")) {
            Path to = page.resolveSibling(links.group(1));
            assertThat(to).as("a link of " + page).exists();
            if (links.group(2) != null && to.toString().endsWith(".md")) {
              assertThat(headings(to)).as("a link of " + page).contains(links.group(2));
            }
          }
        }
      }
    }
  }

  /** The names by which links call the headings of a page. */
  private static List<String> headings(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(words -> "#" + words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void everyQuestionHasItsPage() throws IOException {
    List<String> rows =
        Files.readString(ROOT.resolve("docs/questions.md"))
            .lines()
            .filter(line -> line.contains("? |"))
            .toList();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
    assertThat(rows).allSatisfy(row -> assertThat(LINK.matcher(row).find()).as(row).isTrue());
  }
}
