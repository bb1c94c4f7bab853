package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.selftuning.record.RunSnapshot;
import org.selftuning.train.Epoch;
import org.selftuning.train.Metric;

/**
 * The validation losses of several runs over epochs, of texts their perplexities; beside each name
 * its lowest. The title names a run only beyond the {@link Noise} of its course.
 */
final class ComparisonPanel {
  private ComparisonPanel() {}

  static Panel of(Map<String, RunSnapshot> runs) {
    List<Line> lines = new ArrayList<>();
    Metric metric = of(runs.values());
    List<Lowest> lowest = new ArrayList<>();
    double span = 1;
    for (Map.Entry<String, RunSnapshot> entry : runs.entrySet()) {
      RunSnapshot run = entry.getValue();
      Epoch best = run.best();
      Line plain =
          EpochCurves.line(
              entry.getKey(),
              run.epochs(),
              e -> metric.of(e.validation().loss()),
              Line.Look.series(lines.size()));
      String end = best == null ? "" : Reading.steady(metric.of(best.validation().loss()));
      lines.add(new Line(plain.name(), plain.x(), plain.y(), plain.look(), false, end));
      if (best != null) {
        double loss = metric.of(best.validation().loss());
        lowest.add(new Lowest(entry.getKey(), loss, Noise.ofCourse(plain.y())));
      }
      span = Math.max(span, new RunProgress(run).span());
    }
    return new Panel(
        lowest.isEmpty() ? "No run has finished an epoch" : title(lowest, metric),
        metric == Metric.PERPLEXITY
            ? "Validation perplexity of a word; beside each name its lowest"
            : "Mean validation loss per example; beside each name its lowest",
        Axis.counting("epoch", 0, span),
        LossPanel.lossAxis(metric, lines, false),
        0,
        List.of(),
        lines,
        List.of());
  }

  /** The lowest loss of a run, and the noise of its course. */
  private record Lowest(String run, double loss, double sigma) {}

  /** Names a run only if no other comes as low, up to the noise over epochs of both. */
  private static String title(List<Lowest> runs, Metric metric) {
    Lowest first = Collections.min(runs, Comparator.comparingDouble(Lowest::loss));
    List<Noise.Entrant> level =
        runs.stream()
            .filter(run -> run == first || !beyond(run, first))
            .sorted(Comparator.comparingDouble(Lowest::loss))
            .map(run -> new Noise.Entrant(run.run(), run.loss(), new double[] {run.loss()}))
            .toList();
    String what = "lowest validation " + metric.noun();
    return level.size() == 1
        ? first.run() + " reaches the " + what + ", " + Reading.of(first.loss())
        : Noise.list(what + " within noise", level);
  }

  private static boolean beyond(Lowest run, Lowest first) {
    return Noise.differ(run.loss(), first.loss(), Math.max(run.sigma(), first.sigma()));
  }

  /** Perplexity if all runs are on texts, otherwise the loss. */
  private static Metric of(Collection<RunSnapshot> runs) {
    boolean texts = runs.stream().allMatch(run -> run.metric() == Metric.PERPLEXITY);
    return texts && !runs.isEmpty() ? Metric.PERPLEXITY : Metric.LOSS;
  }
}
