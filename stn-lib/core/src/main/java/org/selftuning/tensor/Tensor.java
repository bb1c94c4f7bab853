package org.selftuning.tensor;

/**
 * A dense row-major array of 32-bit floats that lives on a {@link Device}. Made by {@link
 * Ops#tensor}; freed with its {@link Ops}. Views share their elements with the tensor they were
 * made from, and are freed with it: whatever reads, writes or views elements afterwards is refused
 * with a {@link ClosedException}.
 */
public interface Tensor {

  /** The extents. */
  Shape shape();

  /** When its memory may be used: that of its engine. */
  Lifetime lifetime();

  /** The number of elements. */
  default int size() {
    return shape().size();
  }

  /**
   * Returns a view of rows {@code from} (included) to {@code to} (excluded) of the first extent.
   *
   * @throws IllegalArgumentException if there are no such rows
   */
  Tensor rows(int from, int to);

  /**
   * Returns a view of the same elements in the same order, in another shape of the same size.
   *
   * @throws IllegalArgumentException if the size is another
   */
  Tensor reshape(int... dims);

  /**
   * Copies {@code size()} elements from the host.
   *
   * @throws IllegalArgumentException if {@code values} is shorter than this tensor
   */
  void write(float[] values);

  /** Copies all elements to the host, into an array of at least {@code size()} elements. */
  void read(float[] values);

  /** Returns a copy of all elements. */
  default float[] toArray() {
    float[] values = new float[size()];
    read(values);
    return values;
  }
}
