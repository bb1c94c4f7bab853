package org.selftuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.selftuning.record.ThreeDigits;

/** What the page "Beyond one machine" says of clusters that nobody has measured. */
final class ClusterSimulationTest {
  /** As measured on two shared cores with a standalone cluster on loopback; see the page. */
  private static final double TRIAL = 0.033;

  private static final double ASK = 0.0004;
  private static final double DELAY = 0.137;
  private static final ClusterSimulation MEASURED = new ClusterSimulation(1, TRIAL, ASK, DELAY);

  private static final int EPOCHS = 20;

  @Test
  void oneExecutorTakesTheSumOfTheTimes() {
    ClusterSimulation.Result result = MEASURED.run(1, EPOCHS, 1, 5);
    double trial = TRIAL + DELAY + EPOCHS * 1 + (EPOCHS - 1) * ASK;
    assertThat(result.trialsPerSecond()).isCloseTo(1 / trial, within(1e-9));
    assertThat(result.efficiency()).isCloseTo(EPOCHS / trial, within(1e-9));
  }

  @Test
  void manyExecutorsAreBoundByTheDriver() {
    double most = 1 / (TRIAL + (EPOCHS - 1) * ASK);
    ClusterSimulation.Result bound = MEASURED.run(2000, EPOCHS, 0.1, 3);
    assertThat(bound.trialsPerSecond()).isCloseTo(most, within(0.01 * most));
    assertThat(bound.driver()).isCloseTo(1, within(0.01));
    ClusterSimulation four = new ClusterSimulation(4, TRIAL, ASK, DELAY);
    assertThat(four.run(2000, EPOCHS, 0.1, 3).trialsPerSecond())
        .isCloseTo(4 * most, within(0.02 * 4 * most));
  }

  @Test
  void thePageHoldsTheseNumbers() throws Exception {
    String page = Files.readString(Path.of("../../docs/beyond-one-machine.md"));
    for (String row : rows()) {
      assertThat(page).contains(row);
    }
  }

  /** A row for each number of executors: efficiency and trials a second by the trial's length. */
  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int executors : new int[] {10, 100, 1000, 10_000}) {
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %,d |", executors));
      for (double seconds : new double[] {10, 60, 600, 3600}) {
        ClusterSimulation.Result result =
            MEASURED.run(executors, EPOCHS, seconds / EPOCHS, executors > 1000 ? 2 : 4);
        row.append(
            String.format(
                Locale.ROOT,
                " %.0f %%, %s a second |",
                100 * result.efficiency(),
                ThreeDigits.of(result.trialsPerSecond())));
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
