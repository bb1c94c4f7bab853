package org.selftuning.chart;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.record.Probe;

/** Validation losses along hyperparameters: one as a curve, several as small multiples. */
final class ProbeFigure {
  private static final String MARKS = "; shaded: λ ± σ, where the network responds; line: λ";

  private ProbeFigure() {}

  static Figure of(List<Probe> probes) {
    if (probes.size() == 1) {
      Probe probe = probes.get(0);
      return Figure.of(panel(probe, title(probe), what(probe) + MARKS, true));
    }
    List<Panel> cells = new ArrayList<>();
    for (Probe probe : probes) {
      cells.add(panel(probe, probe.sides().get(0).hyperparameter().name(), "", false));
    }
    return new SmallMultiples(steepest(probes), what(probes.get(0)) + MARKS, cells).figure();
  }

  private static String what(Probe probe) {
    return "Validation "
        + probe.measure().noun()
        + " of "
        + probe.run()
        + " at other values, its weights as they are";
  }

  private static Panel panel(Probe probe, String title, String subtitle, boolean alone) {
    Probe.Side side = probe.sides().get(0);
    double[] x = side.values().stream().mapToDouble(v -> v).toArray();
    double[] y = probe.losses().stream().mapToDouble(probe.measure()::of).toArray();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double loss : y) {
      min = Math.min(min, loss);
      max = Math.max(max, loss);
    }
    Axis across = Axis.linear(alone ? side.hyperparameter().name() : "", x[0], x[x.length - 1]);
    Axis up = Axis.around("", min, max, false);
    Band responding =
        new Band(
            new double[] {side.low(), side.high()},
            new double[] {up.low(), up.low()},
            new double[] {up.high(), up.high()},
            Palette.band(Palette.BLUE));
    Moment now =
        new Moment(
            side.current(),
            "now " + Reading.of(side.hyperparameter(), side.current()),
            Palette.TEXT);
    return new Panel(
        title,
        subtitle,
        across,
        up,
        0,
        List.of(responding),
        List.of(Line.plain("", x, y, Line.Look.VALIDATION)),
        List.of(now));
  }

  private static String title(Probe probe) {
    Probe.Side side = probe.sides().get(0);
    Hyperparameter h = side.hyperparameter();
    int lowest = probe.lowest();
    int last = side.values().size() - 1;
    String loss = "Validation " + probe.measure().noun();
    if (lowest == 0 || lowest == last) {
      return loss
          + " would fall further with a "
          + (lowest == 0 ? "smaller " : "larger ")
          + h.name();
    }
    return loss + " is lowest at " + h.name() + " " + Reading.of(h, side.values().get(lowest));
  }

  /** Names the hyperparameter along which most can be gained or lost. */
  private static String steepest(List<Probe> probes) {
    Probe most = probes.get(0);
    for (Probe probe : probes) {
      most = span(probe) > span(most) ? probe : most;
    }
    return "Validation "
        + most.measure().noun()
        + " depends most on "
        + most.sides().get(0).hyperparameter().name();
  }

  private static double span(Probe probe) {
    double[] y = probe.losses().stream().mapToDouble(probe.measure()::of).sorted().toArray();
    return y[y.length - 1] - y[0];
  }
}
