package org.selftuning.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** How many threads work, and how they wait. */
class ThreadsTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @Test
  void theEnvironmentSetsThem() {
    assertThat(new CpuDevice((String) null).threads()).isEqualTo(PROCESSORS);
    assertThat(new CpuDevice("").threads()).isEqualTo(PROCESSORS);
    assertThat(new CpuDevice(" 1 ").threads()).isEqualTo(1);
    assertThat(new CpuDevice("1").description()).contains(", 1 thread, ");
    assertThat(new CpuDevice("4096").threads()).isEqualTo(PROCESSORS);
    for (String wrong : new String[] {"0", "-1", "2.5", "many", "99999999999"}) {
      assertThat(new CpuDevice(wrong).problem().orElseThrow())
          .isEqualTo(
              "cpu: STN_THREADS is '%s'; set it to a whole number of threads from 1, or unset it",
              wrong);
      assertThatThrownBy(() -> new CpuDevice(wrong).open())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("cpu: STN_THREADS is ");
    }
  }

  @Test
  void aRunSetsThem() {
    Device cpu = new CpuDevice("1");
    assertThat(cpu.withThreads(PROCESSORS).threads()).isEqualTo(PROCESSORS);
    for (int wrong : new int[] {-1, 0, PROCESSORS + 1}) {
      assertThatThrownBy(() -> cpu.withThreads(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "--threads is %d, but must be from 1 to %d, the processors that this process may use",
              wrong, PROCESSORS);
    }
  }

  /** OpenMP's number is each thread's own, so it must be right on whatever thread calls. */
  @Test
  void productsKeepToThemOnAnyThread() throws ExecutionException, InterruptedException {
    assumeThat(PROCESSORS).isGreaterThan(1);
    for (int threads : new int[] {1, 2, 1}) {
      try (Ops ops = new CpuDevice("1").withThreads(threads).open()) {
        Tensor a = ops.tensor(64, 64);
        Tensor b = ops.tensor(64, 64);
        Runnable product =
            () -> {
              ops.matmul(a, false, a, false, 1, 0, b);
              assertThat(Native.ops().ompGetMaxThreads()).isEqualTo(threads);
            };
        product.run();
        CompletableFuture.runAsync(product).get();
        product.run();
      }
    }
  }

  @Test
  void theirNumberChangesNoProductBeyondRounding() {
    double[] a = Doubles.normal(new Random(1), 128 * 700);
    double[] b = Doubles.normal(new Random(2), 700 * 300);
    double[][] results = new double[2][];
    for (int i = 0; i < 2; i++) {
      try (Ops ops = new CpuDevice("1").withThreads(Math.min(PROCESSORS, i + 1)).open()) {
        Tensor c = ops.tensor(128, 300);
        Tensor left = Doubles.write(ops.tensor(128, 700), a);
        Tensor right = Doubles.write(ops.tensor(700, 300), b);
        ops.matmul(left, false, right, false, 1, 0, c);
        results[i] = Doubles.read(c);
      }
    }
    Doubles.assertClose("the product", results[1], results[0], 1e-5);
  }

  /** The caller of an operation is woken however late the last piece is. */
  @Test
  void aLatePieceIsWaitedFor() {
    WorkerPool workers = new WorkerPool(2);
    for (int round = 0; round < 50; round++) {
      AtomicInteger done = new AtomicInteger();
      Thread caller = Thread.currentThread();
      workers.share(
          64,
          16_384,
          (from, to, scratch) -> {
            if (Thread.currentThread() != caller) {
              long end = System.nanoTime() + 2_000_000;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
            }
            done.addAndGet(to - from);
          });
      assertThat(done).hasValue(64);
    }
  }
}
