package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.selftuning.tensor.Shape;

@Timeout(20)
class LoaderTest {
  private final Dataset counting = DatasetTest.counting(10);

  /** The numbers of the examples of the next {@code batches} batches. */
  private static List<Integer> read(Loader loader, int batches) {
    List<Integer> numbers = new ArrayList<>();
    for (int b = 0; b < batches; b++) {
      Batch batch = loader.next();
      assertThat(batch.y()).hasSize(batch.size());
      for (int row = 0; row < batch.size(); row++) {
        assertThat(batch.y()[row]).isEqualTo(-batch.x()[2 * row]);
        numbers.add((int) batch.x()[2 * row]);
      }
    }
    return numbers;
  }

  @Test
  void anEpochShowsEachExampleAtMostOnceAndDropsTheRest() {
    try (Loader loader = Loader.shuffled(counting, 3, 1)) {
      assertThat(loader.batchesPerEpoch()).isEqualTo(3);
      List<Integer> first = read(loader, 3);
      List<Integer> second = read(loader, 3);
      assertThat(first).hasSize(9).doesNotHaveDuplicates();
      assertThat(second).hasSize(9).doesNotHaveDuplicates().isNotEqualTo(first);
      assertThat(loader.position()).isEqualTo(6);
    }
  }

  @Test
  void everyExampleComesUpInTheLongRun() {
    Set<Integer> seen = new HashSet<>();
    try (Loader loader = Loader.shuffled(counting, 7, 1)) {
      seen.addAll(read(loader, 30));
    }
    assertThat(seen).hasSize(10);
  }

  @Test
  void theOrderDependsOnTheSeedAlone() {
    try (Loader a = Loader.shuffled(counting, 3, 5);
        Loader b = Loader.shuffled(counting, 3, 5);
        Loader c = Loader.shuffled(counting, 3, 6)) {
      List<Integer> numbers = read(a, 40);
      assertThat(numbers).isEqualTo(read(b, 40)).isNotEqualTo(read(c, 40));
    }
  }

  @Test
  void goesOnAtAnyPositionLikeOneThatNeverStopped() {
    for (int position : new int[] {0, 1, 3, 7, 12}) {
      try (Loader whole = Loader.shuffled(counting, 3, 5);
          Loader resumed = Loader.shuffledAt(counting, 3, 5, position)) {
        read(whole, position);
        assertThat(resumed.position()).isEqualTo(position);
        assertThat(read(resumed, 10)).isEqualTo(read(whole, 10));
      }
    }
  }

  @Test
  void aBatchStaysWholeUntilTheNextIsAskedFor() throws InterruptedException {
    try (Loader loader = Loader.shuffled(counting, 2, 1)) {
      for (int i = 0; i < 20; i++) {
        Batch batch = loader.next();
        float[] copy = batch.x().clone();
        Thread.sleep(2); // time for the worker to go wrong
        assertThat(batch.x()).isEqualTo(copy);
      }
    }
  }

  @Test
  void aFewBuffersServeForEver() {
    Set<Integer> arrays = new HashSet<>();
    try (Loader loader = Loader.shuffled(counting, 2, 1)) {
      for (int i = 0; i < 100; i++) {
        arrays.add(System.identityHashCode(loader.next().x()));
      }
    }
    assertThat(arrays).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void refusesABatchThatIsTooLarge() {
    assertThatThrownBy(() -> Loader.shuffled(counting, 11, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch 11 is larger than data set 'counting' with its 10 examples; choose a batch of at"
                + " most 10");
    assertThatThrownBy(() -> Loader.shuffled(counting, 0, 1))
        .hasMessage("data set 'counting': a batch of 0 examples; choose 1 or more");
    assertThatThrownBy(() -> Loader.shuffledAt(counting, 2, 1, -1))
        .hasMessage("a loader's position cannot be -1");
  }

  @Test
  void anErrorOfTheWorkerReachesTheReader() {
    Dataset broken =
        new Faulty(
            () -> {
              throw new IllegalStateException("the disk is gone");
            });
    try (Loader loader = Loader.shuffled(broken, 2, 1)) {
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("batch 0 of 'faulty' could not be read")
            .hasMessageContaining("the disk is gone")
            .hasRootCauseMessage("the disk is gone");
      }
    }
  }

  @Test
  void closesPromptlyEvenWhileAReadHangs() {
    CountDownLatch never = new CountDownLatch(1);
    Loader loader =
        Loader.shuffled(
            new Faulty(
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }),
            2,
            1);
    long start = System.nanoTime();
    loader.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    never.countDown();
  }

  @Test
  void endsItsThreadAndGivesNothingMore() throws InterruptedException {
    Loader loader = Loader.shuffled(DatasetTest.counting(10), 2, 1);
    Thread worker =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals("stn-loader-counting"))
            .findAny()
            .orElseThrow();
    assertThat(worker.isDaemon()).isTrue();
    loader.next();
    loader.close();
    loader.close();
    assertThat(worker.isAlive()).isFalse();
    assertThatThrownBy(loader::next).hasMessage("the loader of 'counting' is closed");
  }

  @Test
  void anInterruptedReaderGetsItsBatchAndKeepsTheFlag() {
    try (Loader loader = Loader.shuffled(counting, 2, 1)) {
      Thread.currentThread().interrupt();
      assertThat(loader.next().size()).isEqualTo(2);
      for (int i = 0; i < 50; i++) {
        loader.next();
      }
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aSequentialPassPadsItsLastBatch() {
    Iterable<Batch> passes = Loader.sequential(counting, 4);
    for (int pass = 0; pass < 2; pass++) {
      List<Integer> sizes = new ArrayList<>();
      List<Float> targets = new ArrayList<>();
      for (Batch batch : passes) {
        sizes.add(batch.size());
        assertThat(batch.x()).hasSize(8);
        assertThat(batch.y()).hasSize(4);
        for (int row = 0; row < 4; row++) {
          if (row < batch.size()) {
            targets.add(batch.y()[row]);
          } else {
            assertThat(batch.y()[row]).isNaN();
            assertThat(Arrays.copyOfRange(batch.x(), 2 * row, 2 * row + 2)).containsOnly(0);
          }
        }
      }
      assertThat(sizes).containsExactly(4, 4, 2);
      assertThat(targets).isEqualTo(IntStream.range(0, 10).mapToObj(i -> (float) -i).toList());
    }
    assertThat(Loader.sequential(counting, 16)).hasSize(1);
    assertThat(Loader.sequential(counting, 5)).hasSize(2);
  }

  /** A data set of ten examples that does something when read. */
  private record Faulty(Runnable onRead) implements Dataset {
    @Override
    public int size() {
      return 10;
    }

    @Override
    public Shape shape() {
      return Shape.of(1);
    }

    @Override
    public Target target() {
      return new Target.Values(1);
    }

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
      onRead.run();
    }
  }
}
