package org.selftuning.magics;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.compare.Importance;
import org.selftuning.compare.Trials;
import org.selftuning.record.Export;

/**
 * The charts of the trials of a comparison or a sweep: parallel coordinates, and the importance of
 * what was varied. There are none where too few trials can be compared.
 *
 * @param trials the trials
 * @param figures by the names of their files
 */
record TrialFigures(Trials trials, Map<String, Figure> figures) {
  private static final long SHUFFLES = 1;

  static Optional<TrialFigures> of(Supplier<Trials> from) {
    try {
      Trials trials = from.get();
      Map<String, Figure> figures = new LinkedHashMap<>();
      figures.put("importance", Charts.importance(Importance.of(trials, SHUFFLES)));
      figures.put("trials", Charts.parallelCoordinates(trials));
      return Optional.of(new TrialFigures(trials, figures));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // too few, or they differ in nothing
    }
  }

  void show(Host host, ChartStyle style) {
    figures.values().forEach(figure -> host.show(style.bundle(figure)));
  }

  void write(Path folder, ChartStyle style) {
    Export.write(folder.resolve("trials.csv"), trials.table().write().toString("csv"));
    figures.forEach((name, figure) -> style.save(figure, folder, name));
  }
}
