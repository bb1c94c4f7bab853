package org.selftuning.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.record.Schedule;
import org.selftuning.record.ThreeDigits;
import org.selftuning.train.Metric;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a {@link ScheduleStudy} found, or has found so far.
 *
 * @param hyperparameter the hyperparameter whose schedule is studied
 * @param metric how losses are reported
 * @param rows the rows of the table of MacKay et al. (2019), in its order; those that are done
 * @param grid the fixed values that were tried
 * @param starts the STNs that started elsewhere; the first is the one of the table
 * @param complete whether nothing is left to be done
 */
public record StudyResult(
    Hyperparameter hyperparameter,
    Metric metric,
    List<StudyRun> rows,
    List<StudyRun> grid,
    List<StudyRun> starts,
    boolean complete) {

  /** Keeps the lists from change. */
  public StudyResult {
    rows = List.copyOf(rows);
    grid = List.copyOf(grid);
    starts = List.copyOf(starts);
  }

  /** The row with the lowest validation loss, or null if there is none yet. */
  public StudyRun best() {
    return lowest(rows);
  }

  /** The run with the lowest validation loss, or null if none has one. */
  static StudyRun lowest(List<StudyRun> runs) {
    StudyRun lowest = null;
    for (StudyRun run : runs) {
      if (!Double.isNaN(run.validation())
          && (lowest == null || run.validation() < lowest.validation())) {
        lowest = run;
      }
    }
    return lowest;
  }

  /** A row for each row of the paper's table: its name, best validation and test loss. */
  public Table table() {
    return table("study of " + hyperparameter.name(), rows);
  }

  /** A row for each fixed value that was tried. */
  public Table gridTable() {
    return table("fixed values of " + hyperparameter.name(), grid);
  }

  /** A row for each STN: where its schedule starts and ends. */
  public Table startsTable() {
    return table("starts of " + hyperparameter.name(), starts);
  }

  private Table table(String name, List<StudyRun> runs) {
    StringColumn method = StringColumn.create("method");
    runs.forEach(run -> method.append(run.name()));
    return Table.create(
        name,
        method,
        column("at the start", runs, StudyRun::start),
        column("at the end", runs, this::end),
        column("best epoch", runs, run -> run.result().bestEpoch()),
        column("validation " + metric.noun(), runs, run -> metric.of(run.validation())),
        column("test " + metric.noun(), runs, run -> metric.of(run.result().test().loss())),
        column("seconds", runs, run -> run.result().seconds()));
  }

  /** The value that the hyperparameter has at the end of a run. */
  public double end(StudyRun run) {
    return run.schedule().at(Long.MAX_VALUE, hyperparameter.name());
  }

  private static DoubleColumn column(
      String name, List<StudyRun> runs, ToDoubleFunction<StudyRun> number) {
    DoubleColumn column = DoubleColumn.create(name);
    runs.forEach(run -> column.append(number.applyAsDouble(run)));
    return column;
  }

  /** The schedules of the table's rows, by name. */
  public Map<String, Schedule> schedules() {
    return byName(rows);
  }

  /** The schedules from all starting values, by name. */
  public Map<String, Schedule> startSchedules() {
    return byName(starts);
  }

  private static Map<String, Schedule> byName(List<StudyRun> runs) {
    Map<String, Schedule> schedules = new LinkedHashMap<>();
    runs.forEach(run -> schedules.put(run.name(), run.schedule()));
    return schedules;
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    for (StudyRun run : rows) {
      lines.add(
          String.format(
              "%s: validation %s %s, test %s",
              run.name(),
              metric.noun(),
              ThreeDigits.of(metric.of(run.validation())),
              ThreeDigits.of(metric.of(run.result().test().loss()))));
    }
    return String.join("\n", lines);
  }
}
