package org.selftuning.predict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.selftuning.data.Dataset;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The worst errors of a network: the examples whose own class it thinks least likely, among those
 * that it gets wrong; or those whose numbers are off most, measured in standard deviations of the
 * errors.
 *
 * @param predictions of all examples
 * @param examples their numbers, from 0, the worst first
 * @param data the examples themselves
 */
public record Mistakes(Predictions predictions, List<Integer> examples, Dataset data) {

  /** Keeps a copy. */
  public Mistakes {
    examples = List.copyOf(examples);
  }

  /**
   * Finds them.
   *
   * @param predictions of {@code data}
   * @param most how many to return at most
   * @throws IllegalArgumentException if a target is not known
   */
  public static Mistakes of(Predictions predictions, Dataset data, int most) {
    EvaluationReport.requireKnown(predictions);
    List<RegressionReport.Of> targets =
        predictions.classes() ? List.of() : RegressionReport.of(predictions).targets();
    List<Integer> worst =
        IntStream.range(0, predictions.size())
            .boxed()
            .filter(i -> !predictions.classes() || predictions.best(i) != actual(predictions, i))
            .sorted(Comparator.comparingDouble(i -> -error(predictions, targets, i)))
            .limit(most)
            .toList();
    return new Mistakes(predictions, worst, data);
  }

  private static int actual(Predictions predictions, int i) {
    return (int) predictions.actual(i, 0);
  }

  private static double error(
      Predictions predictions, List<RegressionReport.Of> targets, int example) {
    if (predictions.classes()) {
      return -predictions.values(example)[actual(predictions, example)];
    }
    double worst = 0;
    for (RegressionReport.Of target : targets) {
      double off = Math.abs(target.actual()[example] - target.predicted()[example]);
      worst = Math.max(worst, target.rmse() == 0 ? 0 : off / target.rmse());
    }
    return worst;
  }

  /** The examples as a data set, the worst first; there must be one. */
  public Dataset shown() {
    return data.subset(examples.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * A row for each: which example, what it is and what was predicted; of a row of a table also its
   * cells, as far as the network sees them.
   */
  public Table table() {
    Table table = Table.create("mistakes on " + predictions.name());
    table.addColumns(
        StringColumn.create("example", examples.stream().map(predictions::example).toList()));
    if (predictions.classes()) {
      StringColumn actual = StringColumn.create("actual");
      StringColumn predicted = StringColumn.create("predicted");
      DoubleColumn certainty = DoubleColumn.create("p(predicted)");
      DoubleColumn truth = DoubleColumn.create("p(actual)");
      for (int i : examples) {
        double[] p = predictions.values(i);
        actual.append(predictions.names().get(actual(predictions, i)));
        predicted.append(predictions.bestName(i));
        certainty.append(EvaluationReport.rounded(p[predictions.best(i)]));
        truth.append(EvaluationReport.rounded(p[actual(predictions, i)]));
      }
      table.addColumns(actual, predicted, certainty, truth);
    } else {
      for (int c = 0; c < predictions.names().size(); c++) {
        String name = predictions.names().get(c);
        DoubleColumn actual = DoubleColumn.create("actual " + name);
        DoubleColumn predicted = DoubleColumn.create("predicted " + name);
        for (int i : examples) {
          actual.append(EvaluationReport.rounded(predictions.actual(i, c)));
          predicted.append(EvaluationReport.rounded(predictions.values(i)[c]));
        }
        table.addColumns(actual, predicted);
      }
    }
    cells().forEach((name, cells) -> table.addColumns(StringColumn.create(name, cells)));
    return table;
  }

  /** The cells of rows of a table, by column; empty if the examples are no rows of a table. */
  private Map<String, List<String>> cells() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    float[] x = new float[data.shape().size()];
    float[] y = new float[data.target().width()];
    for (int i : examples) {
      data.read(i, x, 0, y, 0);
      data.preparation()
          .cells(x)
          .forEach((name, cell) -> columns.computeIfAbsent(name, n -> new ArrayList<>()).add(cell));
    }
    return columns;
  }
}
