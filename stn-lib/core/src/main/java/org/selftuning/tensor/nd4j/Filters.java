package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;

/** Brings a convolution's filters into the order in which they carry gradients back. */
final class Filters {
  /** Filters that are turned at a time: their rows stay in cache. */
  private static final int TILE = 16;

  private float[] rows = new float[0];
  private float[] result = new float[0];

  /**
   * turned[c, p, o] ← filters[o, positions − 1 − p, c]: inputs and outputs exchanged, and the
   * positions backwards; filters [outputs, positions, channels].
   */
  void turn(FloatBuffer filters, int outputs, int positions, int channels, FloatBuffer turned) {
    int values = positions * channels;
    rows = room(rows, TILE * values);
    result = room(result, outputs * values);
    for (int o = 0; o < outputs; o += TILE) {
      int n = Math.min(TILE, outputs - o);
      filters.get(o * values, rows, 0, n * values);
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          int from = (positions - 1 - p) * channels + c;
          int to = (c * positions + p) * outputs + o;
          for (int i = 0; i < n; i++) {
            result[to + i] = rows[i * values + from];
          }
        }
      }
    }
    turned.put(0, result, 0, outputs * values);
  }

  private static float[] room(float[] array, int size) {
    return array.length >= size ? array : new float[size];
  }
}
