package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.selftuning.record.History;
import org.selftuning.record.Run;

/**
 * What the live display costs the training: measured in one run, with the display on and off by
 * turns. Slow, and meant for a machine that does nothing else.
 */
@Tag("slow")
final class LiveCostTest {
  private static final int TURNS = 6;
  private static final long TURN_MS = 12_000;
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
    LiveRun first = new LiveRun(bench.host, history);
    first.start();
    Thread.sleep(TURN_MS);
    first.stop();
    List<Double> ratios = new ArrayList<>();
    double busy = 0;
    double[] speeds = new double[2];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int on = 0; on < 2; on++) {
        LiveRun live = new LiveRun(bench.host, history);
        if (on == 1) {
          live.start();
        }
        int before = history.snapshot().steps();
        long start = System.nanoTime();
        Thread.sleep(TURN_MS);
        speeds[on] = (history.snapshot().steps() - before) / ((System.nanoTime() - start) / 1e9);
        if (on == 1) {
          busy += processorSeconds("live picture") / (TURNS * TURN_MS / 1e3);
          live.stop();
        }
      }
      ratios.add(speeds[0] / speeds[1] - 1);
    }
    bench.type("stop live");
    Collections.sort(ratios);
    double cost = 100 * ratios.get(TURNS / 2);
    String told =
        String.format(
            Locale.ROOT,
            "the live display costs %.2f %% of the time (quartiles %.2f … %.2f %%) and keeps one"
                + " processor busy for %.2f %%; %.0f steps/s",
            cost,
            100 * ratios.get(TURNS / 4),
            100 * ratios.get(3 * TURNS / 4),
            100 * busy,
            speeds[0]);
    System.out.println(told);
    assertThat(cost).as(told).isLessThan(3);
  }

  private static double processorSeconds(String threadName) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(threadName))
        .mapToDouble(thread -> threads.getThreadCpuTime(thread.getId()) / 1e9)
        .sum();
  }
}
