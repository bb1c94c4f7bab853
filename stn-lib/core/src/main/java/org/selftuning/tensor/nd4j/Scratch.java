package org.selftuning.tensor.nd4j;

/** Arrays that the loops of one thread work in, kept from call to call. */
final class Scratch {
  private final float[][] rows = new float[10][0];
  private final Exponential exponential = new Exponential();
  private final int[][] words = new int[4][0];

  /** Returns array {@code i}, of at least {@code size} elements, holding anything. */
  float[] row(int i, int size) {
    if (rows[i].length < size) {
      rows[i] = new float[Math.max(size, 2048)];
    }
    return rows[i];
  }

  /** Returns an array of at least {@code size} words, holding anything. */
  int[] words(int size) {
    return words(0, size);
  }

  /** Returns array {@code i} of words, of at least {@code size}, holding anything. */
  int[] words(int i, int size) {
    if (words[i].length < size) {
      words[i] = new int[Math.max(size, 2048)];
    }
    return words[i];
  }

  /** What computes exponentials with an array of its own. */
  Exponential exponential() {
    return exponential;
  }
}
