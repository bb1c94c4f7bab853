package org.selftuning.chart;

import java.util.List;
import java.util.stream.Stream;
import org.selftuning.record.RunSnapshot;
import org.selftuning.train.Epoch;
import org.selftuning.train.Metric;

/** Training, validation and test loss over epochs; of a text, their perplexities. */
final class LossPanel {
  private LossPanel() {}

  static Panel of(RunSnapshot run) {
    Metric metric = run.metric();
    RunProgress progress = new RunProgress(run);
    Axis x = progress.epochAxis();
    Line train = TrainingCurve.of(run, x.high());
    Line validation = EpochCurves.validation(run, e -> metric.of(e.validation().loss()));
    Line test = EpochCurves.test(run, progress.epochs(), s -> metric.of(s.loss()));
    List<Line> lines = Stream.of(train, test, validation).filter(l -> l.first() >= 0).toList();
    return new Panel(
        title(run, progress),
        metric == Metric.PERPLEXITY ? "Perplexity of a word" : "Mean loss per example",
        x,
        lossAxis(metric, lines, !run.epochs().isEmpty()),
        progress.warmup(1),
        List.of(),
        lines,
        progress.moments(1));
  }

  private static String title(RunSnapshot run, RunProgress progress) {
    Metric metric = run.metric();
    String what = "Validation " + metric.noun();
    Epoch best = run.best();
    if (best == null) {
      return progress.ended()
          ? progress.titleLead() + "no epoch was finished"
          : "Training has begun";
    }
    Epoch last = run.epochs().get(run.epochs().size() - 1);
    String lowest = Reading.of(metric.of(best.validation().loss()));
    if (!progress.ended()) {
      return best == last
          ? what + " falls to " + lowest
          : what
              + " "
              + Reading.of(metric.of(last.validation().loss()))
              + ", lowest at epoch "
              + best.number();
    }
    String lead = progress.titleLead();
    if (!lead.isEmpty()) {
      return lead + "best at epoch " + best.number();
    }
    return what + progress(run) + best.number();
  }

  /** Falls and rises that are within {@link Noise} are not claimed. */
  private static String progress(RunSnapshot run) {
    double[] losses =
        run.epochs().stream().mapToDouble(e -> run.metric().of(e.validation().loss())).toArray();
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
  static Axis lossAxis(Metric metric, List<Line> lines, boolean skipFirstEpoch) {
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
    return Axis.around(metric.noun(), min, max, metric == Metric.PERPLEXITY);
  }
}
