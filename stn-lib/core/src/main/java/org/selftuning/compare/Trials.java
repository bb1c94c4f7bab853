package org.selftuning.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.search.Outcome;
import org.selftuning.search.Trial;
import org.selftuning.train.Metric;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * What was tried, and the loss that each trial came to: rows of fixed hyperparameters or settings.
 *
 * @param dimensions what was varied
 * @param losses [n] the loss of each trial, finite; the lower, the better
 * @param loss what the losses are, such as {@code validation loss}
 */
@SuppressWarnings("ArrayRecordComponent") // an identity, not a value
public record Trials(List<Dimension> dimensions, double[] losses, String loss) {

  /**
   * Something that was varied.
   *
   * @param name a hyperparameter or a setting
   * @param values [n] its value in each trial, in its own units; of categories their index
   * @param categories what the indices mean; empty where the values are numbers
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Dimension(String name, double[] values, List<String> categories) {
    /** Keeps copies. */
    public Dimension {
      values = values.clone();
      categories = List.copyOf(categories);
    }
  }

  /**
   * Keeps copies.
   *
   * @throws IllegalArgumentException if there are no trials, or nothing was varied
   */
  public Trials {
    losses = losses.clone();
    dimensions = List.copyOf(dimensions);
    if (losses.length == 0 || dimensions.isEmpty()) {
      throw new IllegalArgumentException(
          losses.length == 0
              ? "no trial with fixed values has completed, so there is nothing to compare"
              : "the trials differ in nothing; vary a hyperparameter or a setting");
    }
  }

  /**
   * Returns the trials of a table: a row each, of which those with missing cells are left out, and
   * a column for each thing that was varied. Columns of a single value are left out.
   *
   * @param loss the column of the losses
   * @throws IllegalArgumentException if there is no such column of numbers, no complete row, or
   *     nothing varies
   */
  public static Trials of(Table table, String loss) {
    if (!table.containsColumn(loss) || !(table.column(loss) instanceof NumericColumn<?>)) {
      throw new IllegalArgumentException(
          "the table has no column of numbers '" + loss + "'; it has " + table.columnNames());
    }
    Table whole = table.dropRowsWithMissingValues();
    whole = whole.where(whole.numberColumn(loss).isLessThan(Double.POSITIVE_INFINITY));
    List<Dimension> dimensions = new ArrayList<>();
    for (Column<?> column : whole.columns()) {
      if (!column.name().equals(loss) && column.countUnique() > 1) {
        dimensions.add(dimension(column));
      }
    }
    return new Trials(dimensions, whole.numberColumn(loss).asDoubleArray(), loss);
  }

  private static Dimension dimension(Column<?> column) {
    if (column instanceof NumericColumn<?> numbers) {
      return new Dimension(column.name(), numbers.asDoubleArray(), List.of());
    }
    List<String> categories =
        List.copyOf(new TreeSet<>(Arrays.asList(column.asStringColumn().asObjectArray())));
    double[] values =
        IntStream.range(0, column.size())
            .mapToDouble(i -> categories.indexOf(column.getString(i)))
            .toArray();
    return new Dimension(column.name(), values, categories);
  }

  /**
   * Returns the trials of a comparison whose losses can be compared: those with fixed values, from
   * new weights, that completed as many epochs as any. So those that a method ended early are not
   * among them, nor those whose values changed on the way.
   *
   * @param space the hyperparameters of the model
   * @throws IllegalArgumentException if there is none
   */
  public static Trials of(ComparisonResult result, HyperparameterSpace space) {
    List<Trial> trials = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (ComparisonRun run : result.runs()) {
      Map<Integer, Trial> known = new LinkedHashMap<>();
      for (Map.Entry<Trial, Outcome> entry : run.journal().finished().entrySet()) {
        Trial trial = entry.getKey();
        known.put(trial.id(), trial);
        boolean fixed = !trial.values().isEmpty();
        for (Trial at = trial; fixed && at.from() != Trial.NONE; at = known.get(at.from())) {
          fixed = known.containsKey(at.from()) && known.get(at.from()).values().equals(at.values());
        }
        if (fixed && entry.getValue().end() == Outcome.End.COMPLETED) {
          trials.add(trial);
          losses.add(result.metric().of(entry.getValue().loss()));
        }
      }
    }
    int epochs = trials.stream().mapToInt(Trial::epochs).max().orElse(0);
    int[] whole =
        IntStream.range(0, trials.size()).filter(i -> trials.get(i).epochs() == epochs).toArray();
    Table table = Table.create("trials");
    for (int h = 0; h < space.size(); h++) {
      int column = h;
      table.addColumns(
          DoubleColumn.create(
              space.names().get(h),
              Arrays.stream(whole).mapToDouble(i -> trials.get(i).values().get(column)).toArray()));
    }
    String loss = validation(result.metric());
    table.addColumns(
        DoubleColumn.create(loss, Arrays.stream(whole).mapToDouble(losses::get).toArray()));
    return of(table, loss);
  }

  /**
   * Returns the runs of a sweep that succeeded, over its settings.
   *
   * @throws IllegalArgumentException if there is none, or all have the same settings
   */
  public static Trials of(SweepResult sweep) {
    Metric metric = sweep.metric();
    List<SweepRun> runs = sweep.runs().stream().filter(SweepRun::succeeded).toList();
    Table table = Table.create("runs");
    for (StringColumn setting : SweepResult.settings(runs.stream().map(SweepRun::point).toList())) {
      table.addColumns(numbers(setting));
    }
    String loss = validation(metric);
    table.addColumns(
        DoubleColumn.create(
            loss,
            runs.stream()
                .mapToDouble(r -> metric.of(r.result().bestValidation().loss()))
                .toArray()));
    return of(table, loss);
  }

  private static String validation(Metric metric) {
    return "validation " + metric.noun();
  }

  /** The column as numbers, if all of it are. */
  private static Column<?> numbers(StringColumn texts) {
    try {
      return DoubleColumn.create(
          texts.name(), texts.asList().stream().mapToDouble(Double::parseDouble).toArray());
    } catch (NumberFormatException e) {
      return texts;
    }
  }

  /** The number n of trials. */
  public int size() {
    return losses.length;
  }

  /** The index of the trial of the lowest loss. */
  public int best() {
    return IntStream.range(0, losses.length)
        .reduce((a, b) -> losses[b] < losses[a] ? b : a)
        .orElse(0);
  }

  /** One row a trial: what was varied, and the loss. */
  public Table table() {
    Table table = Table.create("trials");
    for (Dimension dimension : dimensions) {
      List<String> categories = dimension.categories();
      table.addColumns(
          categories.isEmpty()
              ? DoubleColumn.create(dimension.name(), dimension.values())
              : StringColumn.create(
                  dimension.name(),
                  Arrays.stream(dimension.values())
                      .mapToObj(v -> categories.get((int) v))
                      .toList()));
    }
    table.addColumns(DoubleColumn.create(loss, losses));
    return table;
  }
}
