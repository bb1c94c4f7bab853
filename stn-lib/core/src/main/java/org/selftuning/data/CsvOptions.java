package org.selftuning.data;

import java.util.List;
import java.util.Objects;

/**
 * How a CSV file becomes a {@link Split}.
 *
 * @param target the column to be predicted
 * @param task whether its values are classes or numbers
 * @param missing what to do about missing cells
 * @param ignored columns that are left out: row numbers, names, anything that tells the target
 * @param validationShare of the rows, between 0 and 1
 * @param testShare of the rows, between 0 and 1
 * @param seed of the split
 * @param categories columns whose cells are categories even where they are numbers or dates
 * @param format how the file is written
 */
public record CsvOptions(
    String target,
    Task task,
    Missing missing,
    List<String> ignored,
    double validationShare,
    double testShare,
    long seed,
    List<String> categories,
    CsvFormat format) {

  /** What the target column holds. */
  public enum Task {
    /** Classes, where the column holds text or true and false; numbers else. */
    AUTOMATIC,
    /** Classes, whatever the column holds. */
    CLASSIFICATION,
    /** Numbers. */
    REGRESSION
  }

  /** What becomes of missing cells. */
  public enum Missing {
    /** An error that names the column. */
    REFUSE,
    /** Rows with a missing cell are left out. */
    DROP,
    /**
     * A feature's missing cells get the column's mean in the training part; in a column of text,
     * its most frequent value there. A row without target stays an error.
     */
    FILL
  }

  /** Checks that a target is named, and only features are ignored. */
  public CsvOptions {
    Objects.requireNonNull(task);
    Objects.requireNonNull(missing);
    Objects.requireNonNull(format);
    ignored = List.copyOf(ignored);
    categories = List.copyOf(categories);
    if (target.isBlank()) {
      throw new IllegalArgumentException("csv: name the target, the column to be predicted");
    }
    if (ignored.contains(target)) {
      throw new IllegalArgumentException("csv: the target '" + target + "' cannot be ignored");
    }
  }

  /** Options of a file that is written in a way that can be detected. */
  public CsvOptions(
      String target,
      Task task,
      Missing missing,
      List<String> ignored,
      double validationShare,
      double testShare,
      long seed) {
    this(
        target,
        task,
        missing,
        ignored,
        validationShare,
        testShare,
        seed,
        List.of(),
        CsvFormat.detected());
  }

  /** Predicts {@code target}; no missing cells allowed; 20 % validation, 20 % test, seed 0. */
  public static CsvOptions target(String target) {
    return new CsvOptions(target, Task.AUTOMATIC, Missing.REFUSE, List.of(), 0.2, 0.2, 0);
  }

  /** Returns these options with another task. */
  public CsvOptions task(Task task) {
    return new CsvOptions(
        target, task, missing, ignored, validationShare, testShare, seed, categories, format);
  }

  /** Returns these options with another way of dealing with missing cells. */
  public CsvOptions missing(Missing missing) {
    return new CsvOptions(
        target, task, missing, ignored, validationShare, testShare, seed, categories, format);
  }

  /** Returns these options without the columns {@code ignored}. */
  public CsvOptions ignoring(String... ignored) {
    return new CsvOptions(
        target,
        task,
        missing,
        List.of(ignored),
        validationShare,
        testShare,
        seed,
        categories,
        format);
  }

  /** Returns these options with other parts. */
  public CsvOptions shares(double validationShare, double testShare) {
    return new CsvOptions(
        target, task, missing, ignored, validationShare, testShare, seed, categories, format);
  }

  /** Returns these options with another seed of the split. */
  public CsvOptions seed(long seed) {
    return new CsvOptions(
        target, task, missing, ignored, validationShare, testShare, seed, categories, format);
  }

  /** Returns these options with columns that are categories, whatever their cells look like. */
  public CsvOptions categories(String... categories) {
    return new CsvOptions(
        target,
        task,
        missing,
        ignored,
        validationShare,
        testShare,
        seed,
        List.of(categories),
        format);
  }

  /** Returns these options for a file that is written in this way. */
  public CsvOptions format(CsvFormat format) {
    return new CsvOptions(
        target, task, missing, ignored, validationShare, testShare, seed, categories, format);
  }
}
