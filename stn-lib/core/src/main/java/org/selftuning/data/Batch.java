package org.selftuning.data;

/**
 * A minibatch. The arrays always hold as many rows as were planned; rows from {@code size} on are
 * padding, with features 0 and the target NaN, which a loss leaves out.
 *
 * @param x [batch, shape] features
 * @param y [batch, width] targets
 * @param size the number of examples, 1 … batch
 */
@SuppressWarnings("ArrayRecordComponent") // a pair of reused buffers; compared by no one
public record Batch(float[] x, float[] y, int size) {}
