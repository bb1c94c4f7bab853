package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.selftuning.compare.Spread;
import org.selftuning.compare.SweepPoint;
import org.selftuning.compare.SweepResult;
import org.selftuning.train.Metric;

/**
 * The validation losses of a sweep over epochs: of each point the mean over its seeds, with a band
 * of ± a standard deviation. Where there are more points than colors, those with the lowest losses.
 * The title is one of {@link Noise}: it names a winner only beyond noise.
 */
final class SweepPanel {
  private SweepPanel() {}

  static Panel of(SweepResult sweep) {
    Metric metric = sweep.metric();
    List<Map.Entry<SweepPoint, List<Spread>>> begun =
        sweep.curves().entrySet().stream().filter(curve -> !curve.getValue().isEmpty()).toList();
    List<Map.Entry<SweepPoint, List<Spread>>> best =
        begun.stream()
            .sorted(Comparator.comparingDouble(curve -> lowest(curve.getValue())))
            .limit(Palette.SERIES.size())
            .toList();
    List<Line> lines = new ArrayList<>();
    List<Band> bands = new ArrayList<>();
    double span = 1;
    for (Map.Entry<SweepPoint, List<Spread>> curve : begun) {
      if (best.contains(curve)) {
        List<Spread> at = curve.getValue();
        Line.Look look = Line.Look.series(lines.size());
        Line line =
            new Line(
                curve.getKey().name(),
                IntStream.rangeClosed(1, at.size()).asDoubleStream().toArray(),
                numbers(at, Spread::mean),
                look,
                false,
                Reading.steady(lowest(at)));
        lines.add(line);
        bands.add(band(line, at));
        span = Math.max(span, at.size());
      }
    }
    return new Panel(
        best.isEmpty()
            ? "No run has finished an epoch"
            : Noise.lowest(
                begun.stream().map(curve -> entrant(sweep, curve)).toList(),
                "reaches",
                "lowest mean validation " + metric.noun()),
        subtitle(metric, begun.size(), best.size()),
        Axis.counting("epoch", 0, span),
        LossPanel.lossAxis(metric, lines, false),
        0,
        bands,
        lines,
        List.of());
  }

  private static Noise.Entrant entrant(
      SweepResult sweep, Map.Entry<SweepPoint, List<Spread>> curve) {
    Metric metric = sweep.metric();
    double[] lowest =
        sweep.byPoint().get(curve.getKey()).stream()
            .filter(run -> !run.validation().isEmpty())
            .mapToDouble(run -> metric.of(Collections.min(run.validation())))
            .toArray();
    return new Noise.Entrant(curve.getKey().name(), lowest(curve.getValue()), lowest);
  }

  private static String subtitle(Metric metric, int begun, int shown) {
    return String.format(
        "Mean validation %s over seeds ± a standard deviation; beside each name its lowest%s",
        metric.noun(), begun > shown ? "; the best " + shown + " of " + begun : "");
  }

  private static double lowest(List<Spread> curve) {
    return curve.stream().mapToDouble(Spread::mean).min().orElse(Double.POSITIVE_INFINITY);
  }

  private static double[] numbers(List<Spread> curve, ToDoubleFunction<Spread> of) {
    return curve.stream().mapToDouble(of).toArray();
  }

  /** A single seed has no deviation, and no band. */
  private static Band band(Line line, List<Spread> curve) {
    ToDoubleFunction<Spread> half = s -> Double.isNaN(s.deviation()) ? 0 : s.deviation();
    return new Band(
        line.x(),
        numbers(curve, spread -> spread.mean() - half.applyAsDouble(spread)),
        numbers(curve, spread -> spread.mean() + half.applyAsDouble(spread)),
        Palette.band(line.look().color()));
  }
}
