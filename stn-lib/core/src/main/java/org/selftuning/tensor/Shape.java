package org.selftuning.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The extents of a row-major array: {@code [d₀, d₁, …]}. Immutable. A shape without extents is a
 * scalar, of size 1.
 */
public final class Shape {
  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * Returns the shape with these extents.
   *
   * @throws IllegalArgumentException if an extent is less than 1
   */
  public static Shape of(int... dims) {
    for (int d : dims) {
      if (d < 1) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(dims) + ": every extent must be at least 1");
      }
    }
    return new Shape(dims.clone());
  }

  /** Returns the number of extents. */
  public int rank() {
    return dims.length;
  }

  /** Returns extent {@code axis}; a negative axis counts from the last. */
  public int dim(int axis) {
    return dims[axis < 0 ? dims.length + axis : axis];
  }

  /** Returns the number of elements: the product of the extents. */
  public int size() {
    int size = 1;
    for (int d : dims) {
      size = Math.multiplyExact(size, d);
    }
    return size;
  }

  /** Returns the extents. */
  public int[] dims() {
    return dims.clone();
  }

  /** Returns this shape with {@code first} put before its extents. */
  public Shape prepend(int first) {
    int[] longer = new int[dims.length + 1];
    longer[0] = first;
    System.arraycopy(dims, 0, longer, 1, dims.length);
    return of(longer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** Returns for example {@code 28 × 28 × 1}; a scalar is {@code scalar}. */
  @Override
  public String toString() {
    return dims.length == 0
        ? "scalar"
        : Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
  }
}
