package org.selftuning.chart;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.record.Schedule;
import org.selftuning.study.ScheduleStudy;
import org.selftuning.study.StudyResult;
import org.selftuning.study.StudyRun;
import org.selftuning.train.Measure;

/** What a study of a schedule found. */
final class StudyFigures {
  private StudyFigures() {}

  static Figure rows(StudyResult study) {
    Measure measure = study.measure();
    List<StudyRun> rows = study.rows();
    return new DotFigure(
            title(study),
            "Ways to set " + study.hyperparameter().name() + ", each trained once",
            measure.noun(),
            "validation",
            "test",
            rows.stream().map(StudyRun::name).toList(),
            rows.stream()
                .mapToDouble(run -> measure.of(run.result().bestValidation().loss()))
                .toArray(),
            rows.stream().mapToDouble(run -> measure.of(run.result().test().loss())).toArray())
        .figure();
  }

  private static String title(StudyResult study) {
    StudyRun fixed = row(study, 0);
    StudyRun schedule = row(study, ScheduleStudy.ROWS.size() - 1);
    String what = "validation " + study.measure().noun();
    if (fixed == null || schedule == null) {
      StudyRun best = study.best();
      return best == null ? "Nothing is trained yet" : best.name() + " has the lowest " + what;
    }
    double bar = study.measure().of(fixed.result().bestValidation().loss());
    double reached = study.measure().of(schedule.result().bestValidation().loss());
    String verdict = reached < bar ? "The schedule beats" : "The schedule does not beat";
    return verdict
        + " the best fixed value: "
        + what
        + " "
        + Reading.of(reached)
        + " against "
        + Reading.of(bar);
  }

  private static StudyRun row(StudyResult study, int row) {
    String name = ScheduleStudy.ROWS.get(row);
    return study.rows().stream().filter(run -> run.name().equals(name)).findFirst().orElse(null);
  }

  /** The schedules from several starts, and whether they meet. */
  static Figure starts(StudyResult study) {
    String name = study.hyperparameter().name();
    List<Schedule> schedules = new ArrayList<>(study.startSchedules().values());
    double before = spread(schedules, name, 0);
    double after = spread(schedules, name, Long.MAX_VALUE);
    String title =
        String.format(
            "From starts %s apart, %d schedules end %s apart",
            Reading.of(before), schedules.size(), Reading.of(after));
    return SchedulePanels.one(name, study.startSchedules(), title);
  }

  private static double spread(List<Schedule> schedules, String name, long step) {
    double[] values = schedules.stream().mapToDouble(s -> s.at(step, name)).sorted().toArray();
    return values.length == 0 ? 0 : values[values.length - 1] - values[0];
  }
}
