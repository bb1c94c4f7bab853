package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;

class ScheduleTest {
  private static final Hyperparameter RATE =
      Hyperparameter.continuous("rate", Range.interval(0, 0.5), 0.05);

  private final Schedule schedule =
      new Schedule(
          List.of("rate", "holes"),
          new boolean[] {false, true},
          new long[] {0, 10, 30},
          new double[][] {{0.1, 0.2, 0.6}, {1, 2, 3}});

  @Test
  void valuesStayUntilTheNextChange() {
    assertThat(schedule.at(-5, "rate")).isEqualTo(0.1);
    assertThat(schedule.at(0, "rate")).isEqualTo(0.1);
    assertThat(schedule.at(9, "rate")).isEqualTo(0.1);
    assertThat(schedule.at(10, "rate")).isEqualTo(0.2);
    assertThat(schedule.at(29, "holes")).isEqualTo(2);
    assertThat(schedule.at(1000, "rate")).isEqualTo(0.6);
  }

  @Test
  void interpolationIsStraightButNeverBetweenWholeNumbers() {
    assertThat(schedule.interpolated(20, "rate")).isCloseTo(0.4, within(1e-12));
    assertThat(schedule.interpolated(10, "rate")).isEqualTo(0.2);
    assertThat(schedule.interpolated(-1, "rate")).isEqualTo(0.1);
    assertThat(schedule.interpolated(99, "rate")).isEqualTo(0.6);
    assertThat(schedule.interpolated(29, "holes")).isEqualTo(2);
  }

  @Test
  void aSineIsCutToTheRangeAndRoundedWhereDiscrete() {
    Schedule sine = Schedule.sinusoid(RATE, 0.4, 0.2, 8, 16);
    assertThat(sine.at(0, "rate")).isEqualTo(0.4);
    assertThat(sine.at(1, "rate")).isEqualTo(0.5);
    assertThat(sine.at(5, "rate")).isCloseTo(0.4 - 0.2 * Math.sqrt(0.5), within(1e-12));
    assertThat(sine.at(13, "rate")).isCloseTo(sine.at(5, "rate"), within(1e-12));
    Schedule whole = Schedule.sinusoid(Hyperparameter.discrete("n", 0, 3, 1), 1.4, 1, 4, 4);
    assertThat(whole.at(0, "n")).isEqualTo(1);
    assertThat(whole.at(1, "n")).isEqualTo(2);
    assertThat(whole.at(3, "n")).isEqualTo(0);
  }

  @Test
  void noiseIsNormalAndAFunctionOfSeedAndStep() {
    int steps = 20_000;
    Schedule noise = Schedule.gaussian(RATE, 0.25, 0.02, steps, 3);
    double[] values = new double[steps];
    Arrays.setAll(values, step -> noise.at(step, "rate"));
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / steps;
    double next = 0;
    for (int i = 1; i < steps; i++) {
      next += (values[i] - mean) * (values[i - 1] - mean) / steps;
    }
    assertThat(mean).isCloseTo(0.25, within(0.0006));
    assertThat(Math.sqrt(variance)).isCloseTo(0.02, within(0.0005));
    assertThat(next / variance).as("one step says nothing of the next").isCloseTo(0, within(0.03));
    Schedule shorter = Schedule.gaussian(RATE, 0.25, 0.02, 50, 3);
    assertThat(shorter.at(50, "rate")).isEqualTo(noise.at(50, "rate"));
    assertThat(Schedule.gaussian(RATE, 0.25, 0.02, 50, 4).at(7, "rate"))
        .isNotEqualTo(noise.at(7, "rate"));
  }

  @Test
  void followsTheRunItWasTakenFrom() {
    MadeUpRun run = new MadeUpRun(8, 20, MadeUpRun.many());
    Schedule taken = Schedule.of(run.history());
    assertThat(taken.names()).hasSize(9);
    assertThat(taken.at(0, "dropout 1")).isEqualTo(0.05);
    assertThat(taken.at(30, "dropout 1")).isCloseTo(0.05, within(1e-12));
    for (int step = 1; step <= 160; step += 7) {
      assertThat(taken.at(step, "dropout 2")).isEqualTo(run.step(step).values()[2]);
      assertThat(taken.at(step, "cutout length")).isEqualTo(run.step(step).values()[3]);
    }
  }

  @Test
  void aTableHasNoMoreDigitsThanWereComputed() {
    Schedule computed = Schedule.constant(RATE, 0.05f);
    assertThat(computed.at(0, "rate")).isEqualTo(0.05f).isNotEqualTo(0.05);
    assertThat(computed.table().doubleColumn("rate").get(0)).isEqualTo(0.05);
  }

  @Test
  void survivesFiles(@TempDir Path folder) {
    for (String name : List.of("schedule.json", "schedule.csv")) {
      Path file = folder.resolve(name);
      schedule.save(file);
      assertThat(Schedule.load(file).toJson()).as(name).isEqualTo(schedule.toJson());
    }
  }

  @Test
  void badSchedulesAreRefused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> schedule.at(1, "rat"))
        .hasMessage("the schedule has no hyperparameter 'rat'; it has [rate, holes]");
    Path file = folder.resolve("s.csv");
    Files.writeString(file, "step,rate\n0,0.1\n5,\n");
    assertThatThrownBy(() -> Schedule.load(file))
        .hasMessageContaining("line 3, column 'rate': no number");
    Files.writeString(file, "step,rate\n5,0.1\n5,0.2\n");
    assertThatThrownBy(() -> Schedule.load(file)).hasMessageContaining("steps must ascend");
    Files.writeString(file, "epoch,rate\n5,0.1\n");
    assertThatThrownBy(() -> Schedule.load(file)).hasMessageContaining("expected 'step'");
    assertThatThrownBy(() -> Schedule.load(folder.resolve("gone.json")))
        .hasMessageContaining("cannot read the schedule");
  }
}
