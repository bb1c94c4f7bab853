package org.selftuning.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.selftuning.compare.Comparison;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.compare.TuningMethod;
import org.selftuning.data.Split;
import org.selftuning.search.TestWords;
import org.selftuning.search.TrialExecutor;

/** A comparison that is killed and started again: the driver of a test, as a process. */
final class DriverProcess {
  /** Each example takes this many microseconds, so that there is time to be killed in. */
  static final int MICROS = 2000;

  private DriverProcess() {}

  /** The comparison, of three methods that differ in what they ask for. */
  static Comparison comparison(Split data, Path folder) {
    List<TuningMethod> three =
        List.of(TuningMethod.STN, TuningMethod.RANDOM, TuningMethod.HYPERBAND);
    return Experiments.comparison(data, three, folder);
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
