package org.selftuning.tensor.nd4j;

/** Arrays that an engine's loops work in, kept from call to call. */
final class Scratch {
  private final float[][] rows = new float[10][0];
  private int[] words = new int[0];

  /** Returns array {@code i}, of at least {@code size} elements, holding anything. */
  float[] row(int i, int size) {
    if (rows[i].length < size) {
      rows[i] = new float[Math.max(size, 2048)];
    }
    return rows[i];
  }

  /** Returns an array of at least {@code size} words, holding anything. */
  int[] words(int size) {
    if (words.length < size) {
      words = new int[size];
    }
    return words;
  }
}
