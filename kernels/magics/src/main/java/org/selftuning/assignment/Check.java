package org.selftuning.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The checks of a graded cell. nbgrader gives no points to a cell that ends in an exception, and
 * {@code assert} may be off in a JVM, so a check throws.
 *
 * <pre>{@code
 * Check.near(0.25, slope(1), 1e-6, "the slope at 1");
 * }</pre>
 *
 * <p>A cell of several parts gives points for each that passes, and ends with the points that were
 * earned, which nbgrader takes for its score:
 *
 * <pre>{@code
 * new Check()
 *     .part(2, "one example", () -> Check.near(expected, forward(x), 1e-9, "y"))
 *     .part(1, "nothing is tuned", () -> Check.that(forward(x, 0) == y, "y is W_elem x + b"))
 *     .points()
 * }</pre>
 */
public final class Check {
  private final List<String> lines = new ArrayList<>();
  private double earned;
  private double possible;

  /** What a part does; it throws if it is not passed. */
  @FunctionalInterface
  public interface Part {
    /** Runs the checks of the part. */
    void run() throws Exception;
  }

  /** Checks in parts, none so far. */
  public Check() {}

  /**
   * Checks that something holds.
   *
   * @param what the statement that should be true
   * @throws AssertionError if it does not hold
   */
  public static void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("this does not hold: " + what);
    }
  }

  /**
   * Checks a number.
   *
   * @param tolerance how far it may be away
   * @param what the number's name
   * @throws AssertionError if it is farther away, or not a number
   */
  public static void near(double expected, double actual, double tolerance, String what) {
    if (!(Math.abs(actual - expected) <= tolerance)) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%s is %.6g, but should be %.6g (within %.2g)",
              what,
              actual,
              expected,
              tolerance));
    }
  }

  /**
   * Checks numbers one by one.
   *
   * @param tolerance how far each may be away
   * @param what their name
   * @throws AssertionError if there are more or fewer, or one is too far away; the message says
   *     which
   */
  public static void near(double[] expected, double[] actual, double tolerance, String what) {
    if (actual == null || actual.length != expected.length) {
      throw new AssertionError(
          String.format(
              "%s %s, but should be %d numbers",
              what, actual == null ? "is null" : "are " + actual.length, expected.length));
    }
    for (int i = 0; i < expected.length; i++) {
      near(expected[i], actual[i], tolerance, what + "[" + i + "]");
    }
  }

  /** Checks the rows of a matrix; see {@link #near(double[], double[], double, String)}. */
  public static void near(double[][] expected, double[][] actual, double tolerance, String what) {
    if (actual == null || actual.length != expected.length) {
      throw new AssertionError(
          String.format(
              "%s %s, but should be %d rows",
              what, actual == null ? "is null" : "has " + actual.length, expected.length));
    }
    for (int i = 0; i < expected.length; i++) {
      near(expected[i], actual[i], tolerance, what + "[" + i + "]");
    }
  }

  /**
   * Runs a part and notes whether it was passed. A part that throws earns nothing, and the others
   * continue.
   *
   * @param points what it is worth, above 0
   * @param what what it checks, for the line that is printed about it
   * @return this
   */
  public Check part(double points, String what, Part part) {
    if (!(points > 0)) {
      throw new IllegalArgumentException("a part must be worth something, not " + points);
    }
    possible += points;
    try {
      part.run();
      earned += points;
      lines.add(String.format("%s of %s  %s", shown(points), shown(points), what));
    } catch (Exception | AssertionError | StackOverflowError e) {
      lines.add(String.format("0 of %s  %s: %s", shown(points), what, reason(e)));
    }
    return this;
  }

  /**
   * Prints a line about each part and returns the points that were earned: the last expression of a
   * graded cell.
   *
   * @throws AssertionError if none was: nbgrader would take a score of 0 for one that is missing,
   *     and give all points
   */
  public double points() {
    lines.forEach(System.out::println);
    if (earned == 0) {
      throw new AssertionError("none of the " + shown(possible) + " points is earned yet");
    }
    return earned;
  }

  private static String reason(Throwable thrown) {
    if (thrown instanceof UnsupportedOperationException) {
      return "there is no answer yet";
    }
    boolean ours = thrown instanceof AssertionError;
    String message = thrown.getMessage() == null ? "" : thrown.getMessage();
    return ours ? message : thrown.getClass().getSimpleName() + ": " + message;
  }

  private static String shown(double points) {
    return points == Math.rint(points) ? Long.toString((long) points) : Double.toString(points);
  }
}
