package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequencesTest {
  /** 23 tokens in 2 columns: 0 … 10 and 11 … 21; token 22 is left out. */
  private final int[] tokens = IntStream.range(0, 23).toArray();

  @Test
  void columnsRunOnFromWindowToWindow() {
    Sequences windows = Sequences.of(tokens, 2, 3);
    assertThat(windows.batchesPerEpoch()).isEqualTo(3);
    assertThat(windows.next().x()).containsExactly(0, 11, 1, 12, 2, 13);
    assertThat(windows.startsEpoch()).isTrue();
    Batch second = windows.next();
    assertThat(second.x()).containsExactly(3, 14, 4, 15, 5, 16);
    assertThat(second.y()).containsExactly(4, 15, 5, 16, 6, 17);
    assertThat(second.size()).isEqualTo(6);
    assertThat(windows.startsEpoch()).isFalse();
    windows.next();
    assertThat(windows.next().x()).as("a new epoch").startsWith(0, 11);
    assertThat(windows.startsEpoch()).isTrue();
    assertThat(windows.position()).isEqualTo(4);
  }

  @Test
  void goesOnAtAnyPosition() {
    for (int position : new int[] {0, 2, 3, 7}) {
      Sequences whole = Sequences.of(tokens, 2, 3);
      for (int i = 0; i < position; i++) {
        whole.next();
      }
      Sequences resumed = Sequences.at(tokens, 2, 3, position);
      for (int i = 0; i < 5; i++) {
        assertThat(resumed.next().x()).isEqualTo(whole.next().x());
        assertThat(resumed.position()).isEqualTo(whole.position());
      }
    }
  }

  @Test
  void nothingIsAllocatedAStep() {
    Sequences windows = Sequences.of(tokens, 2, 3);
    assertThat(windows.next()).isSameAs(windows.next());
  }

  @Test
  void aPassPredictsEveryTokenOfTheColumnsOnce() {
    for (int pass = 0; pass < 2; pass++) {
      List<Integer> predicted = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (Batch batch : Sequences.sequential(tokens, 2, 4)) {
        sizes.add(batch.size());
        assertThat(batch.y()).hasSize(8);
        for (int row = 0; row < 8; row++) {
          if (row < batch.size()) {
            assertThat(batch.y()[row]).isEqualTo(batch.x()[row] + 1);
            predicted.add((int) batch.y()[row]);
          } else {
            assertThat(batch.y()[row]).isNaN();
            assertThat(batch.x()[row]).isZero();
          }
        }
      }
      assertThat(sizes).containsExactly(8, 8, 4);
      assertThat(predicted)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.concat(IntStream.rangeClosed(1, 10), IntStream.rangeClosed(12, 21))
                  .boxed()
                  .toList());
    }
  }

  @Test
  void refusesATextThatIsTooShort() {
    assertThatThrownBy(() -> Sequences.of(Arrays.copyOf(tokens, 20), 4, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sequences of 5 tokens in 4 columns need a text of 24 tokens; this one has 20: choose"
                + " shorter sequences or fewer columns");
    assertThat(Sequences.of(Arrays.copyOf(tokens, 20), 4, 4).batchesPerEpoch()).isEqualTo(1);
    assertThatThrownBy(() -> Sequences.of(tokens, 0, 5)).hasMessageContaining("choose 1 or more");
    assertThatThrownBy(() -> Sequences.at(tokens, 1, 5, -1)).hasMessageContaining("-1");
  }
}
