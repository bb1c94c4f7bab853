package org.selftuning.chart;

import java.util.List;
import java.util.stream.Stream;
import org.selftuning.record.Snapshot;
import org.selftuning.train.Epoch;
import org.selftuning.train.Measure;

/** Training, validation and test loss over epochs; of a text, their perplexities. */
final class LossPanel {
  private LossPanel() {}

  static Panel of(Snapshot run) {
    Measure measure = run.measure();
    Course course = new Course(run);
    Axis x = course.epochAxis();
    Line train = TrainingCurve.of(run, x.high());
    Line validation = EpochCurves.validation(run, e -> measure.of(e.validation().loss()));
    Line test = EpochCurves.test(run, course.epochs(), s -> measure.of(s.loss()));
    List<Line> lines = Stream.of(train, test, validation).filter(l -> l.first() >= 0).toList();
    return new Panel(
        title(run, course),
        measure == Measure.PERPLEXITY ? "Perplexity of a word" : "Mean loss per example",
        x,
        lossAxis(measure, lines, !run.epochs().isEmpty()),
        course.warmup(1),
        List.of(),
        lines,
        course.moments(1));
  }

  private static String title(Snapshot run, Course course) {
    Measure measure = run.measure();
    String what = "Validation " + measure.noun();
    Epoch best = run.best();
    if (best == null) {
      return course.ended() ? course.titleLead() + "no epoch was finished" : "Training has begun";
    }
    Epoch last = run.epochs().get(run.epochs().size() - 1);
    String lowest = Reading.of(measure.of(best.validation().loss()));
    if (!course.ended()) {
      return best == last
          ? what + " falls to " + lowest
          : what
              + " "
              + Reading.of(measure.of(last.validation().loss()))
              + ", lowest at epoch "
              + best.number();
    }
    String lead = course.titleLead();
    if (!lead.isEmpty()) {
      return lead + "best at epoch " + best.number();
    }
    return what + course(run) + best.number();
  }

  /** Falls and rises that are within {@link Noise} are not claimed. */
  private static String course(Snapshot run) {
    double[] losses =
        run.epochs().stream().mapToDouble(e -> run.measure().of(e.validation().loss())).toArray();
    int end = losses.length - 1;
    int best = run.epochs().indexOf(run.best());
    double sigma = Noise.ofCourse(losses);
    if (best == end && end > 0) {
      double before = losses[Math.max(0, end - Math.max(1, losses.length / 4))];
      return Noise.differ(before, losses[end], sigma)
          ? " still falls at epoch "
          : " hardly falls any more, lowest at epoch ";
    }
    boolean rises = end > best && Noise.differ(losses[best], losses[end], sigma);
    return end == 0 || rises ? " bottoms at epoch " : " levels off, lowest at epoch ";
  }

  /**
   * The first epoch of training falls from the loss of pure chance: once epochs are finished it may
   * leave the picture, or it would press everything else into a strip at the bottom.
   */
  static Axis lossAxis(Measure measure, List<Line> lines, boolean skipFirstEpoch) {
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
    return Axis.around(measure.noun(), min, max, measure == Measure.PERPLEXITY);
  }
}
