package org.selftuning.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.selftuning.record.Snapshot;
import org.selftuning.record.ThreeDigits;
import org.selftuning.train.Epoch;

/** The validation losses of several runs over epochs; beside each name its lowest loss. */
final class ComparisonPanel {
  private ComparisonPanel() {}

  static Panel of(Map<String, Snapshot> runs) {
    List<Line> lines = new ArrayList<>();
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
              e -> e.validation().loss(),
              Line.Look.series(lines.size()));
      String end = best == null ? "" : ThreeDigits.of(best.validation().loss());
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
            : winner + " reaches the lowest validation loss, " + ThreeDigits.of(lowest),
        "Mean validation loss per example; beside each name its lowest",
        Axis.counting("epoch", 0, span),
        LossPanel.lossAxis(lines, false),
        0,
        List.of(),
        lines,
        List.of());
  }
}
