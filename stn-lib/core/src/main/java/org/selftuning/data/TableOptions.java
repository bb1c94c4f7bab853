package org.selftuning.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a table becomes a {@link Split}.
 *
 * @param targets the columns to be predicted; one, or several of numbers
 * @param task whether its values are classes or numbers
 * @param missing what to do about missing cells
 * @param ignored columns that are left out: row numbers, names, anything that gives the target away
 * @param categories columns whose cells are categories even where they are numbers or dates
 * @param split how the rows are cut into parts; a column of groups is no feature
 * @param windows how rows that follow each other make one example, if they do
 * @param format how the table is written
 */
public record TableOptions(
    List<String> targets,
    Task task,
    Missing missing,
    List<String> ignored,
    List<String> categories,
    SplitOptions split,
    Optional<Windows> windows,
    TableFormat format) {

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
  public TableOptions {
    Objects.requireNonNull(task);
    Objects.requireNonNull(missing);
    Objects.requireNonNull(split);
    Objects.requireNonNull(windows);
    Objects.requireNonNull(format);
    targets = List.copyOf(targets);
    ignored = List.copyOf(ignored);
    categories = List.copyOf(categories);
    if (targets.isEmpty() || targets.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("table: name the target, the column to be predicted");
    }
    for (String target : targets) {
      if (ignored.contains(target)) {
        throw new IllegalArgumentException("table: the target '" + target + "' cannot be ignored");
      }
      if (target.equals(split.by().column()) && split.by().way() == SplitOptions.Way.GROUP) {
        throw new IllegalArgumentException("table: the target '" + target + "' makes no groups");
      }
    }
    if (targets.size() > 1 && task == Task.CLASSIFICATION) {
      throw new IllegalArgumentException(
          "table: several targets are numbers; name one target for a classification");
    }
    SplitOptions.By by = split.by();
    if (windows.isPresent()
        && !by.equals(SplitOptions.By.RANDOM)
        && !by.equals(SplitOptions.By.ORDER)) {
      throw new IllegalArgumentException(
          "table: windows are cut by time, in the order of the rows or of --time; leave out --split");
    }
    if (windows.isPresent() && missing == Missing.DROP) {
      throw new IllegalArgumentException(
          "table: a row that is left out would tear a window apart; fill missing cells instead");
    }
  }

  /** Predicts {@code targets}; no missing cells allowed; 20 % validation, 20 % test, seed 0. */
  public static TableOptions target(String... targets) {
    return new TableOptions(
        List.of(targets),
        Task.AUTOMATIC,
        Missing.REFUSE,
        List.of(),
        List.of(),
        SplitOptions.standard(),
        Optional.empty(),
        TableFormat.detected());
  }

  /** Returns these options with another task. */
  public TableOptions task(Task task) {
    return new TableOptions(targets, task, missing, ignored, categories, split, windows, format);
  }

  /** Returns these options with another way of dealing with missing cells. */
  public TableOptions missing(Missing missing) {
    return new TableOptions(targets, task, missing, ignored, categories, split, windows, format);
  }

  /** Returns these options without the columns {@code ignored}. */
  public TableOptions ignoring(String... ignored) {
    return new TableOptions(
        targets, task, missing, List.of(ignored), categories, split, windows, format);
  }

  /** Returns these options with columns that are categories, whatever their cells look like. */
  public TableOptions categories(String... categories) {
    return new TableOptions(
        targets, task, missing, ignored, List.of(categories), split, windows, format);
  }

  /** Returns these options with the rows cut in another way. */
  public TableOptions split(SplitOptions split) {
    return new TableOptions(targets, task, missing, ignored, categories, split, windows, format);
  }

  /** Returns these options with other parts. */
  public TableOptions shares(double validationShare, double testShare) {
    return split(split.shares(validationShare, testShare));
  }

  /** Returns these options with another seed of the split. */
  public TableOptions seed(long seed) {
    return split(split.seed(seed));
  }

  /** Returns these options for rows that follow each other, cut by time. */
  public TableOptions windows(Windows windows) {
    return new TableOptions(
        targets, task, missing, ignored, categories, split, Optional.of(windows), format);
  }

  /** Returns these options for a table that is written in this way. */
  public TableOptions format(TableFormat format) {
    return new TableOptions(targets, task, missing, ignored, categories, split, windows, format);
  }
}
