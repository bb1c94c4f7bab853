package org.selftuning.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.train.Epoch;
import org.selftuning.train.Method;
import org.selftuning.train.Metric;
import org.selftuning.train.Score;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The results of a run. Scores that were not taken are NaN.
 *
 * @param cause why it ended, or null while it trains
 * @param message one line for people
 * @param epochs epochs finished
 * @param bestEpoch the epoch with the lowest validation loss, 0 if none was finished
 * @param bestValidation that epoch's score on the validation part
 * @param test the score on the test part
 * @param bestValues the hyperparameters by name, in their own units, at the end of the best epoch
 * @param finalValues the hyperparameters by name, in their own units, at the end
 * @param seconds training time in all
 * @param metric how losses are reported
 * @param method how the weights were trained
 */
public record RunResult(
    TrainingOutcome.Cause cause,
    String message,
    int epochs,
    int bestEpoch,
    Score bestValidation,
    Score test,
    Map<String, Double> bestValues,
    Map<String, Double> finalValues,
    double seconds,
    Metric metric,
    Method method) {
  private static final Score UNKNOWN = new Score(Double.NaN, Double.NaN);

  /** Keeps the maps from change, in their order. */
  public RunResult {
    bestValues = Collections.unmodifiableMap(new LinkedHashMap<>(bestValues));
    finalValues = Collections.unmodifiableMap(new LinkedHashMap<>(finalValues));
  }

  /** The result of the run so far; the latest test score that the history knows is its test. */
  public static RunResult of(History history) {
    return of(history.snapshot());
  }

  /** The result of the run as it was at that moment. */
  public static RunResult of(RunSnapshot run) {
    Epoch best = run.best();
    List<Epoch> epochs = run.epochs();
    List<RunSnapshot.Test> tests = run.tests();
    TrainingOutcome ending = run.ending();
    double[] latest = run.latestValues();
    return new RunResult(
        ending == null ? null : ending.cause(),
        ending == null ? "still running" : ending.message(),
        epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).number(),
        best == null ? 0 : best.number(),
        best == null ? UNKNOWN : best.validation(),
        tests.isEmpty() ? UNKNOWN : tests.get(tests.size() - 1).score(),
        byName(run, best == null ? latest : best.values()),
        byName(run, latest),
        ending != null ? ending.seconds() : secondsSoFar(run),
        run.metric(),
        run.method());
  }

  /** Two columns, what and its number with three significant digits; one row a result. */
  public Table table() {
    StringColumn what = StringColumn.create("result");
    StringColumn number = StringColumn.create("value");
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("ended", message);
    if (!finalValues.isEmpty()) {
      rows.put("method", method.toString());
    }
    rows.put("epochs", Integer.toString(epochs));
    rows.put("best epoch", Integer.toString(bestEpoch));
    rows.put("validation loss", ThreeDigits.of(bestValidation.loss()));
    putPerplexity("validation", bestValidation, rows);
    rows.put("validation accuracy", ThreeDigits.of(bestValidation.accuracy()));
    rows.put("test loss", ThreeDigits.of(test.loss()));
    putPerplexity("test", test, rows);
    rows.put("test accuracy", ThreeDigits.of(test.accuracy()));
    finalValues.forEach(
        (name, last) ->
            rows.put(
                name, value(bestValues.get(name)) + " at best, " + value(last) + " at the end"));
    rows.put("seconds", ThreeDigits.of(seconds));
    rows.forEach(
        (key, value) -> {
          what.append(key);
          number.append(value);
        });
    return Table.create("result", what, number);
  }

  /** A discrete value as the whole number it is. */
  private static String value(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e6 ? Long.toString((long) x) : ThreeDigits.of(x);
  }

  private void putPerplexity(String part, Score score, Map<String, String> rows) {
    if (metric == Metric.PERPLEXITY) {
      rows.put(part + " perplexity", ThreeDigits.of(metric.of(score.loss())));
    }
  }

  /**
   * One row a run, numbers rounded to three significant digits; with the method of each where not
   * all are STNs.
   */
  public static Table table(Map<String, RunResult> runs) {
    StringColumn name = StringColumn.create("run");
    IntColumn bestEpoch = IntColumn.create("best epoch");
    DoubleColumn validationLoss = DoubleColumn.create("validation loss");
    DoubleColumn validationAccuracy = DoubleColumn.create("validation accuracy");
    DoubleColumn testLoss = DoubleColumn.create("test loss");
    DoubleColumn testAccuracy = DoubleColumn.create("test accuracy");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    runs.forEach(
        (key, run) -> {
          name.append(key);
          bestEpoch.append(run.bestEpoch());
          validationLoss.append(ThreeDigits.round(run.bestValidation().loss()));
          validationAccuracy.append(ThreeDigits.round(run.bestValidation().accuracy()));
          testLoss.append(ThreeDigits.round(run.test().loss()));
          testAccuracy.append(ThreeDigits.round(run.test().accuracy()));
          seconds.append(ThreeDigits.round(run.seconds()));
        });
    Table table =
        Table.create(
            "runs",
            name,
            bestEpoch,
            validationLoss,
            validationAccuracy,
            testLoss,
            testAccuracy,
            seconds);
    if (runs.values().stream().anyMatch(run -> run.metric == Metric.PERPLEXITY)) {
      table.insertColumn(4, perplexity("validation perplexity", runs, RunResult::bestValidation));
      table.insertColumn(7, perplexity("test perplexity", runs, RunResult::test));
    }
    if (runs.values().stream().anyMatch(run -> run.method != Method.STN)) {
      StringColumn method = StringColumn.create("method");
      runs.values().forEach(run -> method.append(run.finalValues.isEmpty() ? "" : "" + run.method));
      table.insertColumn(1, method);
    }
    return table;
  }

  private static DoubleColumn perplexity(
      String name, Map<String, RunResult> runs, Function<RunResult, Score> score) {
    DoubleColumn column = DoubleColumn.create(name);
    for (RunResult run : runs.values()) {
      boolean told = run.metric == Metric.PERPLEXITY;
      column.append(told ? ThreeDigits.round(run.metric.of(score.apply(run).loss())) : Double.NaN);
    }
    return column;
  }

  private static Map<String, Double> byName(RunSnapshot run, double[] values) {
    Map<String, Double> map = new LinkedHashMap<>();
    List<Hyperparameter> hyperparameters = run.hyperparameters();
    for (int i = 0; i < hyperparameters.size(); i++) {
      map.put(hyperparameters.get(i).name(), values[i]);
    }
    return map;
  }

  private static double secondsSoFar(RunSnapshot run) {
    return run.steps() == 0 ? 0 : run.seconds(run.steps() - 1);
  }
}
