package org.selftuning.data;

import java.util.Objects;
import java.util.Optional;
import org.selftuning.tensor.Shape;

/**
 * Examples kept as floats: x [n, shape] and y [n, width].
 *
 * @param name what people call it
 * @param shape the shape of one example's features
 * @param target what is to be predicted
 * @param x the features of all examples
 * @param y the targets of all examples; NaN where they are not known
 * @param report how a table became them, if one did
 * @param preparation what was done to the raw data
 */
@SuppressWarnings("ArrayRecordComponent") // an identity, not a value: nobody compares data sets
record ArraySet(
    String name,
    Shape shape,
    Target target,
    float[] x,
    float[] y,
    Optional<TableReport> report,
    Preparation preparation)
    implements Dataset {

  /** Of numbers that come as they are. */
  ArraySet(String name, Shape shape, Target target, float[] x, float[] y) {
    this(name, shape, target, x, y, Optional.empty(), Preparation.of(shape, target));
  }

  ArraySet {
    Objects.requireNonNull(name);
    Objects.requireNonNull(report);
    int n = y.length / target.width();
    if (n < 1 || y.length != n * target.width() || x.length != (long) n * shape.size()) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s': %d features and %d targets do not make whole examples of %s features"
                  + " and %d target values",
              name, x.length, y.length, shape, target.width()));
    }
    if (target instanceof Target.Classes classes) {
      for (int i = 0; i < n; i++) {
        if (!(Float.isNaN(y[i]) || y[i] >= 0 && y[i] < classes.count())) {
          throw new IllegalArgumentException(
              String.format(
                  "data set '%s': example %d has label %.0f; labels are 0 … %d",
                  name, i, y[i], classes.count() - 1));
        }
      }
    }
  }

  @Override
  public int size() {
    return y.length / target.width();
  }

  @Override
  public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
    Objects.checkIndex(index, size());
    int features = shape.size();
    System.arraycopy(this.x, index * features, x, xOffset, features);
    readTarget(index, y, yOffset);
  }

  @Override
  public void readTarget(int index, float[] y, int yOffset) {
    int width = target.width();
    System.arraycopy(this.y, index * width, y, yOffset, width);
  }

  @Override
  public String toString() {
    return name + " (" + size() + " examples of " + shape + ")";
  }
}
