package org.selftuning.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.selftuning.tensor.Shape;

/**
 * A number of examples, each with features x and a target y. Immutable, and safe to read from
 * several threads at once.
 *
 * <p>Features are row-major; images are [height, width, channels] with pixels in 0 … 1 unless they
 * were {@linkplain Standardize standardized}.
 */
public interface Dataset {

  /** The number of examples. */
  int size();

  /** The shape of one example's features. */
  Shape shape();

  /** What is to be predicted. */
  Target target();

  /** What people call this data set; used in messages and titles. */
  String name();

  /** Whether examples have names of their own, such as that of a file. */
  default boolean named() {
    return false;
  }

  /** What people call an example: its file if it has one, else its number, counted from 1. */
  default String exampleName(int index) {
    return Integer.toString(index + 1);
  }

  /** How the columns of a file became these examples; empty if they come from no table. */
  default Optional<TableReport> report() {
    return Optional.empty();
  }

  /** What was done to the raw data, so that it can be done to others. */
  default Preparation preparation() {
    return Preparation.of(shape(), target());
  }

  /**
   * Copies one example.
   *
   * @param index 0 … size − 1
   * @param x receives the features: {@code shape().size()} floats from {@code xOffset} on
   * @param y receives the target: {@code target().width()} floats from {@code yOffset} on
   */
  void read(int index, float[] x, int xOffset, float[] y, int yOffset);

  /** Whether the features that training sees are drawn again in each epoch. */
  default boolean varies() {
    return false;
  }

  /**
   * Copies one example as training sees it in an epoch: if it {@link #varies}, drawn by the epoch
   * and the index alone.
   *
   * @param epoch from 0
   */
  default void read(long epoch, int index, float[] x, int xOffset, float[] y, int yOffset) {
    read(index, x, xOffset, y, yOffset);
  }

  /**
   * Copies the target of one example alone.
   *
   * @param y receives {@code target().width()} floats from {@code yOffset} on; NaN where unknown
   */
  default void readTarget(int index, float[] y, int yOffset) {
    read(index, new float[shape().size()], 0, y, yOffset);
  }

  /** Returns the examples at {@code indices}, in that order; a view. */
  default Dataset subset(int[] indices) {
    return Subset.of(this, indices);
  }

  /**
   * Returns the first {@code n} examples; a view.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  default Dataset first(int n) {
    requireAtLeast(n);
    int[] indices = new int[n];
    Arrays.setAll(indices, i -> i);
    return subset(indices);
  }

  /**
   * Returns {@code n} examples drawn without replacement; a view that depends on the seed alone.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  default Dataset take(int n, long seed) {
    requireAtLeast(n);
    return subset(Arrays.copyOf(Order.permutation(size(), seed, 0), n));
  }

  /** Returns all examples in an order that depends on the seed alone; a view. */
  default Dataset shuffled(long seed) {
    return take(size(), seed);
  }

  private void requireAtLeast(int n) {
    if (n < 1 || n > size()) {
      throw new IllegalArgumentException(
          "data set '" + name() + "' has " + size() + " examples; it cannot give " + n);
    }
  }

  /**
   * Returns a data set for classification that holds {@code x}.
   *
   * @param shape the shape of one example's features
   * @param x [n, shape] the features of all examples
   * @param labels [n] the class of each
   * @param classes the names of the classes
   * @throws IllegalArgumentException if lengths do not fit or a label names no class
   */
  static Dataset classes(String name, Shape shape, float[] x, int[] labels, List<String> classes) {
    float[] y = new float[labels.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = labels[i];
    }
    return new ArraySet(name, shape, new Target.Classes(classes), x, y);
  }

  /**
   * Returns a data set for regression that holds {@code x} and {@code y}.
   *
   * @param shape the shape of one example's features
   * @param x [n, shape] the features of all examples
   * @param y [n, width] the targets of all examples
   * @param width the number of target values of an example
   * @throws IllegalArgumentException if lengths do not fit
   */
  static Dataset values(String name, Shape shape, float[] x, float[] y, int width) {
    return new ArraySet(name, shape, new Target.Values(width), x, y);
  }
}
