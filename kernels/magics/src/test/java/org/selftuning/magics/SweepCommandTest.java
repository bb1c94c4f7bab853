package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.compare.SweepResult;
import org.selftuning.compare.SweepRun;
import org.selftuning.train.Optimizer;

@Timeout(60)
final class SweepCommandTest {
  @Test
  void crossesSettingsAndShowsTableAndChart(@TempDir Path folder) throws Exception {
    Bench bench = Bench.ready();
    String line =
        "sweep --epochs 2 --train-steps 3 --no-tune-sigma --set batch=16,32 --set"
            + " \"weights=sgd:0.1,0.9;adam:0.001\" --seeds 1..2,7 --out "
            + folder;
    SweepResult result = (SweepResult) bench.type(line);
    assertThat(result.runs()).hasSize(12).allMatch(run -> run.succeeded());
    assertThat(result.table().stringColumn("weights").asList())
        .containsExactly("sgd:0.1,0.9", "adam:0.001", "sgd:0.1,0.9", "adam:0.001");
    assertThat(result.runs().get(1).point().options().weights()).isEqualTo(Optimizer.adam(0.001));
    assertThat(result.runs())
        .allSatisfy(
            run -> {
              assertThat(run.point().options().epochs()).isEqualTo(2);
              assertThat(run.point().options().trainSteps()).isEqualTo(3);
              assertThat(run.point().options().tuneSigma()).isFalse();
            });
    assertThat(result.runs().get(8).seed()).isEqualTo(7);
    assertThat(bench.host.lasting()).hasSize(3);
    int shown = bench.host.shown.size();
    assertThat(bench.host.shown.get(shown - 2).plain())
        .contains("validation loss", "ranks of 12 trials");
    assertThat(bench.host.shown.get(shown - 1).plain())
        .contains("batch: 16 … 32", "weights: adam:0.001 … sgd:0.1,0.9");
    assertThat(bench.host.lasting().get(0).plain())
        .containsIgnoringCase("lowest mean validation loss");
    for (String file :
        new String[] {
          "sweep.csv",
          "runs.csv",
          "sweep.png",
          "sweep.json",
          "trials.csv",
          "trials.png",
          "importance.png"
        }) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
  }

  /** Data and model by name, and several seeds, are one line of a cell. */
  @Test
  void aModelWithSeveralSeeds() throws Exception {
    Bench bench = Bench.ready();
    SweepResult result =
        (SweepResult) bench.type("sweep mlp --seeds 1..3 --epochs 1 --batch 32 --quiet");
    assertThat(result.runs()).extracting(SweepRun::seed).containsExactly(1L, 2L, 3L);
    assertThat(result.table().intColumn("seeds").get(0)).isEqualTo(3);
  }

  @Test
  void modelsAndFixedValuesAreSettingsToo() throws Exception {
    Bench bench = Bench.ready();
    bench.cell("model wide", Bench.MODEL.replace("16", "24"));
    SweepResult result =
        (SweepResult)
            bench.type("sweep mlp --model wide --epochs 1 --batch 32 --set fix=start,0.5 --quiet");
    assertThat(result.runs())
        .extracting(run -> run.point().name())
        .containsExactly(
            "model=mlp, fix=start",
            "model=mlp, fix=0.5",
            "model=wide, fix=start",
            "model=wide, fix=0.5");
    assertThat(result.runs()).noneMatch(run -> run.point().model().tunes());
  }

  @Test
  void mistakesAreOneLine() throws Exception {
    Bench bench = Bench.ready();
    assertThatThrownBy(() -> bench.type("sweep --set batsh=3"))
        .hasMessage("--set batsh=3: no such option; did you mean 'batch'?");
    assertThatThrownBy(() -> bench.type("sweep --set seed=3"))
        .hasMessageStartingWith("--set seed=3: the seeds are given by --seeds");
    assertThatThrownBy(() -> bench.type("sweep --set batch"))
        .hasMessage("--set batch has no values; write batch=32,64");
    assertThatThrownBy(() -> bench.type("sweep --set batch=3 --set batch=4"))
        .hasMessage("'batch' is set twice; give all values in one");
    assertThatThrownBy(() -> bench.type("sweep --set batch=x"))
        .hasMessageStartingWith("--set: ")
        .hasMessageContaining("'x'")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> bench.type("sweep --seeds 3..1"))
        .hasMessage("--seeds 3..1 is no seed or range of them; write 1,2,3 or 1..20");
    assertThatThrownBy(() -> bench.type("sweep --set batch=32,4000"))
        .hasMessageStartingWith("batch=4000: a batch of 4000 is larger than the training part");
  }
}
