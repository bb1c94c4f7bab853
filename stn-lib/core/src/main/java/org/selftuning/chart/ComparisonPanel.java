package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.selftuning.record.Snapshot;
import org.selftuning.train.Epoch;
import org.selftuning.train.Measure;

/**
 * The validation losses of several runs over epochs, of texts their perplexities; beside each name
 * its lowest.
 */
final class ComparisonPanel {
  private ComparisonPanel() {}

  static Panel of(Map<String, Snapshot> runs) {
    List<Line> lines = new ArrayList<>();
    Measure measure = of(runs.values());
    String winner = null;
    double lowest = Double.POSITIVE_INFINITY;
    double span = 1;
    for (Map.Entry<String, Snapshot> entry : runs.entrySet()) {
      Snapshot run = entry.getValue();
      Epoch best = run.best();
      Line plain =
          EpochCurves.line(
              entry.getKey(),
              run.epochs(),
              e -> measure.of(e.validation().loss()),
              Line.Look.series(lines.size()));
      String end = best == null ? "" : Reading.steady(measure.of(best.validation().loss()));
      lines.add(new Line(plain.name(), plain.x(), plain.y(), plain.look(), false, end));
      if (best != null && best.validation().loss() < lowest) {
        lowest = best.validation().loss();
        winner = entry.getKey();
      }
      span = Math.max(span, new Course(run).span());
    }
    return new Panel(
        winner == null
            ? "No run has finished an epoch"
            : String.format(
                "%s reaches the lowest validation %s, %s",
                winner, measure.noun(), Reading.of(measure.of(lowest))),
        measure == Measure.PERPLEXITY
            ? "Validation perplexity of a word; beside each name its lowest"
            : "Mean validation loss per example; beside each name its lowest",
        Axis.counting("epoch", 0, span),
        LossPanel.lossAxis(measure, lines, false),
        0,
        List.of(),
        lines,
        List.of());
  }

  /** Perplexity if all runs are on texts, otherwise the loss. */
  private static Measure of(Collection<Snapshot> runs) {
    boolean texts = runs.stream().allMatch(run -> run.measure() == Measure.PERPLEXITY);
    return texts && !runs.isEmpty() ? Measure.PERPLEXITY : Measure.LOSS;
  }
}
