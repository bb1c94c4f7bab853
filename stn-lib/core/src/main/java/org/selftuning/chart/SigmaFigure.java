package org.selftuning.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.selftuning.theory.Curves;
import org.selftuning.theory.LinearNetwork;
import org.selftuning.theory.SigmaStudy;
import org.selftuning.theory.SigmaStudy.Fit;

/** What the scale σ does to a fitted response. */
final class SigmaFigure {
  private static final double REACH = 4;
  private static final double HIGHEST = 2;

  private SigmaFigure() {}

  static Figure responses(SigmaStudy study) {
    LinearNetwork network = study.network();
    double lambda = study.lambda();
    int direction = steepest(network, lambda);
    Map<String, Curves> cells = new LinkedHashMap<>();
    for (Fit fit : study.fits()) {
      cells.put(
          "σ = " + Reading.of(fit.sigma()),
          Curves.over("λ", lambda - REACH, lambda + REACH)
              .line("exact", l -> network.along(network.exact(l))[direction])
              .line("fitted", l -> network.along(fit.trained().at(l))[direction])
              .mark("λ₀", lambda)
              .shade(lambda - fit.sigma(), lambda + fit.sigma()));
    }
    return CurvesFigure.of(
        title(study),
        "Weight along principal direction "
            + (direction + 1)
            + " over λ; line: the λ it was trained at, shaded: ±σ",
        cells);
  }

  /** The principal direction whose weight moves most with λ. */
  private static int steepest(LinearNetwork network, double lambda) {
    double[] gates = network.gates(lambda);
    double[] output = network.output();
    int steepest = 0;
    double most = 0;
    for (int i = 0; i < gates.length; i++) {
      double slope = Math.abs(output[i]) * gates[i] * (1 - gates[i]);
      if (slope > most) {
        most = slope;
        steepest = i;
      }
    }
    return steepest;
  }

  private static String title(SigmaStudy study) {
    Fit best = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (Fit fit : study.fits()) {
      double error = fit.trained().slopeError(study.network(), study.lambda());
      if (error < lowest) {
        lowest = error;
        best = fit;
      }
    }
    return best == null
        ? "Nothing was fitted"
        : "The slope is learned best at σ = "
            + Reading.of(best.sigma())
            + ", to within "
            + Reading.of(Math.rint(1000 * lowest) / 10)
            + " %";
  }

  static Figure errors(SigmaStudy study) {
    LinearNetwork network = study.network();
    double lambda = study.lambda();
    double[] sigma = study.fits().stream().mapToDouble(Fit::sigma).toArray();
    List<Line> lines = new ArrayList<>();
    lines.add(line("slope", study, f -> f.trained().slopeError(network, lambda), 1, false));
    lines.add(line("slope at best", study, f -> f.best().slopeError(network, lambda), 1, true));
    lines.add(line("value", study, f -> f.trained().error(network, lambda), 0, false));
    lines.add(line("value at best", study, f -> f.best().error(network, lambda), 0, true));
    double most = 0;
    for (Line line : lines) {
      for (double y : line.y()) {
        most = Double.isFinite(y) ? Math.max(most, y) : most;
      }
    }
    double low = sigma.length == 0 ? 0.1 : sigma[0];
    double high = sigma.length < 2 ? 10 * low : sigma[sigma.length - 1];
    return Figure.of(
        new Panel(
            title(study),
            "How far the fitted response at λ₀ is off, as a share of the exact one; dashed: what"
                + " endless training would give",
            new Axis("σ", low, high, true, false),
            Axis.linear("", 0, Axis.roundUp(Math.min(HIGHEST, Math.max(most, 0.01)))),
            0,
            List.of(),
            lines,
            List.of()));
  }

  private static Line line(
      String name, SigmaStudy study, ToDoubleFunction<Fit> error, int series, boolean best) {
    double[] x = study.fits().stream().mapToDouble(Fit::sigma).toArray();
    double[] y = study.fits().stream().mapToDouble(error).map(e -> Math.min(e, HIGHEST)).toArray();
    return Line.plain(name, x, y, new Line.Look(Palette.series(series), best ? 1.4f : 2.4f, best));
  }
}
