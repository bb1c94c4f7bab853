package org.selftuning.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.chart.Charts;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.Run;
import org.selftuning.tensor.Device;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;
import tech.tablesaw.api.Table;

@Timeout(60)
final class SweepTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DIGITS = StrokeDigits.split(128, 64, 64, 1);
  private static final TrainOptions OPTIONS = TrainOptions.defaults().epochs(3).warmupEpochs(0);
  private static final ModelSpec MODEL =
      ModelSpec.input(784)
          .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
          .dropout("rate")
          .gatedLinear(10)
          .crossEntropy();

  @TempDir Path folder;

  private static SweepPoint point(int batch) {
    Map<String, String> settings = Map.of("batch", Integer.toString(batch));
    return new SweepPoint(settings, MODEL, DIGITS, OPTIONS.batch(batch));
  }

  private Sweep sweep(List<Long> seeds, int threads, SweepPoint... points) {
    return new Sweep(List.of(points), seeds, CPU, threads, Optional.of(folder));
  }

  @Test
  void trainsEveryPointWithEverySeed() throws IOException {
    List<Long> seeds = List.of(1L, 2L, 3L);
    SweepResult result = sweep(seeds, 2, point(16), point(32)).run();
    assertThat(result.ended()).isTrue();
    List<Double> validation = new ArrayList<>();
    for (long seed : seeds) {
      try (Run alone = Run.plan("alone", MODEL, DIGITS, point(16).options().seed(seed), CPU)) {
        alone.train();
        validation.add(alone.result().bestValidation().loss());
      }
    }
    assertThat(result.byPoint().get(result.runs().get(0).point()))
        .extracting(run -> run.result().bestValidation().loss())
        .isEqualTo(validation);
    Table table = result.table();
    assertThat(table.stringColumn("batch").asList()).containsExactly("16", "32");
    assertThat(table.intColumn("seeds").asList()).containsExactly(3, 3);
    Spread spread = Spread.of(validation.stream().mapToDouble(x -> x)).rounded();
    assertThat(table.doubleColumn("validation loss").get(0)).isEqualTo(spread.mean());
    assertThat(table.doubleColumn("± validation").get(0)).isEqualTo(spread.deviation());
    assertThat(result.runsTable().rowCount()).isEqualTo(6);
    assertThat(result.curves().values()).allSatisfy(curve -> assertThat(curve).hasSize(3));
    assertThat(Charts.sweep(result).title())
        .containsIgnoringCase("lowest mean validation loss")
        .contains(result.best().name());
  }

  @Test
  void meansAndDeviationsAreThoseOfASample() {
    Spread spread = Spread.of(java.util.stream.DoubleStream.of(2, 4, 4, 4, 5, 5, 7, 9));
    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.deviation()).isEqualTo(Math.sqrt(32 / 7.0));
    assertThat(Spread.of(java.util.stream.DoubleStream.of(3)).deviation()).isNaN();
    assertThat(Spread.of(java.util.stream.DoubleStream.empty()).mean()).isNaN();
  }

  @Test
  void continuesWhereItWasStopped() throws Exception {
    SweepPoint point = new SweepPoint(Map.of(), MODEL, DIGITS, OPTIONS.batch(32).epochs(200));
    SweepResult whole = new Sweep(List.of(point), List.of(1L, 2L), CPU, 1, Optional.empty()).run();
    Sweep first = sweep(List.of(1L, 2L), 1, point);
    first.checkpointEvery(CheckpointInterval.NEVER);
    Thread stopper =
        new Thread(
            () -> {
              while (first.result().runs().get(0).validation().size() < 5) {
                Thread.onSpinWait();
              }
              first.stop();
            });
    stopper.start();
    SweepResult stopped = first.run();
    stopper.join();
    assertThat(stopped.ended()).isFalse();
    assertThat(stopped.runsTable().stringColumn("end").asList()).contains("unfinished");
    SweepResult rest = sweep(List.of(1L, 2L), 1, point).run();
    assertThat(rest.runs())
        .extracting(SweepRun::validation)
        .isEqualTo(whole.runs().stream().map(SweepRun::validation).toList());
    SweepResult more = sweep(List.of(1L, 2L, 3L), 1, point, point(16)).run();
    assertThat(more.runs()).hasSize(6).allMatch(SweepRun::succeeded);
    assertThat(more.runs().get(0).result().seconds())
        .as("not trained again")
        .isEqualTo(rest.runs().get(0).result().seconds());
  }

  @Test
  void aPointThatChangedIsRefused() throws IOException {
    sweep(List.of(1L), 1, point(32)).run();
    SweepPoint other =
        new SweepPoint(Map.of("batch", "32"), MODEL, DIGITS, OPTIONS.batch(32).trainSteps(3));
    assertThatThrownBy(() -> sweep(List.of(1L), 1, other).run())
        .hasMessage(
            folder
                + " holds a sweep with another model, data or training of 'batch=32'; give this one"
                + " a folder of its own, or repeat the earlier settings");
  }

  @Test
  void aRunThatDivergesIsNotedAndTheOthersGoOn() throws IOException {
    SweepPoint wild =
        new SweepPoint(
            Map.of("batch", "wild"),
            MODEL,
            DIGITS,
            OPTIONS.batch(32).weights(Optimizer.sgd(1e30, 0.9)));
    SweepResult result = sweep(List.of(1L), 1, wild, point(32)).run();
    assertThat(result.ended()).isTrue();
    assertThat(result.table().intColumn("failed").asList()).containsExactly(1, 0);
    assertThat(result.best()).isEqualTo(point(32));
    assertThat(result.runsTable().stringColumn("end").get(0)).startsWith("diverged at step ");
  }

  @Test
  void whatDoesNotFitIsRefusedFirst() {
    assertThatThrownBy(() -> sweep(List.of(1L), 1, point(32), point(4000)))
        .hasMessageStartingWith("batch=4000: a batch of 4000 is larger than the training part");
    assertThatThrownBy(() -> sweep(List.of(1L), 1, point(32), point(32)))
        .hasMessage("the sweep has two points 'batch=32'");
    assertThatThrownBy(() -> sweep(List.of(), 1, point(32))).hasMessageContaining("one seed");
  }
}
