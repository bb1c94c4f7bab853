package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * A table as a data set. Each column of numbers becomes one feature with mean 0 and standard
 * deviation 1 in the training part; each column of text, or of true and false, becomes one feature
 * a category, 1 where the row has it and 0 elsewhere; a column of dates becomes the year, the
 * month, the day, the day of the week and, where there are times, the hour. In a regression the
 * targets are brought to mean 0 and standard deviation 1 in the training part too, so that a mean
 * squared error of 1 is what predicting the mean earns; {@link NumberRule#unscaled} brings them
 * back.
 *
 * @param split the three parts
 * @param features what each feature is: "age", "sex=female", "sold:year"
 * @param dropped the number of rows left out for their missing cells
 * @param report what each column became, and every change to a cell
 */
public record TableData(Split split, List<String> features, int dropped, TableReport report) {

  /** Keeps a copy. */
  public TableData {
    features = List.copyOf(features);
  }

  /**
   * Reads a file: CSV or TSV with a header line, JSON lines, and whatever else a {@link
   * TableReader} reads, by the ending of its name. No cell is changed, left out or reinterpreted
   * without a word in the {@link #report}; what can be read in more than one way is refused.
   *
   * @throws DataFormatException if the file is no table, lacks a target, has missing cells that the
   *     options refuse, or a column that cannot be used; the message names row and column
   * @throws IOException if the file cannot be read
   */
  public static TableData read(Path file, TableOptions options) throws IOException {
    return of(TableReader.readAny(file, options.format()), options);
  }

  /**
   * Takes a Tablesaw table; its name is that of the data set.
   *
   * @throws DataFormatException as {@link #read} does
   */
  public static TableData of(Table table, TableOptions options) throws DataFormatException {
    return of(TablesawRows.of(table, options.format()), options);
  }

  /**
   * Takes the cells of a table.
   *
   * @throws DataFormatException as {@link #read} does
   */
  public static TableData of(RawTable table, TableOptions options) throws DataFormatException {
    List<String> keys = keys(options);
    for (String name : concat(options.ignored(), options.categories(), keys)) {
      table.require(name);
    }
    List<Cells> targets = new ArrayList<>();
    for (String target : options.targets()) {
      targets.add(table.require(target));
    }
    Set<String> unused = new HashSet<>(options.ignored());
    unused.addAll(keys);
    List<Cells> used =
        table.columns().stream().filter(column -> !unused.contains(column.name())).toList();
    for (Cells column : used) {
      column.requireValues();
    }
    List<String> texts = new ArrayList<>(options.categories());
    if (options.task() == TableOptions.Task.CLASSIFICATION) {
      texts.addAll(options.targets());
    }
    List<CellValues> values = CellValues.of(used, texts, options.format(), table.separator());
    requireComplete(used, targets, options.missing());
    int[] rows =
        IntStream.range(0, table.rows())
            .filter(
                row ->
                    options.missing() == TableOptions.Missing.FILL
                        || used.stream().noneMatch(column -> column.isMissing(row)))
            .toArray();
    requireEnough(table, used, options.windows().isPresent() ? List.of() : targets, rows);
    return encode(table, values, options, rows);
  }

  private static List<String> concat(List<String> a, List<String> b, List<String> c) {
    return Stream.of(a, b, c).flatMap(List::stream).toList();
  }

  /** Columns that decide where a row goes, and are no features for that. */
  private static List<String> keys(TableOptions options) {
    List<String> keys = new ArrayList<>();
    options.windows().ifPresent(windows -> keys.addAll(windows.keys()));
    if (options.split().by().way() == SplitOptions.Way.GROUP) {
      keys.add(options.split().by().column());
    }
    return keys;
  }

  private static void requireComplete(
      List<Cells> used, List<Cells> targets, TableOptions.Missing missing)
      throws DataFormatException {
    String drop = "leave such rows out with --missing drop";
    for (Cells column : used) {
      if (targets.contains(column) && missing != TableOptions.Missing.DROP) {
        column.requireComplete(drop);
      } else if (missing == TableOptions.Missing.REFUSE) {
        column.requireComplete(drop + ", or fill the cells with --missing fill");
      }
    }
  }

  private static void requireEnough(
      RawTable table, List<Cells> used, List<Cells> targets, int[] rows)
      throws DataFormatException {
    if (used.size() > targets.size() && rows.length >= 3) {
      return;
    }
    Cells most = used.stream().max(Comparator.comparingInt(Cells::missing)).orElseThrow();
    throw new DataFormatException(
        table.source(),
        String.format(
            "%d rows and %d columns are left; there must be a target, a feature, and a row for"
                + " each of training, validation and test%s%s",
            rows.length,
            used.size(),
            table.columns().size() == 1
                ? "; if its cells are separated by neither , ; | nor tabs, say --separator"
                : "",
            rows.length < table.rows()
                ? String.format(
                    "; column '%s' has the most missing cells, %d", most.name(), most.missing())
                : ""));
  }

  private static TableData encode(
      RawTable table, List<CellValues> values, TableOptions options, int[] rows)
      throws DataFormatException {
    List<int[]> series =
        options.windows().isEmpty()
            ? List.of()
            : options.windows().get().series(table, options.format());
    List<CellValues> targets = new ArrayList<>();
    for (String target : options.targets()) {
      targets.add(
          values.stream().filter(v -> v.cells().name().equals(target)).findFirst().orElseThrow());
    }
    Parts parts = new TableSplit(table, options, rows, series).parts(targets.get(0));
    TableSummary summary = new TableSummary(table, options, rows, parts);
    List<ColumnRule> columns = new ArrayList<>();
    for (CellValues column : values) {
      boolean target = targets.contains(column);
      if (!target || options.windows().isPresent() && !(column instanceof CellValues.Texts)) {
        ColumnRule rule = ColumnRule.fit(column, rows, parts.train());
        if (!target) {
          summary.feature(column, rule);
        }
        columns.add(rule);
      }
    }
    Outputs outputs = outputs(targets, options.task(), rows, parts.train());
    TableReport report = summary.report(targets, outputs);
    boolean fill = options.missing() == TableOptions.Missing.FILL;
    TableInputs inputs = new TableInputs(columns, fill, options.windows(), options.format());
    Preparation preparation = new Preparation(inputs, outputs);
    ArraySet all = inputs.rows(table, rows, outputs, Optional.of(report), preparation);
    Split split =
        options.windows().isEmpty()
            ? parts.places(rows).of(all)
            : TableSplit.windows(inputs.windows(table, all, series, false, preparation), parts);
    return new TableData(split, inputs.features(), table.rows() - rows.length, report);
  }

  private static Outputs outputs(
      List<CellValues> targets, TableOptions.Task task, int[] rows, int[] train)
      throws DataFormatException {
    List<NumberRule> numbers = new ArrayList<>();
    for (CellValues target : targets) {
      if (target instanceof CellValues.Numbers values) {
        numbers.add(NumberRule.fit(values, train));
      } else if (targets.size() > 1 || task == TableOptions.Task.REGRESSION) {
        throw notNumbers(target);
      } else if (target instanceof CellValues.Dates) {
        throw notNumbers(target);
      } else {
        List<String> classes = CategoryRule.distinct(target.cells(), rows);
        if (classes.size() < 2) {
          throw target.cells().refused("has one class only: " + classes);
        }
        return new Outputs.Classes(target.cells().name(), classes);
      }
    }
    return new Outputs.Numbers(numbers);
  }

  private static DataFormatException notNumbers(CellValues target) {
    Cells cells = target.cells();
    int first = cells.known().findFirst().orElseThrow();
    return cells.refused(
        String.format(
            "holds %s such as %s in %s, not numbers; a regression needs numbers, a classification"
                + " (--task classification) takes both",
            target instanceof CellValues.Dates ? "dates" : "text",
            cells.quoted(first),
            cells.place(first)));
  }
}
