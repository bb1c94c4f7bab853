package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/** Random tensors: normal numbers and masks of dropout. */
final class Masks {
  private final WorkerPool workers;

  Masks(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#normal}. */
  void normal(RandomStream stream, Tensor x) {
    float[] values = workers.own().row(0, x.size());
    stream.normals(values, x.size());
    x.write(values);
  }

  /**
   * See {@link org.selftuning.tensor.Ops#dropoutMask}. Each word decides two elements by its two
   * halves.
   */
  void dropout(
      RandomStream stream, Tensor rate, int column, int rowsPerExample, Tensor mask, boolean each) {
    int columns = mask.shape().dim(-1);
    int rows = mask.size() / columns;
    int n = rate.shape().dim(-1);
    int groups = rate.size() / n;
    int blocks = (columns + 2 * RandomStream.BLOCK - 1) / (2 * RandomStream.BLOCK);
    int words = blocks * RandomStream.BLOCK;
    long first = stream.take((long) rows * blocks);
    workers.share(
        rows,
        4 * columns, // a random number takes as long as a few ordinary elements
        (from, to, scratch) -> {
          int[] bits = scratch.words(words);
          int[] line = scratch.words(1, 2 * words);
          float[] rates = each ? scratch.row(0, columns) : null;
          for (int r = from; r < to; r++) {
            int at = r / rowsPerExample % groups * n + column;
            stream.words(first + (long) r * blocks, bits, words);
            if (each) {
              buffer(rate).get(at, rates, 0, columns);
              decide(bits, rates, columns, line);
            } else {
              decide(bits, words, threshold(buffer(rate).get(at)), line);
            }
            ((CpuTensor) mask).bits().put(r * columns, line, 0, columns);
          }
        });
  }

  /** Below which of 2¹⁶ equally likely numbers an element is 0. */
  private static int threshold(double p) {
    return (int) Math.round(Math.min(1, Math.max(0, p)) * 65536);
  }

  /** The bits of 1/(1 − p). */
  private static int kept(int threshold) {
    return Float.floatToRawIntBits(threshold == 65536 ? 0 : 65536f / (65536 - threshold));
  }

  private static void decide(int[] bits, int words, int threshold, int[] line) {
    int kept = kept(threshold);
    for (int i = 0; i < words; i++) {
      // Negative, and so all ones after the shift, where the number is below the threshold.
      line[2 * i] = kept & ~(((bits[i] & 0xFFFF) - threshold) >> 31);
      line[2 * i + 1] = kept & ~(((bits[i] >>> 16) - threshold) >> 31);
    }
  }

  private static void decide(int[] bits, float[] rates, int columns, int[] line) {
    for (int c = 0; c < columns; c++) {
      int threshold = threshold(rates[c]);
      int number = bits[c / 2] >>> 16 * (c % 2) & 0xFFFF;
      line[c] = number < threshold ? 0 : kept(threshold);
    }
  }
}
