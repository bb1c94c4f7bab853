package org.selftuning.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.record.Probe;

/** Validation losses along hyperparameters: one as a curve, several as small multiples. */
final class ProbeFigure {
  /** A change by less than this share of the loss is none. */
  private static final double FLAT = 0.005;

  /** Of two spans that differ by less neither is the largest. */
  private static final double ALIKE = 0.9;

  private ProbeFigure() {}

  static Figure of(List<Probe> probes) {
    Map<String, List<Probe>> byName = new LinkedHashMap<>();
    for (Probe probe : probes) {
      String name = probe.sides().get(0).hyperparameter().name();
      byName.computeIfAbsent(name, key -> new ArrayList<>()).add(probe);
    }
    String subtitle = what(probes) + marks(probes);
    if (byName.size() == 1) {
      String title = probes.size() == 1 ? title(probes.get(0)) : deepest(probes);
      return Figure.of(panel(probes, title, subtitle, true));
    }
    List<Panel> cells = new ArrayList<>();
    byName.forEach((name, group) -> cells.add(panel(group, name, "", false)));
    return new SmallMultiples(steepest(probes), subtitle, cells, false).figure();
  }

  private static String what(List<Probe> probes) {
    boolean one = probes.stream().map(Probe::run).distinct().count() == 1;
    return "Validation "
        + probes.get(0).metric().noun()
        + (one ? " of " + probes.get(0).run() : "")
        + " at other values, "
        + (one ? "its weights as they are" : "the weights as they are");
  }

  private static String marks(List<Probe> probes) {
    boolean one = probes.stream().map(Probe::run).distinct().count() == 1;
    return one ? "; shaded: λ ± σ, line: λ" : "; shaded: λ ± σ of each";
  }

  private static Panel panel(List<Probe> probes, String title, String subtitle, boolean alone) {
    Probe first = probes.get(0);
    Hyperparameter hyperparameter = first.sides().get(0).hyperparameter();
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Probe probe : probes) {
      List<Double> values = probe.sides().get(0).values();
      left = Math.min(left, values.get(0));
      right = Math.max(right, values.get(values.size() - 1));
      for (double loss : probe.losses()) {
        min = Math.min(min, probe.metric().of(loss));
        max = Math.max(max, probe.metric().of(loss));
      }
    }
    Axis up = Axis.around("", min, max, false);
    List<Band> bands = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Probe.Side side = probes.get(i).sides().get(0);
      Color color = Palette.series(i);
      bands.add(
          new Band(
              new double[] {side.low(), side.high()},
              new double[] {up.low(), up.low()},
              new double[] {up.high(), up.high()},
              Palette.band(color)));
      double[] x = side.values().stream().mapToDouble(v -> v).toArray();
      double[] y = probes.get(i).losses().stream().mapToDouble(first.metric()::of).toArray();
      String name = probes.size() == 1 ? "" : probes.get(i).run();
      lines.add(
          Line.plain(name, x, y, probes.size() == 1 ? Line.Look.VALIDATION : Line.Look.series(i)));
      String now = probes.size() == 1 ? "now " + Reading.of(hyperparameter, side.current()) : "";
      moments.add(new Moment(side.current(), now, probes.size() == 1 ? Palette.TEXT : color));
    }
    Axis across = Axis.linear(alone ? hyperparameter.name() : "", left, right);
    return new Panel(title, subtitle, across, up, 0, bands, lines, moments);
  }

  private static String deepest(List<Probe> probes) {
    Probe best = probes.get(0);
    for (Probe probe : probes) {
      best = probe.losses().get(probe.lowest()) < best.losses().get(best.lowest()) ? probe : best;
    }
    return best.run()
        + " expects the lowest validation "
        + best.metric().noun()
        + ", "
        + Reading.of(best.metric().of(best.losses().get(best.lowest())));
  }

  private static String title(Probe probe) {
    Probe.Side side = probe.sides().get(0);
    Hyperparameter h = side.hyperparameter();
    int lowest = probe.lowest();
    int last = side.values().size() - 1;
    String loss = "Validation " + probe.metric().noun();
    if (flat(probe)) {
      return loss + " hardly depends on " + h.name();
    }
    if (lowest == 0 || lowest == last) {
      return loss
          + " would fall further with a "
          + (lowest == 0 ? "smaller " : "larger ")
          + h.name();
    }
    return loss + " is lowest at " + h.name() + " = " + Reading.of(h, side.values().get(lowest));
  }

  /**
   * Names the hyperparameter along which most can be gained or lost: none where all curves are
   * flat, two where they are alike.
   */
  private static String steepest(List<Probe> probes) {
    List<Probe> sorted =
        probes.stream().sorted(Comparator.comparingDouble(ProbeFigure::span).reversed()).toList();
    Probe most = sorted.get(0);
    String loss = "Validation " + most.metric().noun();
    if (flat(most)) {
      return loss + " hardly depends on any hyperparameter";
    }
    String name = name(most);
    String next =
        sorted.stream()
            .filter(p -> !name(p).equals(name) && span(p) > ALIKE * span(most))
            .map(ProbeFigure::name)
            .findFirst()
            .orElse("");
    return loss + " depends most on " + name + (next.isEmpty() ? "" : " and " + next);
  }

  private static String name(Probe probe) {
    return probe.sides().get(0).hyperparameter().name();
  }

  /** Whether the loss changes by less than what one would act upon. */
  private static boolean flat(Probe probe) {
    return span(probe) < FLAT * Math.abs(probe.metric().of(probe.losses().get(probe.lowest())));
  }

  private static double span(Probe probe) {
    double[] y = probe.losses().stream().mapToDouble(probe.metric()::of).sorted().toArray();
    return y[y.length - 1] - y[0];
  }
}
