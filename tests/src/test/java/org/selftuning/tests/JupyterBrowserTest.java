package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart as a person sees it: in Debian's Jupyter and Chromium, at the width of a laptop.
 * The screenshots stay in {@code target/screenshots}, to be looked at. Skipped where either program
 * is missing.
 */
final class JupyterBrowserTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String NAME = "00-quickstart.ipynb";

  /** Finds the cell of the live run, and what it shows. */
  private static final String CELL =
      "Jupyter.notebook.get_cells().find(c => c.get_text().includes('train self-tuned'))";

  private static final String PICTURE = CELL + ".element.find('.output img')[0]";

  @TempDir Path folder;

  @Test
  void theLiveChartMovesAndStays() throws IOException, InterruptedException {
    assumeTrue(Browser.program().isPresent(), "skipped: install chromium to look at a notebook");
    assumeTrue(
        Jupyter.has("notebook"), "skipped: install jupyter-notebook to look at a notebook in it");
    Path work = Files.createDirectories(folder.resolve("work"));
    Files.copy(Path.of("../notebooks").resolve(NAME), work.resolve(NAME));
    try (Jupyter.Server server = Jupyter.in(folder).serve(work);
        Browser page = Browser.start(Browser.program().get(), folder)) {
      page.open(server.url() + "notebooks/" + NAME);
      Browser.await(
          "the kernel",
          () ->
              page.holds(
                  "window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel"
                      + " && Jupyter.notebook.kernel.is_connected()"
                      + " && Jupyter.notebook.kernel.info_reply.language_info"));
      page.evaluate("document.querySelector('#header-container').style.display = 'none'");
      page.evaluate("Jupyter.notebook.execute_all_cells()");
      Set<String> pictures = watch(page);
      assertThat(pictures).as("pictures of the live run").hasSizeGreaterThanOrEqualTo(3);
      Browser.await("the last cell", () -> page.holds(ended("Jupyter.notebook.get_cells()")));
      assertThat(page.evaluate(errors()).getAsInt()).as("cells that failed").isZero();
      assertThat(page.holds(PICTURE + ".naturalWidth == 1800")).as("the final chart").isTrue();
      assertThat(page.evaluate(tooWide()).toString()).as("wider than their cell").isEqualTo("[]");
      screenshots(page);
      page.evaluate("Jupyter.notebook.save_notebook()");
    }
    ExecutedNotebook saved = ExecutedNotebook.read(work.resolve(NAME));
    assertThat(saved.noise()).isEmpty();
    assertThat(saved.pictures()).isGreaterThanOrEqualTo(4);
  }

  /** The different pictures that the run shows until it ends; two of them as screenshots. */
  private static Set<String> watch(Browser page) throws IOException, InterruptedException {
    Set<String> seen = new LinkedHashSet<>();
    Browser.await("the live chart", () -> page.holds(PICTURE));
    Browser.await(
        "the end of the run",
        () -> {
          String picture =
              page.evaluate(
                      "(() => { const p = "
                          + PICTURE
                          + "; return p ? p.src.length + p.src.slice(-80) : ''; })()")
                  .getAsString();
          if (!picture.isEmpty() && seen.add(picture) && (seen.size() == 2 || seen.size() == 4)) {
            page.evaluate(CELL + ".element[0].scrollIntoView()");
            page.screenshot(SCREENSHOTS.resolve("live-" + seen.size() + ".png"));
          }
          return page.holds(ended("[" + CELL + "]"));
        });
    return seen;
  }

  private static String ended(String cells) {
    return cells
        + ".filter(c => c.cell_type == 'code').every(c => /^\\d+$/.test(String(c.input_prompt_number)))";
  }

  private static String errors() {
    return "document.querySelectorAll('.output_error, .output_stderr').length";
  }

  private static String tooWide() {
    return "[...document.querySelectorAll('.output_area img, .output_area table')]"
        + ".filter(e => e.getBoundingClientRect().right"
        + " > e.closest('.output_area').getBoundingClientRect().right + 1)"
        + ".map(e => e.outerHTML.slice(0, 80))";
  }

  /** One of every cell that shows something. */
  private static void screenshots(Browser page) throws IOException, InterruptedException {
    int cells = page.evaluate("Jupyter.notebook.get_cells().length").getAsInt();
    for (int i = 0; i < cells; i++) {
      String cell = "Jupyter.notebook.get_cell(" + i + ")";
      if (page.holds(cell + ".element.find('.output_area').length > 0")) {
        page.evaluate(cell + ".element[0].scrollIntoView()");
        page.evaluate("document.fonts.ready.then(() => 1)");
        page.screenshot(SCREENSHOTS.resolve(String.format("cell-%02d.png", i)));
      }
    }
  }
}
