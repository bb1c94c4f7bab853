package org.selftuning.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.selftuning.compare.Spread;
import org.selftuning.hyper.Range;
import org.selftuning.record.Schedule;
import org.selftuning.study.ScheduleStudy;
import org.selftuning.study.StudyResult;
import org.selftuning.study.StudyRun;
import org.selftuning.train.Metric;

/** What a study of a schedule found. */
final class StudyFigures {
  private static final int STN = 4;

  private StudyFigures() {}

  static Figure rows(StudyResult study) {
    Metric metric = study.metric();
    List<StudyRun> rows = study.rows();
    return new DotFigure(
            title(study),
            "Ways to set " + study.hyperparameter().name() + ", each trained once",
            metric.noun(),
            "validation",
            "test",
            rows.stream().map(StudyRun::name).toList(),
            rows.stream()
                .mapToDouble(run -> metric.of(run.result().bestValidation().loss()))
                .toArray(),
            rows.stream().mapToDouble(run -> metric.of(run.result().test().loss())).toArray())
        .figure();
  }

  /**
   * Each row is trained once, so nothing is claimed of them alone. STNs from several starts differ
   * by chance, and by their starts: only what exceeds two of their deviations is called better.
   */
  private static String title(StudyResult study) {
    StudyRun fixed = row(study, 0);
    StudyRun schedule = row(study, ScheduleStudy.ROWS.size() - 1);
    String what = "validation " + study.metric().noun();
    if (fixed == null || schedule == null) {
      StudyRun best = study.best();
      return best == null
          ? "Nothing is trained yet"
          : best.name() + " comes to a " + what + " of " + Reading.of(loss(study, best));
    }
    double bar = loss(study, fixed);
    double reached = loss(study, schedule);
    String numbers = ": " + what + " " + Reading.of(reached) + " against " + Reading.of(bar);
    double deviation = spread(study).deviation();
    if (Double.isNaN(deviation)) {
      return "The schedule and the best fixed value, one run each" + numbers;
    }
    if (Math.abs(bar - reached) <= 2 * deviation) {
      return "The schedule and the best fixed value are alike within noise" + numbers;
    }
    return (reached < bar ? "The schedule beats" : "The schedule does not beat")
        + " the best fixed value"
        + numbers;
  }

  private static double loss(StudyResult study, StudyRun run) {
    return study.metric().of(run.result().bestValidation().loss());
  }

  /** The losses of the STNs over their starts. */
  private static Spread spread(StudyResult study) {
    return Spread.of(study.starts().stream().mapToDouble(run -> loss(study, run)));
  }

  /**
   * The losses of the fixed values, and as levels those of the STN, ± a deviation over its starts
   * if there are several, and of its schedule.
   */
  static Figure grid(StudyResult study) {
    Metric metric = study.metric();
    List<StudyRun> grid =
        study.grid().stream().sorted(Comparator.comparingDouble(StudyRun::start)).toList();
    double[] values = grid.stream().mapToDouble(StudyRun::start).toArray();
    double[] fixed = grid.stream().mapToDouble(run -> loss(study, run)).toArray();
    double[] test =
        grid.stream().mapToDouble(run -> metric.of(run.result().test().loss())).toArray();
    Axis across = across(study, values);
    double[] ends = {across.low(), across.high()};
    List<Line> lines = new ArrayList<>();
    lines.add(Line.plain("fixed, test", values, test, Line.Look.TEST));
    lines.add(Line.plain("fixed", values, fixed, Line.Look.VALIDATION));
    List<Band> bands = new ArrayList<>();
    Spread spread = spread(study);
    boolean several = study.starts().size() > 1;
    StudyRun stn = row(study, STN);
    if (stn != null) {
      lines.add(level("STN", ends, several ? spread.mean() : loss(study, stn), Palette.VERMILION));
    }
    StudyRun schedule = row(study, ScheduleStudy.ROWS.size() - 1);
    if (schedule != null) {
      lines.add(level(schedule.name(), ends, loss(study, schedule), Palette.GREEN));
    }
    if (several) {
      double below = spread.mean() - spread.deviation();
      double above = spread.mean() + spread.deviation();
      bands.add(
          new Band(
              ends,
              new double[] {below, below},
              new double[] {above, above},
              Palette.band(Palette.VERMILION)));
    }
    double[] shown = lines.stream().flatMapToDouble(line -> Arrays.stream(line.y())).toArray();
    return Figure.of(
        new Panel(
            title(study),
            "Validation "
                + metric.noun()
                + " of fixed values"
                + (several ? "; of the STN the mean over its starts ± a deviation" : ""),
            across,
            Axis.around(
                metric.noun(),
                Arrays.stream(shown).filter(Double::isFinite).min().orElse(Double.NaN),
                Arrays.stream(shown).filter(Double::isFinite).max().orElse(Double.NaN),
                false),
            0,
            bands,
            lines,
            List.of()));
  }

  /** The range; of one without ends what was tried, and a little more. */
  private static Axis across(StudyResult study, double[] values) {
    Range range = study.hyperparameter().range();
    double least = values[0];
    double most = values[values.length - 1];
    double air = most > least ? 0.05 * (most - least) : Math.max(1e-9, 0.1 * Math.abs(least));
    return range.bounded()
        ? Axis.linear(study.hyperparameter().name(), range.low(), range.high())
        : Axis.linear(study.hyperparameter().name(), least - air, most + air);
  }

  private static Line level(String name, double[] ends, double loss, Color color) {
    Line.Look look = new Line.Look(color, 1.6f, false);
    return new Line(name, ends, new double[] {loss, loss}, look, false, Reading.of(loss));
  }

  private static StudyRun row(StudyResult study, int row) {
    String name = ScheduleStudy.ROWS.get(row);
    return study.rows().stream().filter(run -> run.name().equals(name)).findFirst().orElse(null);
  }

  /** The schedules from several starts, their mean ± a deviation, and whether they meet. */
  static Figure starts(StudyResult study) {
    String name = study.hyperparameter().name();
    List<Schedule> schedules = new ArrayList<>(study.startSchedules().values());
    double before = spread(schedules, name, 0);
    double after = spread(schedules, name, Long.MAX_VALUE);
    String title =
        String.format(
            "From starts %s apart, %d schedules end %s apart",
            Reading.of(before), schedules.size(), Reading.of(after));
    return SchedulePanels.meeting(name, study.startSchedules(), title);
  }

  private static double spread(List<Schedule> schedules, String name, long step) {
    double[] values = schedules.stream().mapToDouble(s -> s.at(step, name)).sorted().toArray();
    return values.length == 0 ? 0 : values[values.length - 1] - values[0];
  }
}
