package org.selftuning.data;

import java.util.Objects;

/**
 * How a data set is cut into its three parts.
 *
 * @param validationShare of all examples, between 0 and 1
 * @param testShare of all examples, between 0 and 1
 * @param seed of the random choice
 * @param by what decides where an example goes
 */
public record SplitOptions(double validationShare, double testShare, long seed, By by) {
  private static final double SHARE = 0.2;

  /** Checks that nothing is null. */
  public SplitOptions {
    Objects.requireNonNull(by);
  }

  /** At random, 20 % for validation and 20 % for test, seed 0. */
  public static SplitOptions standard() {
    return new SplitOptions(SHARE, SHARE, 0, By.RANDOM);
  }

  /** Returns these options with other shares. */
  public SplitOptions shares(double validationShare, double testShare) {
    return new SplitOptions(validationShare, testShare, seed, by);
  }

  /** Returns these options with another seed. */
  public SplitOptions seed(long seed) {
    return new SplitOptions(validationShare, testShare, seed, by);
  }

  /** Returns these options with something else that decides. */
  public SplitOptions by(By by) {
    return new SplitOptions(validationShare, testShare, seed, by);
  }

  /**
   * What decides where an example goes.
   *
   * @param way the way of it
   * @param column of a table; empty if it needs none
   */
  public record By(Way way, String column) {
    /** Chance alone. */
    public static final By RANDOM = new By(Way.RANDOM, "");

    /** Chance, with the share of each class the same in all parts. */
    public static final By STRATIFIED = new By(Way.STRATIFIED, "");

    /** The order of the rows: the last ones are for the test. */
    public static final By ORDER = new By(Way.TIME, "");

    /** Rows with one value in this column stay together, such as those of one patient. */
    public static By group(String column) {
      return new By(Way.GROUP, column);
    }

    /** The numbers or dates in this column: the latest rows are for the test. */
    public static By time(String column) {
      return new By(Way.TIME, column);
    }

    /**
     * Returns what a text names: {@code random}, {@code stratified}, {@code order}, {@code
     * group:COLUMN} or {@code time:COLUMN}.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static By of(String text) {
      int colon = text.indexOf(':');
      String column = colon < 0 ? "" : text.substring(colon + 1).strip();
      return switch (colon < 0 ? text : text.substring(0, colon) + ":") {
        case "random" -> RANDOM;
        case "stratified" -> STRATIFIED;
        case "order" -> ORDER;
        case "group:" -> group(column);
        case "time:" -> time(column);
        default ->
            throw new IllegalArgumentException(
                "a split is random, stratified, order, group:COLUMN or time:COLUMN, not '"
                    + text
                    + "'");
      };
    }
  }

  /** The ways in which examples are given to parts. */
  public enum Way {
    /** By chance. */
    RANDOM,
    /** By chance within each class. */
    STRATIFIED,
    /** In whole groups. */
    GROUP,
    /** By time. */
    TIME
  }
}
