package org.selftuning.chart;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.selftuning.record.RunSnapshot;
import org.selftuning.train.Epoch;
import org.selftuning.train.Score;

/** Lines with a point an epoch. */
final class EpochCurves {
  private EpochCurves() {}

  static Line training(RunSnapshot run, ToDoubleFunction<Epoch> what) {
    return line("train", run.epochs(), what, Line.Look.TRAIN);
  }

  static Line validation(RunSnapshot run, ToDoubleFunction<Epoch> what) {
    return line("validation", run.epochs(), what, Line.Look.VALIDATION);
  }

  /** The test scores; where the run was not tested all along, the latest as a level. */
  static Line test(RunSnapshot run, double end, ToDoubleFunction<Score> what) {
    List<RunSnapshot.Test> tests = run.tests();
    if (!tests.isEmpty() && tests.size() < run.epochs().size() / 2.0 + 1) {
      double score = what.applyAsDouble(tests.get(tests.size() - 1).score());
      return Line.plain(
          "test", new double[] {0, Math.max(1, end)}, new double[] {score, score}, Line.Look.TEST);
    }
    double[] x = tests.stream().mapToDouble(RunSnapshot.Test::epoch).toArray();
    double[] y = tests.stream().mapToDouble(t -> what.applyAsDouble(t.score())).toArray();
    return Line.plain("test", x, y, Line.Look.TEST);
  }

  static Line line(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> what, Line.Look look) {
    double[] x = epochs.stream().mapToDouble(Epoch::number).toArray();
    double[] y = epochs.stream().mapToDouble(what).toArray();
    return Line.plain(name, x, y, look);
  }
}
