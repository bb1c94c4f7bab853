package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.record.Run;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.Table;

@Timeout(60)
final class BackgroundTest {
  private Bench bench;

  @BeforeEach
  void ready() throws Exception {
    bench = Bench.ready();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Run run : bench.bench.runs().all().values()) {
      run.stop();
      bench.bench.background().await(run);
    }
  }

  private Run endless(String name) throws Exception {
    return (Run) bench.type("train " + name + " --epochs 100000 --batch 32 --background");
  }

  private static void awaitEpochs(Run run, int epochs) throws InterruptedException {
    while (run.result().epochs() < epochs) {
      Thread.sleep(5);
    }
  }

  @Test
  void returnsAtOnceAndGoesOnShowing() throws Exception {
    Run run = endless("behind");
    assertThat(run.result().cause()).isNull();
    int updates = bench.host.updateCount();
    while (bench.host.updateCount() < updates + 3) {
      Thread.sleep(20);
    }
    assertThat(bench.host.shown).as("nothing below what later cells show").hasSize(3);
  }

  @Test
  void stopKeepsTheRunAndShowsItsResultInItsPlace() throws Exception {
    Run run = endless("behind");
    awaitEpochs(run, 2);
    assertThat(bench.type("stop")).isSameAs(run);
    assertThat(run.result().cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
    assertThat(bench.host.printed)
        .last()
        .asString()
        .startsWith("behind was stopped")
        .contains("continue with %stn resume behind");
    assertThat(bench.host.lasting().get(1).picture()).isPresent();
    assertThat(bench.host.lasting().get(2).plain()).contains("validation loss");
    assertThatThrownBy(() -> bench.type("stop behind")).hasMessageContaining("is not training");
    int epochs = run.result().epochs();
    bench.type("resume behind --background");
    awaitEpochs(run, epochs + 1);
  }

  @Test
  void waitTellsWhatCameOfIt() throws Exception {
    Run run = (Run) bench.type("train short --epochs 3 --batch 32 --background --quiet");
    assertThat(bench.host.printed).containsExactly("short trains in the background");
    assertThat(bench.type("wait short --quiet")).isSameAs(run);
    assertThat(bench.host.printed).last().asString().startsWith("short: all 3 epochs are done");
  }

  /** A page that was closed and opened again has lost the places of the run's own display. */
  @Test
  void waitShowsTheRunOnceMore() throws Exception {
    bench.type("train short --epochs 3 --batch 32 --background --quiet");
    bench.type("wait short");
    assertThat(bench.host.lasting().get(0).plain()).startsWith("short: all 3 epochs are done");
    assertThat(bench.host.lasting().get(1).picture()).isPresent();
    assertThat(bench.host.lasting().get(2).plain()).contains("validation loss");
  }

  @Test
  void anInterruptEndsTheWaitingAlone() throws Exception {
    Run run = endless("behind");
    Thread.currentThread().interrupt();
    bench.type("wait");
    assertThat(Thread.interrupted()).isFalse();
    assertThat(bench.host.printed).containsExactly("behind continues in the background");
    int epochs = run.result().epochs();
    awaitEpochs(run, epochs + 2);
  }

  @Test
  void nobodyElseWorksOnARunThatTrains(@TempDir Path folder) throws Exception {
    endless("behind");
    for (String line :
        new String[] {
          "train behind --epochs 1", "resume behind", "save behind " + folder.resolve("run.stn")
        }) {
      assertThatThrownBy(() -> bench.type(line))
          .hasMessage(
              "run 'behind' is training in the background; end it with %stn stop behind, or wait"
                  + " for it with %stn wait behind");
    }
    Table runs = (Table) bench.type("runs");
    assertThat(runs.stringColumn("state").get(0)).matches("training, [0-9]+ of 100000 epochs");
  }
}
