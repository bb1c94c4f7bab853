package org.selftuning.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.selftuning.record.ThreeDigits;
import org.selftuning.search.Budget;
import org.selftuning.train.Measure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What came of a comparison so far.
 *
 * @param attempts each method with each seed
 * @param budget of each
 * @param measure how losses are reported
 */
public record ComparisonResult(List<Attempt> attempts, Budget budget, Measure measure) {

  /** Keeps the list from change. */
  public ComparisonResult {
    attempts = List.copyOf(attempts);
  }

  /** Whether all have come to their end. */
  public boolean ended() {
    return attempts.stream().allMatch(Attempt::ended);
  }

  /** The attempts of each method, in order. */
  public Map<Contender, List<Attempt>> byContender() {
    Map<Contender, List<Attempt>> by = new LinkedHashMap<>();
    attempts.forEach(a -> by.computeIfAbsent(a.contender(), key -> new ArrayList<>()).add(a));
    return by;
  }

  /** The seeds with which this method has the lowest validation loss of all that have ended. */
  public int wins(Contender contender) {
    Map<Long, Attempt> best = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      if (attempt.ended() && !Double.isNaN(attempt.lowest())) {
        best.merge(attempt.seed(), attempt, (a, b) -> b.lowest() < a.lowest() ? b : a);
      }
    }
    return (int) best.values().stream().filter(a -> a.contender() == contender).count();
  }

  /** One row a method: means and standard deviations over its seeds, of those that have ended. */
  public Table table() {
    StringColumn method = StringColumn.create("method");
    IntColumn seeds = IntColumn.create("seeds");
    String noun = measure.noun();
    DoubleColumn validation = DoubleColumn.create("validation " + noun);
    DoubleColumn validationSpread = DoubleColumn.create("± validation");
    IntColumn wins = IntColumn.create("best in");
    DoubleColumn test = DoubleColumn.create("test " + noun);
    DoubleColumn testSpread = DoubleColumn.create("± test");
    DoubleColumn accuracy = DoubleColumn.create("test accuracy");
    DoubleColumn trials = DoubleColumn.create("trials");
    DoubleColumn epochs = DoubleColumn.create("epochs");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    byContender()
        .forEach(
            (contender, all) -> {
              List<Attempt> ended = all.stream().filter(Attempt::ended).toList();
              method.append(contender.title());
              seeds.append(ended.size());
              wins.append(wins(contender));
              spread(ended, a -> measure.of(a.lowest()), validation, validationSpread);
              spread(ended, a -> measure.of(a.test().loss()), test, testSpread);
              accuracy.append(mean(ended, a -> a.test().accuracy()));
              trials.append(mean(ended, Attempt::trials));
              epochs.append(mean(ended, a -> a.journal().epochs()));
              seconds.append(mean(ended, a -> a.journal().seconds()));
            });
    return Table.create(
        "comparison, " + budget + " each",
        method,
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
      List<Attempt> ended, ToDoubleFunction<Attempt> of, DoubleColumn mean, DoubleColumn spread) {
    Spread rounded = Spread.of(ended.stream().mapToDouble(of)).rounded();
    mean.append(rounded.mean());
    spread.append(rounded.deviation());
  }

  private static double mean(List<Attempt> ended, ToDoubleFunction<Attempt> of) {
    return ThreeDigits.round(ended.stream().mapToDouble(of).average().orElse(Double.NaN));
  }

  /** One row a method and seed, with everything known of it. */
  public Table attemptsTable() {
    Table table = Table.create("attempts");
    String noun = measure.noun();
    table.addColumns(
        StringColumn.create("method", attempts.stream().map(a -> a.contender().title()).toList()),
        LongColumn.create("seed", attempts.stream().mapToLong(Attempt::seed).toArray()),
        numbers("validation " + noun, a -> measure.of(a.lowest())),
        numbers("validation accuracy", a -> a.validation().accuracy()),
        numbers("test " + noun, a -> measure.of(a.test().loss())),
        numbers("test accuracy", a -> a.test().accuracy()),
        IntColumn.create("trials", attempts.stream().mapToInt(Attempt::trials).toArray()),
        IntColumn.create(
            "failed", attempts.stream().mapToInt(a -> a.journal().failures()).toArray()),
        LongColumn.create(
            "epochs", attempts.stream().mapToLong(a -> a.journal().epochs()).toArray()),
        numbers("seconds", a -> a.journal().seconds()),
        StringColumn.create("end", attempts.stream().map(ComparisonResult::end).toList()));
    return table;
  }

  private static String end(Attempt attempt) {
    if (!attempt.ended()) {
      return "unfinished";
    }
    return switch (attempt.end()) {
      case SPENT -> "budget spent";
      case EXHAUSTED -> "nothing left to try";
      case HOPELESS -> "all trials failed";
      case STOPPED -> "unfinished";
    };
  }

  private DoubleColumn numbers(String name, ToDoubleFunction<Attempt> of) {
    return DoubleColumn.create(
        name, attempts.stream().mapToDouble(of).map(ThreeDigits::round).toArray());
  }

  /** The table of {@link #table} as Markdown, the best numbers bold. */
  public String markdown() {
    Map<Contender, List<Attempt>> by = byContender();
    double[] validation = means(by, a -> measure.of(a.lowest()));
    double[] test = means(by, a -> measure.of(a.test().loss()));
    double[] accuracy = means(by, a -> a.test().accuracy());
    StringBuilder page = new StringBuilder();
    String noun = measure.noun();
    page.append("| method | validation ").append(noun).append(" | best in | test ").append(noun);
    page.append(" | test accuracy | trials | epochs |\n|---|---:|---:|---:|---:|---:|---:|\n");
    Table table = table();
    int row = 0;
    for (Contender contender : by.keySet()) {
      page.append("| ").append(contender.title()).append(" | ");
      page.append(bold(validation, row, false, plusMinus(table, row, 2))).append(" | ");
      page.append(wins(contender)).append(" of ").append(by.get(contender).size()).append(" | ");
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

  private static double[] means(Map<Contender, List<Attempt>> by, ToDoubleFunction<Attempt> of) {
    return by.values().stream()
        .mapToDouble(
            all -> all.stream().filter(Attempt::ended).mapToDouble(of).average().orElse(Double.NaN))
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
