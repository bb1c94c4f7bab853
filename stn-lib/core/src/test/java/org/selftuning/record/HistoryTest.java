package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.Score;
import org.selftuning.train.Step;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.Table;

class HistoryTest {
  private final MadeUpRun run = new MadeUpRun(8, 20, MadeUpRun.many());

  @Test
  void keepsWhatItIsTold() {
    History history = run.history();
    RunSnapshot s = history.snapshot();
    Step step = run.step(65);
    assertThat(s.steps()).isEqualTo(160);
    assertThat(s.number(64)).isEqualTo(65);
    assertThat(s.epoch(64)).isEqualTo(4);
    assertThat(s.trainingLoss(64)).isEqualTo(step.trainingLoss());
    assertThat(s.validationLoss(64)).isEqualTo(step.validationLoss());
    assertThat(s.validationLoss(65)).isNaN();
    assertThat(s.value(64, 2)).isEqualTo(step.values()[2]);
    assertThat(s.sigma(64, 8)).isEqualTo(step.sigma()[8]);
    assertThat(s.epochs()).hasSize(8);
    assertThat(s.ending().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
  }

  @Test
  void tablesHaveOneRowAStepAndOneColumnAHyperparameter() {
    History history = run.history();
    Table hyperparameters = history.hyperparameters();
    assertThat(history.steps().rowCount()).isEqualTo(160);
    assertThat(hyperparameters.columnNames())
        .startsWith("step", "input dropout", "dropout 1")
        .hasSize(10);
    assertThat(hyperparameters.rowCount()).isEqualTo(161);
    assertThat(hyperparameters.longColumn("step").getLong(0)).isZero();
    assertThat(hyperparameters.doubleColumn("dropout 2").getDouble(0)).isEqualTo(0.05);
    assertThat(history.sigma().doubleColumn("dropout 2").getDouble(160))
        .isEqualTo(run.step(160).sigma()[2]);
    assertThat(history.epochs().doubleColumn("validation loss").getDouble(7))
        .isEqualTo(run.epoch(8).validation().loss());
  }

  @Test
  void survivesJsonExactly() {
    History history = run.history();
    history.test(8, new Score(0.3, 0.91));
    History back =
        History.of(JsonParser.parseString(history.toJson().toString()).getAsJsonObject());
    assertThat(back.toJson()).isEqualTo(history.toJson());
    RunSnapshot a = history.snapshot();
    RunSnapshot b = back.snapshot();
    for (int row = 0; row < a.steps(); row++) {
      assertThat(b.trainingLoss(row)).isEqualTo(a.trainingLoss(row));
      assertThat(Double.compare(b.validationLoss(row), a.validationLoss(row))).isZero();
      for (int h = 0; h < 9; h++) {
        assertThat(b.value(row, h)).isEqualTo(a.value(row, h));
        assertThat(b.sigma(row, h)).isEqualTo(a.sigma(row, h));
      }
    }
    assertThat(b.hyperparameters()).isEqualTo(a.hyperparameters());
    assertThat(b.tests()).isEqualTo(a.tests());
    assertThat(b.ending()).isEqualTo(a.ending());
  }

  @Test
  void jsonHoldsWhatIsNoNumber() {
    History history = new History();
    history.started(new Plan(List.of(), 1, 0, 2, new double[0], new double[0]));
    history.step(
        new Step(1, 1, Double.POSITIVE_INFINITY, Double.NaN, new double[0], new double[0], 0));
    RunSnapshot back =
        History.of(JsonParser.parseString(history.toJson().toString()).getAsJsonObject())
            .snapshot();
    assertThat(back.trainingLoss(0)).isInfinite().isPositive();
    assertThat(back.validationLoss(0)).isNaN();
  }

  @Test
  void aResumedRunGoesOnWhereItsCheckpointWas() {
    History whole = run.history();
    History resumed = run.historyUpTo(100);
    resumed = History.of(resumed.toJson());
    // Stopped after step 100, but the checkpoint was of epoch 4: steps 81 … 100 come again.
    resumed.started(run.plan());
    for (int number = 81; number <= 160; number++) {
      resumed.step(run.step(number));
      if (number % 20 == 0) {
        resumed.epoch(run.epoch(number / 20));
      }
    }
    resumed.ended(whole.snapshot().ending());
    assertThat(resumed.toJson()).isEqualTo(whole.toJson());
  }

  @Test
  void aSnapshotStaysAsItWasWhenStepsAreTakenAgain() {
    History history = run.historyUpTo(100);
    RunSnapshot before = history.snapshot();
    history.step(new Step(51, 3, 99, Double.NaN, run.step(51).values(), run.step(51).sigma(), 0));
    assertThat(before.steps()).isEqualTo(100);
    assertThat(before.trainingLoss(50)).isEqualTo(run.step(51).trainingLoss());
    assertThat(history.snapshot().steps()).isEqualTo(51);
    assertThat(history.snapshot().trainingLoss(50)).isEqualTo(99);
  }

  @Test
  void refusesAnotherRun() {
    History history = run.historyUpTo(10);
    Plan other = new MadeUpRun(3, 10, MadeUpRun.dropouts()).plan();
    assertThatThrownBy(() -> history.started(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("give each run a new History")
        .hasMessageContaining("dropout 1");
  }

  @Test
  void aReaderSeesWholeRowsWhileTheRunGoesOn() throws InterruptedException {
    History history = new History();
    Plan plan =
        new Plan(
            List.of(Hyperparameter.continuous("a", Range.real(), 0)),
            1,
            0,
            1000,
            new double[1],
            new double[1]);
    history.started(plan);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                int seen = 0;
                while (!done.get() || seen < 200_000) {
                  RunSnapshot s = history.snapshot();
                  assertThat(s.steps()).isGreaterThanOrEqualTo(seen);
                  seen = s.steps();
                  if (seen > 0) {
                    int row = seen - 1;
                    assertThat(s.number(row)).isEqualTo(seen);
                    assertThat(s.value(row, 0)).isEqualTo(2.0 * seen);
                    assertThat(s.sigma(row, 0)).isEqualTo(3.0 * seen);
                    assertThat(s.value(row / 2, 0)).isEqualTo(2.0 * (row / 2 + 1));
                  }
                }
              } catch (Throwable t) {
                failure.set(t);
              }
            });
    reader.start();
    for (int i = 1; i <= 200_000; i++) {
      history.step(new Step(i, 1, i, i, new double[] {2.0 * i}, new double[] {3.0 * i}, i));
    }
    done.set(true);
    reader.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void writesFilesWholeAndReadsThemBack(@TempDir Path folder) throws Exception {
    History history = run.history();
    history.save(folder.resolve("new/run.json"));
    history.save(folder.resolve("run.csv"));
    history.saveTables(folder.resolve("tables"));
    assertThat(History.load(folder.resolve("new/run.json")).toJson()).isEqualTo(history.toJson());
    assertThat(Files.readAllLines(folder.resolve("run.csv")).get(0))
        .startsWith("step,epoch,training loss,validation loss,seconds,input dropout,σ input");
    assertThat(Files.readAllLines(folder.resolve("run.csv"))).hasSize(161);
    try (var files = Files.list(folder.resolve("tables"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("steps.csv", "epochs.csv", "hyperparameters.csv", "sigma.csv");
    }
  }

  @Test
  void aRegressionHasNoAccuracyAndSurvivesItsFile(@TempDir Path folder) {
    History history = new History();
    history.started(new Plan(List.of(), 1, 0, 2, new double[0], new double[0]));
    Score score = new Score(0.5, Double.NaN);
    history.epoch(new Epoch(1, false, score, score, new double[0], new double[0], 0.01, true, 1));
    history.save(folder.resolve("run.json"));
    Epoch back = History.load(folder.resolve("run.json")).snapshot().epochs().get(0);
    assertThat(back.validation()).isEqualTo(score);
  }

  @Test
  void badFilesAreRefusedInOneLine(@TempDir Path folder) throws Exception {
    Path cut = folder.resolve("cut.json");
    String json = run.history().toJson().toString();
    Files.writeString(cut, json.substring(0, json.length() / 2));
    assertThatThrownBy(() -> History.load(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut.json is no history");
    Path other = folder.resolve("other.json");
    Files.writeString(other, "{\"a\": 1}");
    assertThatThrownBy(() -> History.load(other)).hasMessageContaining("'format' is missing");
    assertThatThrownBy(() -> run.history().save(folder.resolve("run.xls")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".json or .csv");
    Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> run.history().save(folder.resolve("file/run.json")))
        .hasMessageContaining("cannot write")
        .hasMessageContaining("run.json");
  }
}
