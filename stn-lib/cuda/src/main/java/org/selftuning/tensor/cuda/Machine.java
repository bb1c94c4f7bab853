package org.selftuning.tensor.cuda;

import org.selftuning.tensor.OutOfDeviceMemory;

/**
 * What runs the engine's kernels and matrix products: an NVIDIA GPU, or the processor in tests.
 * Work is done in the order in which it is asked for.
 */
interface Machine extends AutoCloseable {

  /** Threads of a block: a power of two, at most 256. */
  int threads();

  /** Blocks that keep it busy. */
  int busy();

  /** The most floats that the patches of a convolution may take at a time. */
  int patches();

  /**
   * Returns the address of new memory, filled with zeros.
   *
   * @throws OutOfDeviceMemory if there is no room
   */
  long allocate(long bytes);

  /** Copies the first {@code count} of {@code values} to an address. */
  void write(float[] values, int count, long to);

  /** Copies from an address to the first {@code count} of {@code values}, when all else is done. */
  void read(long from, float[] values, int count);

  /** Runs a kernel on a grid of blocks. */
  void launch(String kernel, int blocks, Arguments arguments);

  /** Computes a matrix product. */
  void multiply(Product product);

  /** From here on, work is noted down and not done. */
  void beginRecording();

  /** Ends the recording; running what is returned does the noted work. */
  Runnable endRecording();

  /** Discards the current recording: something went wrong in it. */
  void abandonRecording();

  /** Frees all memory. */
  @Override
  void close();
}
