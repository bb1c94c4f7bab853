package org.selftuning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.selftuning.tensor.Shape;

/** Arrays as data sets. The numbers are copied, and stay as they are. */
public final class ArrayData {
  private ArrayData() {}

  /**
   * Returns a data set with classes 0, 1, …
   *
   * @param x [n, features]
   * @param labels [n] the class of each, from 0
   * @throws IllegalArgumentException if lengths differ, or there are fewer than two classes
   */
  public static Dataset of(String name, float[][] x, int[] labels) {
    return classes(name, rowShape(name, x), flat(name, x), labels);
  }

  /** Returns a data set with named classes, in the order of the alphabet. */
  public static Dataset of(String name, float[][] x, String[] labels) {
    return classes(name, rowShape(name, x), flat(name, x), labels);
  }

  /**
   * Returns a data set for a regression.
   *
   * @param x [n, features]
   * @param y [n, targets]
   */
  public static Dataset of(String name, float[][] x, float[][] y) {
    requireEqual(name, x.length, y.length);
    float[] flat = flat(name, y);
    return Dataset.values(name, rowShape(name, x), flat(name, x), flat, y[0].length);
  }

  /** Returns a data set with classes 0, 1, …; see {@link #of(String, float[][], int[])}. */
  public static Dataset of(String name, double[][] x, int[] labels) {
    return of(name, floats(x), labels);
  }

  /** Returns a data set with named classes, in the order of the alphabet. */
  public static Dataset of(String name, double[][] x, String[] labels) {
    return of(name, floats(x), labels);
  }

  /** Returns a data set for a regression; see {@link #of(String, float[][], float[][])}. */
  public static Dataset of(String name, double[][] x, double[][] y) {
    return of(name, floats(x), floats(y));
  }

  private static float[][] floats(double[][] values) {
    float[][] floats = new float[values.length][];
    for (int i = 0; i < values.length; i++) {
      floats[i] = new float[values[i].length];
      for (int k = 0; k < floats[i].length; k++) {
        floats[i][k] = (float) values[i][k];
      }
    }
    return floats;
  }

  /** Returns a data set with classes 0, 1, … of examples of any shape. */
  static Dataset classes(String name, Shape shape, float[] x, int[] labels) {
    requireEqual(name, x.length / shape.size(), labels.length);
    int count = 1 + Arrays.stream(labels).max().orElse(0);
    int least = Arrays.stream(labels).min().orElse(0);
    if (least < 0 || count < 2) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s': labels from %d to %d; classes are counted from 0, and are two or"
                  + " more",
              name, least, count - 1));
    }
    List<String> classes = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      classes.add(Integer.toString(c));
    }
    return Dataset.classes(name, shape, requireFinite(name, x, shape), labels, classes);
  }

  /** Returns a data set with named classes of examples of any shape. */
  static Dataset classes(String name, Shape shape, float[] x, String[] labels) {
    requireEqual(name, x.length / shape.size(), labels.length);
    List<String> classes = List.copyOf(new TreeSet<>(Arrays.asList(labels)));
    int[] numbers = Arrays.stream(labels).mapToInt(classes::indexOf).toArray();
    return Dataset.classes(name, shape, requireFinite(name, x, shape), numbers, classes);
  }

  /** Returns a data set for a regression of examples of any shape. */
  static Dataset values(String name, Shape shape, float[] x, float[] y) {
    int n = x.length / shape.size();
    if (y.length % n != 0) {
      throw new IllegalArgumentException(
          String.format("data set '%s': %d targets for %d examples", name, y.length, n));
    }
    return Dataset.values(name, shape, requireFinite(name, x, shape), y, y.length / n);
  }

  /** Returns rows without known targets, as a network takes them. */
  static Dataset of(String name, Shape shape, float[][] rows, Outputs outputs) {
    float[] x = flat(name, rows);
    if (rows[0].length != shape.size()) {
      throw new IllegalArgumentException(
          String.format(
              "rows of %d numbers; the network takes %s, %d numbers",
              rows[0].length, shape, shape.size()));
    }
    return unlabeled(name, shape, x, outputs);
  }

  /** Returns examples without known targets. */
  static Dataset unlabeled(String name, Shape shape, float[] x, Outputs outputs) {
    float[] y = new float[x.length / shape.size() * outputs.target().width()];
    Arrays.fill(y, Float.NaN);
    return new ArraySet(
        name,
        shape,
        outputs.target(),
        x,
        y,
        Optional.empty(),
        new Preparation(new ArrayInputs(shape), outputs));
  }

  private static void requireEqual(String name, int examples, int labels) {
    if (examples != labels) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s': %d examples and %d labels; give one for each",
              name, examples, labels));
    }
  }

  private static float[] requireFinite(String name, float[] x, Shape shape) {
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        throw new IllegalArgumentException(
            String.format(
                "data set '%s': example %d holds %s; a network takes finite numbers",
                name, i / shape.size(), x[i]));
      }
    }
    return x;
  }

  private static Shape rowShape(String name, float[][] x) {
    if (x.length == 0 || x[0].length == 0) {
      throw new IllegalArgumentException("data set '" + name + "' is empty");
    }
    return Shape.of(x[0].length);
  }

  /** The rows one after the other; refuses rows of different lengths. */
  private static float[] flat(String name, float[][] rows) {
    int width = rowShape(name, rows).size();
    float[] flat = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width) {
        throw new IllegalArgumentException(
            String.format(
                "data set '%s': row %d has %d numbers, row 0 has %d",
                name, i, rows[i].length, width));
      }
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return flat;
  }
}
