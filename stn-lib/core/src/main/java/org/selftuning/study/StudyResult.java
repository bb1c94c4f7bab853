package org.selftuning.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.record.Schedule;
import org.selftuning.record.ThreeDigits;
import org.selftuning.train.Measure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a {@link ScheduleStudy} found, or has found so far.
 *
 * @param hyperparameter the hyperparameter whose schedule is studied
 * @param measure how losses are told to people
 * @param rows the rows of the table of MacKay et al. (2019), in its order; those that are done
 * @param grid the fixed values that were tried
 * @param starts the STNs that started elsewhere; the first is the one of the table
 * @param complete whether nothing is left to be done
 */
public record StudyResult(
    Hyperparameter hyperparameter,
    Measure measure,
    List<Trial> rows,
    List<Trial> grid,
    List<Trial> starts,
    boolean complete) {

  /** Keeps the lists from change. */
  public StudyResult {
    rows = List.copyOf(rows);
    grid = List.copyOf(grid);
    starts = List.copyOf(starts);
  }

  /** The row with the lowest validation loss, or null if there is none yet. */
  public Trial best() {
    return lowest(rows);
  }

  /** The trial with the lowest validation loss, or null if none has one. */
  static Trial lowest(List<Trial> trials) {
    Trial lowest = null;
    for (Trial trial : trials) {
      if (!Double.isNaN(trial.validation())
          && (lowest == null || trial.validation() < lowest.validation())) {
        lowest = trial;
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

  private Table table(String name, List<Trial> trials) {
    StringColumn method = StringColumn.create("method");
    trials.forEach(trial -> method.append(trial.name()));
    return Table.create(
        name,
        method,
        column("at the start", trials, Trial::start),
        column("at the end", trials, this::end),
        column("best epoch", trials, t -> t.result().bestEpoch()),
        column("validation " + measure.noun(), trials, t -> measure.of(t.validation())),
        column("test " + measure.noun(), trials, t -> measure.of(t.result().test().loss())),
        column("seconds", trials, t -> t.result().seconds()));
  }

  /** The value that the hyperparameter has at the end of a trial. */
  public double end(Trial trial) {
    return trial.schedule().at(Long.MAX_VALUE, hyperparameter.name());
  }

  private static DoubleColumn column(
      String name, List<Trial> trials, ToDoubleFunction<Trial> number) {
    DoubleColumn column = DoubleColumn.create(name);
    trials.forEach(trial -> column.append(number.applyAsDouble(trial)));
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

  private static Map<String, Schedule> byName(List<Trial> trials) {
    Map<String, Schedule> schedules = new LinkedHashMap<>();
    trials.forEach(trial -> schedules.put(trial.name(), trial.schedule()));
    return schedules;
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    for (Trial trial : rows) {
      lines.add(
          String.format(
              "%s: validation %s %s, test %s",
              trial.name(),
              measure.noun(),
              ThreeDigits.of(measure.of(trial.validation())),
              ThreeDigits.of(measure.of(trial.result().test().loss()))));
    }
    return String.join("\n", lines);
  }
}
