package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointIntervalTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void isReadAsItIsWritten() {
    assertThat(CheckpointInterval.of("60s")).isEqualTo(CheckpointInterval.MINUTE);
    assertThat(CheckpointInterval.of("1.5m").seconds()).isEqualTo(90);
    assertThat(CheckpointInterval.of("1H").seconds()).isEqualTo(3600);
    assertThat(CheckpointInterval.of("3e").epochs()).isEqualTo(3);
    assertThat(CheckpointInterval.of("0")).isEqualTo(CheckpointInterval.NEVER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "-1s", "0s", "1.5e", "never", "1s1m", "99999999999e"})
  void whatIsNoneSaysSo(String text) {
    assertThatThrownBy(() -> CheckpointInterval.of(text))
        .hasMessageStartingWith("'" + text + "' is no interval; write 60s");
  }

  @Test
  void epochsCountWhateverACheckpointCosts() {
    CheckpointInterval.Countdown next = CheckpointInterval.of("3e").begin();
    for (int round = 0; round < 2; round++) {
      assertThat(next.epoch()).isFalse();
      assertThat(next.epoch()).isFalse();
      assertThat(next.epoch()).isTrue();
      next.restart(100 * SECOND);
    }
  }

  @Test
  void aDearCheckpointIsTakenLessOften() throws InterruptedException {
    CheckpointInterval.Countdown next = CheckpointInterval.of("0.01s").begin();
    Thread.sleep(20);
    assertThat(next.epoch()).isTrue();
    assertThat(next.epoch()).as("until it is taken").isTrue();
    next.restart(10 * SECOND); // so it is due after 990 s
    Thread.sleep(20);
    assertThat(next.epoch()).isFalse();
    next.restart(0);
    Thread.sleep(20);
    assertThat(next.epoch()).isTrue();
  }

  @Test
  void neverIsNever() {
    assertThat(CheckpointInterval.NEVER.begin().epoch()).isFalse();
  }
}
