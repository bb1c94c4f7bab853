package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.selftuning.record.History;
import org.selftuning.record.Run;

/**
 * What the live display costs the training: measured in one run, with the display on and off by
 * turns. Slow, and meant for a machine that does nothing else.
 *
 * <p>A shared machine's speed moves by a tenth from second to second, so the speeds alone tell
 * little. Processor time hardly moves: what all other threads take more while the display is on,
 * compiler and garbage collector among them, is the most that the training can lose, since it uses
 * all processors and at worst waits for as long.
 */
@Tag("slow")
final class LiveCostTest {
  private static final int TURNS = 3;
  private static final long TURN_MS = 60_000;
  private static final long WARM_UP_MS = 15_000;

  /** A thread that is busy for so much of the time is one of the training's. */
  private static final double TRAINING = 0.4;

  private static final String MODEL =
      """
      input: 784
      hyperparameters:
        input_dropout:  {range: [0, 0.95], start: 0.05}
        first_dropout:  {range: [0, 0.95], start: 0.05}
        second_dropout: {range: [0, 0.95], start: 0.05}
      layers:
        - dropout: input_dropout
        - gated-linear: 256
        - relu
        - dropout: first_dropout
        - gated-linear: 256
        - relu
        - dropout: second_dropout
        - gated-linear: 10
      loss: cross-entropy
      """;

  @Test
  void takesLessThanThreePercentOfTheTime() throws Exception {
    Bench bench = new Bench();
    bench.type("data digits strokes --train 2000 --validation 1000 --test 200");
    bench.cell("model net", MODEL);
    Run run = (Run) bench.type("train live --epochs 1000000 --batch 64 --background --quiet");
    History history = run.history();
    while (history.snapshot().steps() < 400) { // until everything is compiled
      Thread.sleep(100);
    }
    LiveRun first = new LiveRun(bench.host, ChartStyle.STANDARD, history);
    first.start();
    Thread.sleep(WARM_UP_MS);
    first.stop();
    double[] lost = new double[TURNS];
    double[] others = new double[2];
    for (int turn = 0; turn < TURNS; turn++) {
      double[] speeds = new double[2];
      for (int on = 0; on < 2; on++) {
        LiveRun live = new LiveRun(bench.host, ChartStyle.STANDARD, history);
        Map<String, Long> busy = processorTimes();
        if (on == 1) {
          live.start();
        }
        int before = history.snapshot().steps();
        long start = System.nanoTime();
        Thread.sleep(TURN_MS);
        long nanos = System.nanoTime() - start;
        speeds[on] = (history.snapshot().steps() - before) / (double) nanos;
        others[on] += others(busy, processorTimes(), nanos) / TURNS;
        live.stop();
      }
      lost[turn] = 100 * (1 - speeds[1] / speeds[0]);
    }
    bench.type("stop live");
    double cost = 100 * (others[1] - others[0]);
    double mean = Arrays.stream(lost).average().getAsDouble();
    double square = Arrays.stream(lost).map(x -> (x - mean) * (x - mean)).sum();
    double error = Math.sqrt(square / (TURNS - 1) / TURNS);
    String told =
        String.format(
            Locale.ROOT,
            "the live display takes %.2f %% of one processor's time; steps a second were %.1f %% ±"
                + " %.1f %% fewer with it",
            cost,
            mean,
            error);
    System.out.println(told);
    assertThat(cost).as(told).isBetween(0.0, 3.0);
    assertThat(mean - 2 * error).as(told).isLessThan(3);
  }

  /** The time that the threads beside the training's have run, as a share of one processor's. */
  private static double others(Map<String, Long> before, Map<String, Long> after, long nanos) {
    return after.entrySet().stream()
        .mapToDouble(e -> (e.getValue() - before.getOrDefault(e.getKey(), 0L)) / (double) nanos)
        .filter(share -> share < TRAINING)
        .sum();
  }

  /** How long each of this process's threads has run, in nanoseconds. */
  private static Map<String, Long> processorTimes() throws IOException {
    Path tasks = Path.of("/proc/self/task");
    assumeTrue(Files.exists(tasks), "skipped: needs Linux's processor times");
    Map<String, Long> times = new HashMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        try {
          String[] numbers = Files.readString(thread.resolve("schedstat")).split(" ");
          times.put(thread.getFileName().toString(), Long.parseLong(numbers[0]));
        } catch (NoSuchFileException e) {
          continue; // it has ended meanwhile
        }
      }
    }
    return times;
  }
}
