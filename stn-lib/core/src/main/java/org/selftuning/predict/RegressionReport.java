package org.selftuning.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * How well a network predicts numbers, in their own units. With residuals r = actual − predicted of
 * N examples,
 *
 * <pre>
 *   MAE = mean |r|        RMSE = √(mean r²)        R² = 1 − Σ r² / Σ (actual − mean)²
 * </pre>
 *
 * <p>R² is 1 for perfect predictions, 0 for the mean of these examples, and NaN where all are
 * equal.
 *
 * @param name of the data
 * @param targets one for each number that is predicted
 */
public record RegressionReport(String name, List<Of> targets) implements EvaluationReport {

  /**
   * Of one number.
   *
   * @param name what it is
   * @param actual [N]
   * @param predicted [N]
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by no one
  public record Of(String name, double[] actual, double[] predicted) {

    private double sum(double power) {
      double sum = 0;
      for (int i = 0; i < actual.length; i++) {
        sum += Math.pow(Math.abs(actual[i] - predicted[i]), power);
      }
      return sum;
    }

    /** The mean absolute error. */
    public double mae() {
      return sum(1) / actual.length;
    }

    /** The root of the mean squared error. */
    public double rmse() {
      return Math.sqrt(sum(2) / actual.length);
    }

    /** The share of the variance that the predictions explain. */
    public double r2() {
      double mean = Arrays.stream(actual).average().orElse(Double.NaN);
      double total = Arrays.stream(actual).map(y -> (y - mean) * (y - mean)).sum();
      return total == 0 ? Double.NaN : 1 - sum(2) / total;
    }
  }

  /** Keeps a copy. */
  public RegressionReport {
    targets = List.copyOf(targets);
  }

  /**
   * Evaluates predictions of numbers.
   *
   * @throws IllegalArgumentException if a number is not known
   */
  public static RegressionReport of(Predictions predictions) {
    EvaluationReport.requireKnown(predictions);
    List<Of> targets = new ArrayList<>();
    for (int c = 0; c < predictions.names().size(); c++) {
      int column = c;
      double[] actual = new double[predictions.size()];
      double[] predicted = new double[predictions.size()];
      Arrays.setAll(actual, i -> predictions.actual(i, column));
      Arrays.setAll(predicted, i -> predictions.values(i)[column]);
      targets.add(new Of(predictions.names().get(c), actual, predicted));
    }
    return new RegressionReport(predictions.name(), targets);
  }

  @Override
  public Table summary() {
    List<String> measures = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (Of target : targets) {
      measures.add(target.name() + ": mean absolute error");
      measures.add(target.name() + ": root mean squared error");
      measures.add(target.name() + ": R²");
      values.addAll(List.of(target.mae(), target.rmse(), target.r2()));
    }
    return EvaluationReport.table(
        name + ", " + targets.get(0).actual().length + " examples", measures, values);
  }
}
