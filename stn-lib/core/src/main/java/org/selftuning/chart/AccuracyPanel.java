package org.selftuning.chart;

import java.util.List;
import java.util.stream.Stream;
import org.selftuning.record.RunSnapshot;
import org.selftuning.train.Epoch;
import org.selftuning.train.Score;

/** Training, validation and test accuracy over epochs. */
final class AccuracyPanel {
  private AccuracyPanel() {}

  static Panel of(RunSnapshot run) {
    RunProgress progress = new RunProgress(run);
    Line train = EpochCurves.training(run, e -> e.training().accuracy());
    Line validation = EpochCurves.validation(run, e -> e.validation().accuracy());
    Line test = EpochCurves.test(run, progress.epochs(), Score::accuracy);
    return new Panel(
        title(run, validation, progress),
        "Share of examples classified rightly",
        progress.epochAxis(),
        Axis.linear("accuracy", 0, 1),
        progress.warmup(1),
        List.of(),
        Stream.of(train, test, validation).filter(l -> l.first() >= 0).toList(),
        progress.moments(1));
  }

  private static String title(RunSnapshot run, Line validation, RunProgress progress) {
    if (run.epochs().isEmpty()) {
      return progress.ended() ? "No epoch was finished" : "Training has begun";
    }
    if (validation.first() < 0) {
      return "A regression has no accuracy";
    }
    Epoch best = run.epochs().get(0);
    for (Epoch epoch : run.epochs()) {
      best = epoch.validation().accuracy() > best.validation().accuracy() ? epoch : best;
    }
    String lead = progress.titleLead();
    return lead
        + (lead.isEmpty() ? "Validation accuracy " : "accuracy ")
        + percent(best.validation().accuracy())
        + " at epoch "
        + best.number();
  }

  /** A share as a percentage with three significant digits. */
  static String percent(double share) {
    return Reading.of(100 * share) + " %";
  }
}
