package org.selftuning.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.selftuning.record.ThreeDigits;
import org.selftuning.search.Budget;
import org.selftuning.train.Metric;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What came of a comparison so far.
 *
 * @param runs each method with each seed
 * @param budget of each
 * @param metric how losses are reported
 */
public record ComparisonResult(List<ComparisonRun> runs, Budget budget, Metric metric) {

  /** Keeps the list from change. */
  public ComparisonResult {
    runs = List.copyOf(runs);
  }

  /** Whether all have come to their end. */
  public boolean ended() {
    return runs.stream().allMatch(ComparisonRun::ended);
  }

  /** The runs of each method, in order. */
  public Map<TuningMethod, List<ComparisonRun>> byMethod() {
    Map<TuningMethod, List<ComparisonRun>> by = new LinkedHashMap<>();
    runs.forEach(a -> by.computeIfAbsent(a.method(), key -> new ArrayList<>()).add(a));
    return by;
  }

  /** The seeds with which this method has the lowest validation loss of all that have ended. */
  public int wins(TuningMethod method) {
    Map<Long, ComparisonRun> best = new LinkedHashMap<>();
    for (ComparisonRun run : runs) {
      if (run.ended() && !Double.isNaN(run.lowest())) {
        best.merge(run.seed(), run, (a, b) -> b.lowest() < a.lowest() ? b : a);
      }
    }
    return (int) best.values().stream().filter(a -> a.method() == method).count();
  }

  /** One row a method: means and standard deviations over its seeds, of those that have ended. */
  public Table table() {
    StringColumn names = StringColumn.create("method");
    IntColumn seeds = IntColumn.create("seeds");
    String noun = metric.noun();
    DoubleColumn validation = DoubleColumn.create("validation " + noun);
    DoubleColumn validationSpread = DoubleColumn.create("± validation");
    IntColumn wins = IntColumn.create("best in");
    DoubleColumn test = DoubleColumn.create("test " + noun);
    DoubleColumn testSpread = DoubleColumn.create("± test");
    DoubleColumn accuracy = DoubleColumn.create("test accuracy");
    DoubleColumn trials = DoubleColumn.create("trials");
    DoubleColumn epochs = DoubleColumn.create("epochs");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    byMethod()
        .forEach(
            (method, all) -> {
              List<ComparisonRun> ended = all.stream().filter(ComparisonRun::ended).toList();
              names.append(method.title());
              seeds.append(ended.size());
              wins.append(wins(method));
              spread(ended, a -> metric.of(a.lowest()), validation, validationSpread);
              spread(ended, a -> metric.of(a.test().loss()), test, testSpread);
              accuracy.append(mean(ended, a -> a.test().accuracy()));
              trials.append(mean(ended, ComparisonRun::trials));
              epochs.append(mean(ended, a -> a.journal().epochs()));
              seconds.append(mean(ended, a -> a.journal().seconds()));
            });
    return Table.create(
        "comparison, " + budget + " each",
        names,
        seeds,
        validation,
        validationSpread,
        wins,
        test,
        testSpread,
        accuracy,
        trials,
        epochs,
        seconds);
  }

  private static void spread(
      List<ComparisonRun> ended,
      ToDoubleFunction<ComparisonRun> of,
      DoubleColumn mean,
      DoubleColumn spread) {
    Spread rounded = Spread.of(ended.stream().mapToDouble(of)).rounded();
    mean.append(rounded.mean());
    spread.append(rounded.deviation());
  }

  private static double mean(List<ComparisonRun> ended, ToDoubleFunction<ComparisonRun> of) {
    return ThreeDigits.round(ended.stream().mapToDouble(of).average().orElse(Double.NaN));
  }

