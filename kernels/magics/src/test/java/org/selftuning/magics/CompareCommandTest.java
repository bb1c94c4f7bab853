package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

@Timeout(60)
final class CompareCommandTest {
  private static final String SMALL = "compare --budget-epochs 12 --epochs 4 --batch 32 ";

  @Test
  void showsProgressChartsAndTheTableThatItReturns(@TempDir Path folder) throws Exception {
    Bench bench = Bench.ready();
    Table table =
        (Table)
            bench.type(
                SMALL + "--methods stn,random,pbt --seeds 1,2 --population 3 --out " + folder);
    assertThat(table.stringColumn("method").asList()).containsExactly("STN", "Random", "PBT");
    assertThat(table.intColumn("seeds").asList()).containsExactly(2, 2, 2);
    assertThat(bench.host.lasting()).hasSize(3);
    assertThat(bench.host.lasting().get(0).plain()).containsIgnoringCase("lowest validation loss");
    assertThat(bench.host.lasting().get(1).picture()).isPresent();
    assertThat(bench.host.lasting().get(2).html().orElseThrow()).contains("<table");
    MimeBundle byEpochs = bench.host.shown.get(bench.host.shown.size() - 1);
    assertThat(byEpochs.plain()).contains("epochs, all trials together", "median of 2 seeds");
    for (String file :
        new String[] {
          "comparison.csv", "comparison.md", "attempts.csv", "by-seconds.png", "by-epochs.png"
        }) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
    assertThat(folder.resolve("stn-2/best.stn")).isNotEmptyFile();
    long before = Files.getLastModifiedTime(folder.resolve("pbt-2/study.json")).toMillis();
    bench.type(
        SMALL + "--methods stn,random,pbt --seeds 1,2 --population 3 --quiet --out " + folder);
    assertThat(Files.getLastModifiedTime(folder.resolve("pbt-2/study.json")).toMillis())
        .isEqualTo(before);
  }

  @Test
  void showsTheTrialsOfSearches(@TempDir Path folder) throws Exception {
    Bench bench = Bench.ready();
    bench.type("compare --budget-epochs 12 --epochs 1 --batch 32 --methods random --out " + folder);
    int shown = bench.host.shown.size();
    assertThat(bench.host.shown.get(shown - 2).plain())
        .contains(" trials that each explains alone");
    assertThat(bench.host.shown.get(shown - 1).plain()).contains(" trials; the lowest validation");
    Table trials = Table.read().csv(folder.resolve("trials.csv").toFile());
    assertThat(trials.rowCount()).isBetween(10, 12);
    assertThat(trials.columnNames()).containsExactly("rate", "validation loss");
    assertThat(folder.resolve("importance.png")).isNotEmptyFile();
  }

  @Test
  void anInterruptKeepsWhatThereIs(@TempDir Path folder) throws Exception {
    Bench bench = Bench.ready();
    Thread.currentThread().interrupt();
    bench.type("compare --budget-seconds 600 --methods random --batch 32 --out " + folder);
    Thread.interrupted();
    assertThat(bench.host.lasting().get(0).plain())
        .contains("the comparison was stopped and is kept in ", "the same command continues it");
  }

  @Test
  void mistakesAreOneLine() throws Exception {
    Bench bench = Bench.ready();
    assertThat(catchThrowable(() -> bench.type("compare")))
        .hasMessage(
            "a comparison needs a budget: give it --budget-seconds 60, or --budget-epochs 500");
    assertThat(catchThrowable(() -> bench.type("compare --budget-epochs 5 --methods radnom")))
        .hasMessageContaining("there is no method 'radnom'")
        .hasMessageContaining("random");
    assertThat(catchThrowable(() -> bench.type("compare --budget-epochs 5 --batch 1000")))
        .hasMessageContaining("a batch of 1000 is larger than the training part")
        .hasMessageNotContaining("\n");
    bench.cell(
        "model plain",
        """
        input: [28, 28, 1]
        layers: [flatten, linear: 10]
        loss: cross-entropy
        """);
    assertThat(catchThrowable(() -> bench.type("compare --budget-epochs 5 --batch 32")))
        .hasMessage("there is nothing to search: the model has no hyperparameters");
  }
}
