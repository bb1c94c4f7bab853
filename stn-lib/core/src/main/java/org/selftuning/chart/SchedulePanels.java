package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.selftuning.compare.Spread;
import org.selftuning.record.Schedule;

/** The schedules of several runs over each other, one panel a hyperparameter. */
final class SchedulePanels {
  /** How many times its own height a line may travel before it is noise. */
  private static final double RESTLESS = 40;

  private static final int BAND = 300;

  private SchedulePanels() {}

  static Figure figure(Map<String, Schedule> schedules) {
    return figure(schedules, "Schedules", "Values in use, in their own units");
  }

  /** The σ of several runs over each other, taken for schedules. */
  static Figure sigmas(Map<String, Schedule> sigmas) {
    return figure(sigmas, "σ", "Scale σ of the perturbation, on the unconstrained axis");
  }

  private static Figure figure(Map<String, Schedule> schedules, String what, String subtitle) {
    Set<String> names = new LinkedHashSet<>();
    schedules.values().forEach(s -> names.addAll(s.names()));
    String count = schedules.size() == 1 ? "one run" : schedules.size() + " runs";
    List<Panel> panels = new ArrayList<>();
    for (String name : names) {
      panels.add(panel(name, schedules, names.size() == 1, subtitle));
    }
    if (panels.size() == 1) {
      return Figure.of(panels.get(0));
    }
    return new SmallMultiples(
            what + " of " + names.size() + " hyperparameters in " + count, subtitle, panels)
        .figure();
  }

  /**
   * The schedules of one hyperparameter from several starts, under a title of the caller's; behind
   * them a band of their mean ± a deviation.
   */
  static Figure meeting(String name, Map<String, Schedule> schedules, String title) {
    Panel panel = panel(name, schedules, true, "");
    double[] x = new double[BAND];
    double[] low = new double[BAND];
    double[] high = new double[BAND];
    for (int i = 0; i < BAND; i++) {
      x[i] = panel.x().value(i / (BAND - 1.0));
      long step = Math.round(x[i]);
      Spread at = Spread.of(schedules.values().stream().mapToDouble(s -> s.at(step, name)));
      low[i] = at.mean() - at.deviation();
      high[i] = at.mean() + at.deviation();
    }
    return Figure.of(
        new Panel(
            title,
            name + " over training steps, in its own units; shaded: their mean ± a deviation",
            panel.x(),
            panel.y(),
            0,
            List.of(new Band(x, low, high, Palette.band(Palette.TRAIN))),
            panel.lines(),
            panel.moments()));
  }

  private static Panel panel(
      String name, Map<String, Schedule> schedules, boolean alone, String subtitle) {
    List<Line> lines = new ArrayList<>();
    double last = 1;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double lowestEnd = Double.POSITIVE_INFINITY;
    double highestEnd = Double.NEGATIVE_INFINITY;
    for (Schedule schedule : schedules.values()) {
      last = Math.max(last, schedule.steps()[schedule.steps().length - 1]);
    }
    int i = 0;
    for (Map.Entry<String, Schedule> entry : schedules.entrySet()) {
      Line.Look look = Line.Look.series(i++);
      if (entry.getValue().names().contains(name)) {
        Line line = held(entry.getKey(), entry.getValue(), name, last, look);
        lines.add(line);
        for (double value : line.y()) {
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
        lowestEnd = Math.min(lowestEnd, line.y()[line.last()]);
        highestEnd = Math.max(highestEnd, line.y()[line.last()]);
      }
    }
    lines.sort(Comparator.comparingDouble(line -> line.look().width()));
    String end = Reading.of(lowestEnd);
    String other = Reading.of(highestEnd);
    return new Panel(
        alone
            ? name
                + (end.equals(other) ? " ends at " + end : " ends between " + end + " and " + other)
            : name,
        subtitle,
        Axis.counting("training step", 0, last),
        min >= 0 && min < 0.3 * max
            ? Axis.linear("", 0, Axis.roundUp(max))
            : Axis.linear("", min - 0.05 * (max - min) - 1e-9, max + 0.05 * (max - min) + 1e-9),
        0,
        List.of(),
        lines,
        List.of());
  }

  /** Level between changes, and on to {@code last}. */
  private static Line held(
      String run, Schedule schedule, String name, double last, Line.Look look) {
    long[] steps = schedule.steps();
    double[] x = new double[2 * steps.length];
    double[] y = new double[2 * steps.length];
    for (int i = 0; i < steps.length; i++) {
      x[2 * i] = steps[i];
      x[2 * i + 1] = i + 1 < steps.length ? steps[i + 1] : last;
      y[2 * i] = schedule.at(steps[i], name);
      y[2 * i + 1] = y[2 * i];
    }
    return new Line(
        run, x, y, restless(y) ? thin(look) : look, false, Reading.steady(y[y.length - 1]));
  }

  /** Whether a line goes up and down so often that it would hide the others: noise. */
  private static boolean restless(double[] y) {
    double way = 0;
    double low = y[0];
    double high = y[0];
    for (int i = 1; i < y.length; i++) {
      way += Math.abs(y[i] - y[i - 1]);
      low = Math.min(low, y[i]);
      high = Math.max(high, y[i]);
    }
    return way > RESTLESS * (high - low);
  }

  private static Line.Look thin(Line.Look look) {
    return new Line.Look(look.color(), 0.5f, look.dashed());
  }
}
