package org.selftuning.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How well a network distinguishes C classes. Of the counts n[a][p] of examples of class a that
 * were predicted to be of class p,
 *
 * <pre>
 *   accuracy = Σ n[c][c] / N        recall(c) = n[c][c] / Σ_p n[c][p]
 *   precision(c) = n[c][c] / Σ_a n[a][c]        F1 = 2·precision·recall / (precision + recall)
 * </pre>
 *
 * <p>A precision or recall without examples is NaN, and the F1 of a class that is never right is 0.
 *
 * <p>The expected calibration error (Naeini et al. 2015; Guo et al. 2017, equation 3) is Σ_b
 * (N_b/N)·|accuracy_b − confidence_b| over {@value #BINS} bins of equal width of the probability of
 * the predicted class.
 *
 * @param name of the data
 * @param classes their names
 * @param confusion [C][C] the number of examples by actual and by predicted class
 * @param calibration the bins that hold examples, by rising confidence
 * @param loss the mean of −log p(actual class), in nats
 * @param top the share of examples whose class is among the k likeliest, for k = 1, 2, … up to 5
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record ClassificationReport(
    String name,
    List<String> classes,
    int[][] confusion,
    List<Bin> calibration,
    double loss,
    List<Double> top)
    implements EvaluationReport {
  /** The bins of the calibration. */
  public static final int BINS = 10;

  private static final int MOST_TOP = 5;

  /**
   * The examples whose predicted class has a probability of this bin.
   *
   * @param count of them
   * @param confidence the mean probability of the predicted class
   * @param accuracy the share of right predictions
   */
  public record Bin(int count, double confidence, double accuracy) {}

  /** Keeps copies of the lists. */
  public ClassificationReport {
    classes = List.copyOf(classes);
    calibration = List.copyOf(calibration);
    top = List.copyOf(top);
  }

  /**
   * Evaluates predictions of classes.
   *
   * @throws IllegalArgumentException if a class is not known
   */
  public static ClassificationReport of(Predictions predictions) {
    EvaluationReport.requireKnown(predictions);
    int classes = predictions.names().size();
    int n = predictions.size();
    int[][] confusion = new int[classes][classes];
    int[] counts = new int[BINS];
    double[] confidence = new double[BINS];
    double[] right = new double[BINS];
    int[] ranks = new int[classes];
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double[] p = predictions.values(i);
      int truth = (int) predictions.actual(i, 0);
      int best = predictions.best(i);
      confusion[truth][best]++;
      int bin = Math.min(BINS - 1, (int) (p[best] * BINS));
      counts[bin]++;
      confidence[bin] += p[best];
      right[bin] += best == truth ? 1 : 0;
      ranks[rank(p, truth)]++;
      loss -= Math.log(Math.max(p[truth], Double.MIN_NORMAL));
    }
    Bin[] bins = new Bin[BINS];
    Arrays.setAll(bins, b -> new Bin(counts[b], confidence[b] / counts[b], right[b] / counts[b]));
    Double[] top = new Double[Math.min(MOST_TOP, classes)];
    double sum = 0;
    for (int k = 0; k < top.length; k++) {
      sum += ranks[k];
      top[k] = sum / n;
    }
    return new ClassificationReport(
        predictions.name(),
        predictions.names(),
        confusion,
        Arrays.stream(bins).filter(bin -> bin.count() > 0).toList(),
        loss / n,
        List.of(top));
  }

  /** How many classes come before {@code truth} by probability; of equal ones the first does. */
  private static int rank(double[] p, int truth) {
    int rank = 0;
    for (int c = 0; c < p.length; c++) {
      rank += p[c] > p[truth] || p[c] == p[truth] && c < truth ? 1 : 0;
    }
    return rank;
  }

  /** The number N of examples. */
  public int size() {
    return Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum();
  }

  /** The share of right predictions. */
  public double accuracy() {
    return top.get(0);
  }

  /** The accuracy of always predicting the most frequent class. */
  public double baseline() {
    return Arrays.stream(confusion).mapToInt(row -> Arrays.stream(row).sum()).max().orElse(0)
        / (double) size();
  }

  /** The number of examples of class {@code c}. */
  public int support(int c) {
    return Arrays.stream(confusion[c]).sum();
  }

  /** The share of those predicted to be {@code c} that are. */
  public double precision(int c) {
    return confusion[c][c] / (double) Arrays.stream(confusion).mapToInt(row -> row[c]).sum();
  }

  /** The share of those that are {@code c} and predicted to be. */
  public double recall(int c) {
    return confusion[c][c] / (double) support(c);
  }

  /** The harmonic mean of precision and recall. */
  public double f1(int c) {
    int predicted = Arrays.stream(confusion).mapToInt(row -> row[c]).sum();
    return 2.0 * confusion[c][c] / (predicted + support(c));
  }

  /** The expected calibration error, in 0 … 1. */
  public double calibrationError() {
    return calibration.stream()
            .mapToDouble(bin -> bin.count() * Math.abs(bin.accuracy() - bin.confidence()))
            .sum()
        / size();
  }

  @Override
  public Table summary() {
    double f1 = 0;
    int present = 0;
    for (int c = 0; c < classes.size(); c++) {
      f1 += support(c) == 0 ? 0 : f1(c);
      present += support(c) == 0 ? 0 : 1;
    }
    List<String> measures = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int k = 1; k < Math.min(top.size() + 1, classes.size()); k += 2) {
      measures.add(k == 1 ? "accuracy" : "actual class among the first " + k);
      values.add(top.get(k - 1));
    }
    measures.addAll(
        List.of(
            "share of the most frequent class",
            "mean F1",
            "expected calibration error",
            "cross-entropy"));
    values.addAll(List.of(baseline(), f1 / present, calibrationError(), loss));
    return EvaluationReport.table(name + ", " + size() + " examples", measures, values);
  }

  /** A row for each class: examples, precision, recall and F1. */
  public Table perClass() {
    IntColumn support = IntColumn.create("examples");
    DoubleColumn precision = DoubleColumn.create("precision");
    DoubleColumn recall = DoubleColumn.create("recall");
    DoubleColumn f1 = DoubleColumn.create("F1");
    for (int c = 0; c < classes.size(); c++) {
      support.append(support(c));
      precision.append(EvaluationReport.rounded(precision(c)));
      recall.append(EvaluationReport.rounded(recall(c)));
      f1.append(EvaluationReport.rounded(f1(c)));
    }
    return Table.create(
        name + ", by class", StringColumn.create("class", classes), support, precision, recall, f1);
  }

  /** A row for each actual class, a column for each predicted one. */
  public Table confusionTable() {
    Table table = Table.create(name + ", actual by predicted");
    table.addColumns(StringColumn.create("actual", classes));
    for (int p = 0; p < classes.size(); p++) {
      int predicted = p;
      table.addColumns(
          IntColumn.create(
              "predicted " + classes.get(p),
              Arrays.stream(confusion).mapToInt(row -> row[predicted]).toArray()));
    }
    return table;
  }
}
