package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/** Steps that are noted down and repeated. */
class RecordedStepTest {
  private Ops ops;

  @BeforeEach
  void open() {
    ops = HostDevice.ofBlocks().open();
  }

  @AfterEach
  void close() {
    if (ops != null) {
      ops.close();
    }
  }

  @Test
  void theStepIsAskedTwiceAndThenRepeated() {
    Tensor x = ops.tensor(5);
    Tensor one = ops.tensor(5);
    ops.fill(one, 1);
    int[] asked = new int[1];
    Runnable step =
        ops.record(
            () -> {
              asked[0]++;
              ops.axpy(2, one, x);
            });
    for (int i = 1; i <= 6; i++) {
      step.run();
      assertThat(x.toArray()).containsOnly(2 * i);
    }
    assertThat(asked[0]).isEqualTo(2);
  }

  /** Draws twice a run, and once from another stream. */
  private static Runnable drawing(Ops ops, RandomStream a, RandomStream b, Tensor x, Tensor y) {
    return () -> {
      ops.normal(a, x);
      ops.normal(b, y);
      ops.axpy(1, y, x);
      ops.normal(a, y);
      ops.axpy(1, y, x);
    };
  }

  @Test
  void randomStreamsGoOnAsIfNothingWasRecorded() {
    RandomStream a = new RandomStream(1, "a");
    RandomStream b = new RandomStream(1, "b");
    RandomStream a2 = new RandomStream(1, "a");
    RandomStream b2 = new RandomStream(1, "b");
    Tensor x = ops.tensor(7, 3);
    Tensor y = ops.tensor(7, 3);
    Runnable plain = drawing(ops, a2, b2, x, y);
    Runnable recorded = ops.record(drawing(ops, a, b, x, y));
    for (int i = 0; i < 8; i++) {
      if (i == 3) { // work outside the step
        ops.normal(a, y);
        ops.normal(a2, y);
      }
      if (i == 5) { // a checkpoint
        b.seek(2);
        b2.seek(2);
      }
      plain.run();
      float[] expected = x.toArray();
      recorded.run();
      assertThat(x.toArray()).as("run %d", i).isEqualTo(expected);
      assertThat(a.position()).isEqualTo(a2.position());
      assertThat(b.position()).isEqualTo(b2.position());
    }
  }

  @Test
  void stepsThatShareAStreamTakeTurns() {
    RandomStream shared = new RandomStream(4, "shared");
    RandomStream plain = new RandomStream(4, "shared");
    Tensor x = ops.tensor(9);
    Runnable one = ops.record(() -> ops.normal(shared, x));
    Runnable two =
        ops.record(
            () -> {
              ops.normal(shared, x);
              ops.normal(shared, x);
            });
    float[] expected = new float[9];
    for (int i = 0; i < 5; i++) {
      one.run();
      plain.normals(expected);
      assertThat(x.toArray()).containsExactly(expected, within(1e-5f));
      two.run();
      plain.normals(expected);
      plain.normals(expected);
      assertThat(x.toArray()).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void aStepThatReadsIsRefusedAndLeavesAllAsItWas() {
    RandomStream stream = new RandomStream(2, "stream");
    Tensor x = ops.tensor(4);
    Runnable step =
        ops.record(
            () -> {
              ops.normal(stream, x);
              x.toArray();
            });
    step.run();
    assertThatThrownBy(step::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a tensor is read by the host in a recorded step");
    assertThat(stream.position()).isEqualTo(1);
    ops.fill(x, 3);
    assertThat(x.toArray()).containsOnly(3f);
  }

  @Test
  void aStepInAStepIsAPartOfIt() {
    Tensor x = ops.tensor(2);
    Tensor one = ops.tensor(2);
    ops.fill(one, 1);
    Runnable inner = ops.record(() -> ops.axpy(1, one, x));
    inner.run();
    Runnable outer =
        ops.record(
            () -> {
              inner.run();
              inner.run();
            });
    for (int i = 0; i < 4; i++) {
      outer.run();
    }
    inner.run();
    assertThat(x.toArray()).containsOnly(10f);
  }
}
