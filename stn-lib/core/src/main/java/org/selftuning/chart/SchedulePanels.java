package org.selftuning.chart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.selftuning.record.Schedule;
import org.selftuning.record.ThreeDigits;

/** The schedules of several runs over each other, one panel a hyperparameter. */
final class SchedulePanels {
  private SchedulePanels() {}

  static Figure figure(Map<String, Schedule> schedules) {
    Set<String> names = new LinkedHashSet<>();
    schedules.values().forEach(s -> names.addAll(s.names()));
    String count = schedules.size() == 1 ? "one run" : schedules.size() + " runs";
    List<Panel> panels = new ArrayList<>();
    for (String name : names) {
      panels.add(panel(name, schedules));
    }
    if (panels.size() == 1) {
      return Figure.of(panels.get(0));
    }
    return new SmallMultiples(
            "Schedules of " + names.size() + " hyperparameters in " + count,
            "Values in use, in their own units",
            panels)
        .figure();
  }

  private static Panel panel(String name, Map<String, Schedule> schedules) {
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
    String end = ThreeDigits.of(lowestEnd);
    String other = ThreeDigits.of(highestEnd);
    return new Panel(
        name + (end.equals(other) ? " ends at " + end : " ends between " + end + " and " + other),
        "Value in use, in its own units",
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
    return new Line(run, x, y, look, false, ThreeDigits.of(y[y.length - 1]));
  }
}
