package org.selftuning.predict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How well a network predicts examples whose targets are known, as numbers. */
public sealed interface EvaluationReport
    permits ClassificationReport, RegressionReport, LanguageReport {

  /** The measures, a row for each with its value. */
  Table summary();

  /**
   * Evaluates predictions.
   *
   * @throws IllegalArgumentException if a target is not known; one line says which
   */
  static EvaluationReport of(Predictions predictions) {
    return predictions.classes()
        ? ClassificationReport.of(predictions)
        : RegressionReport.of(predictions);
  }

  /** A table of measures. */
  static Table table(String name, List<String> measures, List<Double> values) {
    DoubleColumn numbers = DoubleColumn.create("value");
    values.forEach(value -> numbers.append(rounded(value)));
    return Table.create(name, StringColumn.create("measure", measures), numbers);
  }

  /** A number with four significant digits. */
  static double rounded(double x) {
    return Double.isFinite(x) ? new BigDecimal(x).round(new MathContext(4)).doubleValue() : x;
  }

  /** Refuses predictions without all targets. */
  static void requireKnown(Predictions predictions) {
    if (predictions.size() == 0 || !predictions.known()) {
      throw new IllegalArgumentException(
          predictions.name()
              + ": the targets of some examples are not known, so the network cannot be evaluated on"
              + " them; add the column of the target, or for images folders named by their class");
    }
  }
}
