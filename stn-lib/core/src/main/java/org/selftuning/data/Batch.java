package org.selftuning.data;

/**
 * A minibatch. The arrays always hold as many rows as were planned; rows from {@code size} on are
 * padding, with features 0 and the target NaN, which a loss leaves out.
 *
 * @param x [batch, shape] features
 * @param y [batch, width] targets
 * @param size the number of examples, 1 … batch
 * @param examples [batch] their numbers in the data set, as floats; null for those of no data set,
 *     and where there is padding
 */
@SuppressWarnings("ArrayRecordComponent") // a pair of reused buffers; compared by no one
public record Batch(float[] x, float[] y, int size, float[] examples) {

  /** A minibatch of no data set. */
  public Batch(float[] x, float[] y, int size) {
    this(x, y, size, null);
  }
}
