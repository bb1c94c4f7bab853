package org.selftuning.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.selftuning.data.AtomicFile;

/** What each cell of a run did, in the XML of JUnit that CI servers read. */
public final class JUnitReport {
  private JUnitReport() {}

  /**
   * Writes the report; a cell that was not reached is not in it.
   *
   * @param cells one before each cell, and one at the end where the run came so far
   */
  public static void write(
      Path file, String notebook, List<NotebookRunner.Progress> cells, NotebookRunner.Result result)
      throws IOException {
    List<NotebookRunner.Progress> run =
        cells.stream().filter(each -> each.done() < each.of()).toList();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        String.format(
            Locale.ROOT,
            "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" time=\"%.3f\">\n",
            escape(notebook),
            run.size(),
            result.failure().isPresent() ? 1 : 0,
            result.seconds()));
    for (int i = 0; i < run.size(); i++) {
      double end = i + 1 < cells.size() ? cells.get(i + 1).seconds() : result.seconds();
      String first = run.get(i).source().strip().lines().findFirst().orElse("");
      xml.append(
          String.format(
              Locale.ROOT,
              "  <testcase classname=\"%s\" name=\"%d: %s\" time=\"%.3f\"",
              escape(notebook),
              i + 1,
              escape(first),
              end - run.get(i).seconds()));
      if (i == run.size() - 1 && result.failure().isPresent()) {
        NotebookRunner.Failure failure = result.failure().get();
        xml.append(">\n    <failure type=\"")
            .append(escape(failure.ename()))
            .append("\" message=\"")
            .append(escape(failure.evalue()))
            .append("\">")
            .append(escape(String.join("\n", failure.traceback())))
            .append("</failure>\n  </testcase>\n");
      } else {
        xml.append("/>\n");
      }
    }
    AtomicFile.write(file, xml.append("</testsuite>\n").toString());
  }

  /**
   * Writes one report over those of several notebooks; one that is missing, because its Java ended
   * before it was written, counts as an error.
   */
  public static void merge(Path file, List<String> notebooks, List<Path> reports)
      throws IOException {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (int i = 0; i < reports.size(); i++) {
      if (Files.isRegularFile(reports.get(i))) {
        String one = Files.readString(reports.get(i));
        xml.append(one.substring(one.indexOf("<testsuite ")));
      } else {
        String name = escape(notebooks.get(i));
        xml.append("<testsuite name=\"" + name + "\" tests=\"1\" failures=\"0\" errors=\"1\">\n")
            .append("  <testcase classname=\"" + name + "\" name=\"start\">\n")
            .append("    <error message=\"the notebook was refused, or its Java ended\"/>\n")
            .append("  </testcase>\n</testsuite>\n");
      }
    }
    AtomicFile.write(file, xml.append("</testsuites>\n").toString());
  }

  /** Without the colors of a terminal, and what XML has no place for. */
  private static String escape(String text) {
    return Html.escape(text.replaceAll("\u001b\\[[0-9;]*m", ""))
        .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
  }
}
