package org.selftuning.data;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.selftuning.tensor.Shape;

/** ND4J's arrays as data sets. The numbers are copied. */
public final class NdArrays {
  private NdArrays() {}

  /**
   * Returns a data set with classes 0, 1, …
   *
   * @param x [n, …] the features; the first extent counts the examples
   * @param labels [n] the class of each, from 0
   * @throws IllegalArgumentException if lengths differ, or there are fewer than two classes
   */
  public static Dataset of(String name, INDArray x, int[] labels) {
    return ArrayData.classes(name, shape(x), floats(x), labels);
  }

  /** Returns a data set with named classes, in the order of the alphabet. */
  public static Dataset of(String name, INDArray x, String[] labels) {
    return ArrayData.classes(name, shape(x), floats(x), labels);
  }

  /**
   * Returns a data set for a regression.
   *
   * @param x [n, …] the features
   * @param y [n, targets] or [n]
   */
  public static Dataset of(String name, INDArray x, INDArray y) {
    if (x.size(0) != y.size(0)) {
      throw new IllegalArgumentException(
          String.format(
              "data set '%s': %d examples and %d targets; give one for each",
              name, x.size(0), y.size(0)));
    }
    return ArrayData.values(name, shape(x), floats(x), floats(y));
  }

  /** The shape of one example. */
  private static Shape shape(INDArray x) {
    if (x.rank() < 2) {
      return Shape.of(1);
    }
    int[] dims = new int[x.rank() - 1];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = Math.toIntExact(x.size(axis + 1));
    }
    return Shape.of(dims);
  }

  /** The elements, row-major, whatever the order of the array. */
  private static float[] floats(INDArray x) {
    return x.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }
}
