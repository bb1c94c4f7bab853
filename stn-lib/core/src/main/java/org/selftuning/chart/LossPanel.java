package org.selftuning.chart;

import java.util.List;
import java.util.stream.Stream;
import org.selftuning.record.Snapshot;
import org.selftuning.train.Epoch;

/** Training, validation and test loss over epochs. */
final class LossPanel {
  private LossPanel() {}

  static Panel of(Snapshot run) {
    Course course = new Course(run);
    Axis x = course.epochAxis();
    Line train = TrainingCurve.of(run, x.high());
    Line validation = EpochCurves.validation(run, e -> e.validation().loss());
    Line test = EpochCurves.test(run, course.epochs(), s -> s.loss());
    List<Line> lines = Stream.of(train, test, validation).filter(l -> l.first() >= 0).toList();
    return new Panel(
        title(run, course),
        "Mean loss per example",
        x,
        lossAxis(lines, !run.epochs().isEmpty()),
        course.warmup(1),
        List.of(),
        lines,
        course.moments(1));
  }

  private static String title(Snapshot run, Course course) {
    Epoch best = run.best();
    if (best == null) {
      return course.ended() ? course.titleLead() + "no epoch was finished" : "Training has begun";
    }
    Epoch last = run.epochs().get(run.epochs().size() - 1);
    String lowest = Reading.of(best.validation().loss());
    if (!course.ended()) {
      return best == last
          ? "Validation loss falls to " + lowest
          : "Validation loss "
              + Reading.of(last.validation().loss())
              + ", lowest at epoch "
              + best.number();
    }
    String lead = course.titleLead();
    if (!lead.isEmpty()) {
      return lead + "best at epoch " + best.number();
    }
    return "Validation loss"
        + (best == last && run.epochs().size() > 1
            ? " still falls at epoch " + best.number()
            : " bottoms at epoch " + best.number());
  }

  /**
   * The first epoch of training falls from the loss of pure chance: once epochs are finished it may
   * leave the picture, or it would press everything else into a strip at the bottom.
   */
  static Axis lossAxis(List<Line> lines, boolean skipFirstEpoch) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (int i = 0; i < line.y().length; i++) {
        boolean counts = !skipFirstEpoch || line.x()[i] >= 1;
        if (counts && Double.isFinite(line.y()[i])) {
          min = Math.min(min, line.y()[i]);
          max = Math.max(max, line.y()[i]);
        }
      }
    }
    return Axis.around("loss", min, max, false);
  }
}
