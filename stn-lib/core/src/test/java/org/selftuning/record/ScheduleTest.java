package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
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
