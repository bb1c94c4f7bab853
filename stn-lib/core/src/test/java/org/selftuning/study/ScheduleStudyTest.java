package org.selftuning.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import org.selftuning.record.Schedule;
import org.selftuning.tensor.Device;
import org.selftuning.train.Step;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.TrainingListener;

class ScheduleStudyTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DATA = StrokeDigits.split(160, 64, 64, 3);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(3).warmupEpochs(1).batch(32).trainSteps(2).seed(5);
  private static final int STEPS = 15;
  private static final Hyperparameter RATE =
      Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.05);
  private static final StudySettings SETTINGS =
      new StudySettings(List.of(0.1, 0.8), 0.05, 0.1, 6, List.of(0.5));

  @TempDir Path folder;

  private static ModelSpec model() {
    return ModelSpec.input(784)
        .tune(RATE)
        .gatedLinear(24)
        .relu()
        .dropout("rate")
        .gatedLinear(10)
        .crossEntropy();
  }

  private static ScheduleStudy study() {
    return new ScheduleStudy(model(), DATA, OPTIONS, CPU, SETTINGS);
  }

  private static double at(StudyRun run, long step) {
    return run.schedule().at(step, "rate");
  }

  @Test
  void trainsTheSixRowsOfTheTable() throws IOException {
    StudyResult result = study().run();
    assertThat(result.complete()).isTrue();
    assertThat(result.rows()).extracting(StudyRun::name).isEqualTo(ScheduleStudy.ROWS);
    List<StudyRun> rows = result.rows();
    double lowest = result.grid().stream().mapToDouble(StudyRun::validation).min().orElseThrow();
    assertThat(rows.get(0).validation()).isEqualTo(lowest);
    double center = rows.get(0).start();
    assertThat(SETTINGS.grid()).contains(center);
    StudyRun stn = rows.get(4);
    for (int step = 0; step <= STEPS; step++) {
      assertThat(at(rows.get(0), step)).isEqualTo(center);
      assertThat(at(rows.get(2), step)).isEqualTo(center + 0.1 * Math.sin(2 * Math.PI * step / 6));
      assertThat(at(rows.get(3), step)).isEqualTo(at(stn, STEPS));
      assertThat(at(rows.get(5), step)).isEqualTo(at(stn, step));
    }
    assertThat(at(rows.get(1), 3)).isNotEqualTo(at(rows.get(1), 4));
    assertThat(at(stn, STEPS)).isNotEqualTo(0.05);
    assertThat(result.starts()).hasSize(2);
    assertThat(result.starts().get(1).start()).isEqualTo(0.5);
    assertThat(result.table().rowCount()).isEqualTo(6);
    assertThat(result.table().columnNames()).contains("validation loss", "test loss");
    assertThat(result.toString()).hasLineCount(6);
  }

  @Test
  void everyRowIsWhatTheRunAloneWouldBe() throws IOException {
    StudyResult result = study().run();
    RunResult row = result.rows().get(0).result();
    ModelSpec fixed = model().fixedAt(Map.of("rate", result.rows().get(0).start()));
    try (Run run = Run.start("alone", fixed, DATA, OPTIONS, CPU);
        Run stn = Run.start("stn", model(), DATA, OPTIONS, CPU)) {
      assertThat(row.bestValidation()).isEqualTo(run.result().bestValidation());
      assertThat(row.test()).isEqualTo(run.result().test());
      assertThat(result.rows().get(4).result().test()).isEqualTo(stn.result().test());
    }
  }

  /** Stops a study in a step of one of its runs. */
  private static StudyWatcher stopping(ScheduleStudy study, int run, int step) {
    return new StudyWatcher() {
      @Override
      public void begins(String trial, int number, int total, Run begun) {
        begun.listen(
            new TrainingListener() {
              @Override
              public void step(Step s) {
                if (number == run && s.number() == step) {
                  study.stop();
                }
              }
            });
      }
    };
  }

  @Test
  void aStoppedStudyGoesOnWhereItWas() throws IOException {
    StudyResult whole = study().run();
    ScheduleStudy first = study();
    StudyResult part = first.run(folder, stopping(first, 4, 7));
    assertThat(part.complete()).isFalse();
    assertThat(part.rows()).extracting(StudyRun::name).contains("fixed, best of grid", "STN");
    assertThat(folder.resolve("trials")).isDirectoryContaining("glob:**gaussian.stn");

    List<String> trained = new ArrayList<>();
    StudyResult rest =
        study()
            .run(
                folder,
                new StudyWatcher() {
                  @Override
                  public void begins(String trial, int number, int total, Run run) {
                    trained.add(trial + " " + number + " of " + total);
                  }
                });
    assertThat(trained)
        .containsExactly(
            "with Gaussian noise 4 of 8",
            "with a sine 5 of 8",
            "STN's final value 6 of 8",
            "STN's schedule 7 of 8",
            "STN from 0.5 8 of 8");
    assertThat(rest.complete()).isTrue();
    for (int i = 0; i < 6; i++) {
      RunResult resumed = rest.rows().get(i).result();
      assertThat(resumed.bestValidation()).isEqualTo(whole.rows().get(i).result().bestValidation());
      assertThat(resumed.test()).isEqualTo(whole.rows().get(i).result().test());
    }
    assertThat(folder.resolve("trials")).isDirectoryNotContaining("glob:**.stn");
  }

  @Test
  void aFolderBelongsToOneStudy() throws IOException {
    ScheduleStudy study = study();
    study.run(folder, stopping(study, 1, 1));
    ScheduleStudy other = new ScheduleStudy(model(), DATA, OPTIONS.seed(6), CPU, SETTINGS);
    assertThatThrownBy(() -> other.run(folder, new StudyWatcher() {}))
        .hasMessageContaining("holds a study of another model, data, options or settings")
        .hasMessageNotContaining("\n");
    assertThat(Files.readString(folder.resolve("study.txt"))).contains("seed=5", "grid=[0.1, 0.8]");
  }

  @Test
  void aDivergedRunDoesNotEndTheStudy() throws IOException {
    TrainOptions wild = OPTIONS.weights(org.selftuning.train.Optimizer.sgd(1e30, 0));
    ScheduleStudy study = new ScheduleStudy(model(), DATA, wild, CPU, SETTINGS);
    assertThatThrownBy(study::run)
        .hasMessage("the network diverges at every fixed value of 'rate'; lower the learning rate");
  }

  @Test
  void whatIsNoStudyIsRefusedInOneLine() {
    ModelSpec plain = model().fixedAt(Map.of("rate", 0.5));
    assertThatThrownBy(() -> new ScheduleStudy(plain, DATA, OPTIONS, CPU, SETTINGS))
        .hasMessage("a study needs a model that tunes one hyperparameter, not 0; fix the others");
    assertThatThrownBy(
            () -> new ScheduleStudy(model(), DATA, OPTIONS, CPU, SETTINGS.grid(List.of(0.1, 1.5))))
        .hasMessage("the fixed value 1.5 lies outside the range of 'rate', (0.0, 0.9)");
    assertThatThrownBy(
            () -> new ScheduleStudy(model(), DATA, OPTIONS, CPU, SETTINGS.starts(List.of(1.5))))
        .hasMessageContaining("hyperparameter 'rate': start 1.5 lies outside its range");
    assertThatThrownBy(() -> SETTINGS.sinusoid(0.1, 0))
        .hasMessage("the period of the sine must be positive, not 0.0");
    assertThatThrownBy(() -> StudySettings.of(Hyperparameter.continuous("l2", Range.above(0), 1)))
        .hasMessageContaining("'l2' has no bounded range");
  }

  @Test
  void settingsSpanTheRange() {
    StudySettings settings = StudySettings.of(Hyperparameter.discrete("holes", 0, 4, 1));
    assertThat(settings.grid()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
    assertThat(StudySettings.of(RATE).deviation()).isCloseTo(0.045, within(1e-12));
    Schedule noise = Schedule.gaussian(RATE, 0.4, 0.045, 10, 1);
    assertThat(noise.at(11, "rate")).isEqualTo(noise.at(10, "rate"));
  }
}
