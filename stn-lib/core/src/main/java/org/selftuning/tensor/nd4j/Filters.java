package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;

/** Brings a convolution's filters into the order in which they carry gradients back. */
final class Filters {
  /** Filters that are turned at a time: their rows stay in cache. */
  private static final int TILE = 16;

  private final WorkerPool workers;
  private float[] result = new float[0];

  Filters(WorkerPool workers) {
    this.workers = workers;
  }

  /**
   * turned[c, p, o] ← filters[o, positions − 1 − p, c]: inputs and outputs exchanged, and the
   * positions backwards; filters [outputs, positions, channels].
   */
  void turn(FloatBuffer filters, int outputs, int positions, int channels, FloatBuffer turned) {
    int values = positions * channels;
    if (result.length < outputs * values) {
      result = new float[outputs * values];
    }
    int tiles = (outputs + TILE - 1) / TILE;
    workers.each(
        tiles,
        TILE * values,
        (tile, scratch) -> {
          int o = tile * TILE;
          int n = Math.min(TILE, outputs - o);
          float[] rows = scratch.row(0, TILE * values);
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
        });
    workers.share(
        values,
        outputs,
        (from, to, scratch) ->
            turned.put(from * outputs, result, from * outputs, (to - from) * outputs));
  }
}
