package org.selftuning.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonOptions;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.Contender;
import org.selftuning.data.Split;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.search.Budget;
import org.selftuning.search.TestWords;
import org.selftuning.search.TrialExecutor;

/** A comparison that is killed and started again: the driver of a test, as a process. */
final class DriverProcess {
  /** Each example takes this many microseconds, so that there is time to be killed in. */
  static final int MICROS = 2000;

  private DriverProcess() {}

  /** The comparison; its trials one at a time, its methods side by side. */
  static Comparison comparison(Split data, Path folder) {
    ComparisonOptions wanted =
        ComparisonOptions.of(Budget.epochs(24))
            .contenders(List.of(Contender.STN, Contender.RANDOM, Contender.HYPERBAND));
    Comparison comparison =
        new Comparison(
            Problem.MODEL,
            data,
            Problem.OPTIONS.epochs(9),
            Problem.CPU,
            wanted,
            Optional.of(folder));
    comparison.checkpointEvery(CheckpointInterval.of("1e"));
    return comparison;
  }

  /** Compares on a master, in a folder; status 0 once all is done. */
  public static void main(String[] args) throws Exception {
    Comparison comparison = comparison(TestWords.slow(MICROS), Path.of(args[1]));
    try (TrialExecutor spark = Problem.executor(args[0], Map.of("spark.executor.cores", "1"))) {
      comparison.on(spark, "slow " + MICROS);
      ComparisonResult result = comparison.run();
      System.exit(result.ended() ? 0 : 1);
    }
  }
}
