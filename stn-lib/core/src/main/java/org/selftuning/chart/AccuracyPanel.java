package org.selftuning.chart;

import java.util.List;
import java.util.stream.Stream;
import org.selftuning.record.Snapshot;
import org.selftuning.record.ThreeDigits;
import org.selftuning.train.Epoch;
import org.selftuning.train.Score;

/** Training, validation and test accuracy over epochs. */
final class AccuracyPanel {
  private AccuracyPanel() {}

  static Panel of(Snapshot run) {
    Course course = new Course(run);
    Line train = EpochCurves.training(run, e -> e.training().accuracy());
    Line validation = EpochCurves.validation(run, e -> e.validation().accuracy());
    Line test = EpochCurves.test(run, course.epochs(), Score::accuracy);
    return new Panel(
        title(run, validation, course),
        "Share of examples classified rightly",
        course.epochAxis(),
        Axis.linear("accuracy", 0, 1),
        course.warmup(1),
        List.of(),
        Stream.of(train, test, validation).filter(l -> l.first() >= 0).toList(),
        course.moments(1));
  }

  private static String title(Snapshot run, Line validation, Course course) {
    if (run.epochs().isEmpty()) {
      return course.ended() ? "No epoch was finished" : "Training has begun";
    }
    if (validation.first() < 0) {
      return "A regression has no accuracy";
    }
    Epoch best = run.epochs().get(0);
    for (Epoch epoch : run.epochs()) {
      best = epoch.validation().accuracy() > best.validation().accuracy() ? epoch : best;
    }
    String lead = course.titleLead();
    return lead
        + (lead.isEmpty() ? "Validation accuracy reaches " : "validation accuracy reached ")
        + percent(best.validation().accuracy())
        + " at epoch "
        + best.number();
  }

  /** A share as a percentage with three significant digits. */
  static String percent(double share) {
    return ThreeDigits.of(100 * share) + " %";
  }
}