  /** One row a method and seed, with everything known of it. */
  public Table runsTable() {
    Table table = Table.create("attempts");
    String noun = metric.noun();
    table.addColumns(
        StringColumn.create("method", runs.stream().map(a -> a.method().title()).toList()),
        LongColumn.create("seed", runs.stream().mapToLong(ComparisonRun::seed).toArray()),
        numbers("validation " + noun, a -> metric.of(a.lowest())),
        numbers("validation accuracy", a -> a.validation().accuracy()),
        numbers("test " + noun, a -> metric.of(a.test().loss())),
        numbers("test accuracy", a -> a.test().accuracy()),
        IntColumn.create("trials", runs.stream().mapToInt(ComparisonRun::trials).toArray()),
        IntColumn.create("failed", runs.stream().mapToInt(a -> a.journal().failures()).toArray()),
        LongColumn.create("epochs", runs.stream().mapToLong(a -> a.journal().epochs()).toArray()),
        numbers("seconds", a -> a.journal().seconds()),
        StringColumn.create("end", runs.stream().map(ComparisonResult::end).toList()));
    return table;
  }

  private static String end(ComparisonRun run) {
    if (!run.ended()) {
      return "unfinished";
    }
    return switch (run.end()) {
      case SPENT -> "budget spent";
      case EXHAUSTED -> "nothing left to try";
      case HOPELESS -> "all trials failed";
      case STOPPED -> "unfinished";
    };
  }

  private DoubleColumn numbers(String name, ToDoubleFunction<ComparisonRun> of) {
    return DoubleColumn.create(
        name, runs.stream().mapToDouble(of).map(ThreeDigits::round).toArray());
  }

  /** The table of {@link #table} as Markdown, the best numbers bold. */
  public String markdown() {
    Map<TuningMethod, List<ComparisonRun>> by = byMethod();
    double[] validation = means(by, a -> metric.of(a.lowest()));
    double[] test = means(by, a -> metric.of(a.test().loss()));
    double[] accuracy = means(by, a -> a.test().accuracy());
    StringBuilder page = new StringBuilder();
    String noun = metric.noun();
    page.append("| method | validation ").append(noun).append(" | best in | test ").append(noun);
    page.append(" | test accuracy | trials | epochs |\n|---|---:|---:|---:|---:|---:|---:|\n");
    Table table = table();
    int row = 0;
    for (TuningMethod method : by.keySet()) {
      page.append("| ").append(method.title()).append(" | ");
      page.append(bold(validation, row, false, plusMinus(table, row, 2))).append(" | ");
      page.append(wins(method)).append(" of ").append(by.get(method).size()).append(" | ");
      page.append(bold(test, row, false, plusMinus(table, row, 5))).append(" | ");
      String percent =
          Double.isNaN(accuracy[row])
              ? "–"
              : String.format(java.util.Locale.ROOT, "%.2f %%", 100 * accuracy[row]);
      page.append(bold(accuracy, row, true, percent)).append(" | ");
      page.append(ThreeDigits.of(table.doubleColumn("trials").getDouble(row))).append(" | ");
      page.append(ThreeDigits.of(table.doubleColumn("epochs").getDouble(row))).append(" |\n");
      row++;
    }
    return page.toString();
  }

  private static String plusMinus(Table table, int row, int column) {
    double middle = table.doubleColumn(column).getDouble(row);
    double spread = table.doubleColumn(column + 1).getDouble(row);
    return ThreeDigits.of(middle) + (Double.isNaN(spread) ? "" : " ± " + ThreeDigits.of(spread));
  }

  private static double[] means(
      Map<TuningMethod, List<ComparisonRun>> by, ToDoubleFunction<ComparisonRun> of) {
    return by.values().stream()
        .mapToDouble(
            all ->
                all.stream()
                    .filter(ComparisonRun::ended)
                    .mapToDouble(of)
                    .average()
                    .orElse(Double.NaN))
        .toArray();
  }

  private static String bold(double[] numbers, int row, boolean largest, String text) {
    double best =
        largest
            ? Arrays.stream(numbers).filter(Double::isFinite).max().orElse(Double.NaN)
            : Arrays.stream(numbers).filter(Double::isFinite).min().orElse(Double.NaN);
    return numbers[row] == best ? "**" + text + "**" : text;
  }
}
