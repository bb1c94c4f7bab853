package org.selftuning.data;

/** Minibatches without end, resumable: a number says what has been read. */
public interface Batches extends AutoCloseable {

  /**
   * Returns the next batch, valid until the next call: its arrays are then reused.
   *
   * @throws IllegalStateException if this is closed, or the batch could not be prepared
   */
  Batch next();

  /** The number of batches read, counted from the start of the run. */
  long position();

  /** The number of batches in an epoch; at each of its multiples a new epoch begins. */
  int batchesPerEpoch();

  @Override
  void close();
}
