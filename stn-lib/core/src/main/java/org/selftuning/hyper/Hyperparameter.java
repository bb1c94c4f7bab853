package org.selftuning.hyper;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One hyperparameter to be tuned.
 *
 * <p>A discrete hyperparameter takes the whole numbers low … high, both ends included. It is tuned
 * on the interval (low, high + 1) and rounded down in use, so that each whole number has a cell of
 * equal length; it starts in the middle of its cell.
 *
 * @param name its name, as layers refer to it
 * @param range where its values lie; for a discrete one the whole numbers that are its ends count
 * @param start its value at the start, inside the range
 * @param sigma the initial scale σ of its perturbation, on the unconstrained axis; positive
 * @param discrete whether only whole numbers are meant
 * @param sharing whether each example of a minibatch gets a perturbation of its own
 */
public record Hyperparameter(
    String name, Range range, double start, double sigma, boolean discrete, Sharing sharing) {

  /** Who shares one draw of the perturbation. */
  public enum Sharing {
    /** Each example of a minibatch has its own. */
    PER_EXAMPLE,
    /** All examples of a minibatch have one, because the quantity belongs to the minibatch. */
    PER_BATCH
  }

  /** The scale σ where none is given. */
  public static final double DEFAULT_SIGMA = 0.5;

  /** Checks that everything fits together; the message names the hyperparameter. */
  public Hyperparameter {
    Objects.requireNonNull(name);
    Objects.requireNonNull(range);
    Objects.requireNonNull(sharing);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a hyperparameter needs a name");
    }
    String who = "hyperparameter '" + name + "': ";
    if (Double.isInfinite(start)) {
      throw new IllegalArgumentException(who + "start must be a finite number, not " + start);
    }
    if (!range.contains(start)) {
      throw new IllegalArgumentException(
          who + "start " + number(start) + " lies outside its range " + describe(range));
    }
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new IllegalArgumentException(
          who + "sigma must be a positive number, not " + number(sigma));
    }
    if (discrete && !range.bounded()) {
      throw new IllegalArgumentException(who + "a discrete hyperparameter needs a bounded range");
    }
    if (discrete && !(isWhole(range.low()) && isWhole(range.high()) && isWhole(start))) {
      throw new IllegalArgumentException(
          who + "a discrete hyperparameter needs whole numbers as its range and start");
    }
  }

  /** A continuous hyperparameter, perturbed for each example, with σ = 0.5 at the start. */
  public static Hyperparameter continuous(String name, Range range, double start) {
    return new Hyperparameter(name, range, start, DEFAULT_SIGMA, false, Sharing.PER_EXAMPLE);
  }

  /** A whole number in low … high, perturbed for each example, with σ = 0.5 at the start. */
  public static Hyperparameter discrete(String name, int low, int high, int start) {
    return new Hyperparameter(
        name, Range.interval(low, high), start, DEFAULT_SIGMA, true, Sharing.PER_EXAMPLE);
  }

  /**
   * The elements of a vector, each a hyperparameter of its own: {@code name[1]}, {@code name[2]}, …
   *
   * @param size how many there are, at least 2
   * @param like what each of them is, but for its name
   */
  public static List<Hyperparameter> vector(int size, Hyperparameter like) {
    if (size < 2) {
      throw new IllegalArgumentException(
          "hyperparameter '" + like.name + "': size must be at least 2, not " + size);
    }
    return IntStream.rangeClosed(1, size).mapToObj(i -> like.named(element(like.name, i))).toList();
  }

  /** The name of element {@code number}, counted from 1, of a vector. */
  public static String element(String vector, int number) {
    return vector + "[" + number + "]";
  }

  /** Returns this hyperparameter under another name. */
  public Hyperparameter named(String name) {
    return new Hyperparameter(name, range, start, sigma, discrete, sharing);
  }

  /** Returns this hyperparameter with another initial σ. */
  public Hyperparameter sigma(double sigma) {
    return new Hyperparameter(name, range, start, sigma, discrete, sharing);
  }

  /** Returns this hyperparameter with another start. */
  public Hyperparameter start(double start) {
    return new Hyperparameter(name, range, start, sigma, discrete, sharing);
  }

  /** Returns this hyperparameter with one perturbation a minibatch. */
  public Hyperparameter perBatch() {
    return new Hyperparameter(name, range, start, sigma, discrete, Sharing.PER_BATCH);
  }

  /** The range it is tuned on: for a discrete one the upper end is one more. */
  public Range relaxed() {
    return discrete ? Range.interval(range.low(), range.high() + 1) : range;
  }

  /** The unconstrained value at the start. */
  public double unconstrainedStart() {
    return relaxed().inverse(discrete ? start + 0.5 : start);
  }

  /** Returns the value in use at the unconstrained {@code z}. */
  public double value(double z) {
    double value = relaxed().value(z);
    return discrete ? Math.min(Math.floor(value), range.high()) : value;
  }

  private static boolean isWhole(double x) {
    return x == Math.rint(x);
  }

  private static String number(double x) {
    return isWhole(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
  }

  private static String describe(Range range) {
    return "[" + number(range.low()) + ", " + number(range.high()) + "]";
  }
}
