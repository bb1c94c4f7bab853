package org.selftuning.chart;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.record.RunSnapshot;

/** The scales σ of the perturbations over training steps. */
final class SigmaPanel {
  private SigmaPanel() {}

  static Panel of(RunSnapshot run, int[] which, String title, String subtitle) {
    RunProgress progress = new RunProgress(run);
    List<Line> lines = new ArrayList<>();
    double max = 0;
    for (int h : which) {
      Line line = line(run, h, Line.Look.series(h, which.length));
      lines.add(line);
      for (double sigma : line.y()) {
        max = sigma > max && Double.isFinite(sigma) ? sigma : max;
      }
    }
    return new Panel(
        title,
        subtitle,
        progress.stepAxis(),
        Axis.linear("σ", 0, max > 0 ? Axis.roundUp(max) : 1),
        progress.warmup(progress.perEpoch()),
        List.of(),
        lines,
        progress.moments(progress.perEpoch()));
  }

  static String title(RunSnapshot run) {
    double[] start = run.plan().startSigma();
    double[] now = run.latestSigma();
    if (now.length == 0) {
      return "This run tunes no hyperparameters";
    }
    int most = 0;
    for (int i = 0; i < now.length; i++) {
      most = ratio(start[i], now[i]) > ratio(start[most], now[most]) ? i : most;
    }
    String name = run.hyperparameters().get(most).name();
    if (now[most] == start[most]) {
      return "σ stays where it started";
    }
    return "σ of "
        + name
        + (now[most] > start[most] ? " grows " : " shrinks ")
        + (now.length > 1 ? "most, " : "from ")
        + Reading.of(start[most])
        + (now.length > 1 ? " → " : " to ")
        + Reading.of(now[most]);
  }

  private static double ratio(double from, double to) {
    return Math.abs(Math.log(to / from));
  }

  private static Line line(RunSnapshot run, int h, Line.Look look) {
    int rows = run.steps() + 1;
    double[] x = new double[rows];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = i == 0 ? 0 : run.number(i - 1);
      y[i] = i == 0 ? run.plan().startSigma()[h] : run.sigma(i - 1, h);
    }
    String name = run.hyperparameters().get(h).name();
    return new Line(name, x, y, look, true, Reading.steady(y[rows - 1]));
  }
}
