package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Columns brought to mean 0 and variance 1, then scaled and shifted by example; a row at a time.
 */
final class Normalization {
  /** Rows that are added up by themselves, so that rounding errors stay small. */
  private static final int BLOCK = 256;

  private final Scratch scratch;
  private float[] block = new float[0];

  Normalization(Scratch scratch) {
    this.scratch = scratch;
  }

  /** Means and variances of the columns of x [rows, columns]. */
  void moments(FloatBuffer x, int rows, int columns, FloatBuffer mean, FloatBuffer variance) {
    float[] line = scratch.row(0, columns);
    float[] center = scratch.row(1, columns);
    float[] total = scratch.row(2, columns);
    Arrays.fill(center, 0, columns, 0);
    sum(x, rows, columns, line, center, false, total);
    for (int c = 0; c < columns; c++) {
      center[c] = total[c] / rows;
    }
    mean.put(0, center, 0, columns);
    sum(x, rows, columns, line, center, true, total);
    for (int c = 0; c < columns; c++) {
      total[c] /= rows;
    }
    variance.put(0, total, 0, columns);
  }

  /** total ← the sums of x − center, or of its squares. */
  private void sum(
      FloatBuffer x,
      int rows,
      int columns,
      float[] line,
      float[] center,
      boolean squared,
      float[] total) {
    block = block.length >= columns ? block : new float[columns];
    Arrays.fill(total, 0, columns, 0);
    for (int from = 0; from < rows; from += BLOCK) {
      Arrays.fill(block, 0, columns, 0);
      for (int r = from; r < Math.min(rows, from + BLOCK); r++) {
        x.get(r * columns, line, 0, columns);
        for (int c = 0; c < columns; c++) {
          float value = line[c] - center[c];
          block[c] += squared ? value * value : value;
        }
      }
      for (int c = 0; c < columns; c++) {
        total[c] += block[c];
      }
    }
  }

  /** y ← s ⊙ (x − mean)/√(variance + epsilon) + t, with [s | t] the row of factors of its group. */
  void apply(FloatBuffer x, Columns of, FloatBuffer factors, Groups by, FloatBuffer y) {
    int columns = by.columns;
    float[] line = scratch.row(0, columns);
    float[] scale = scratch.row(1, columns);
    float[] shift = scratch.row(2, columns);
    float[] mean = scratch.row(3, columns);
    float[] inverse = scratch.row(4, columns);
    of.fetch(columns, mean, inverse);
    int current = -1;
    for (int r = 0; r < by.rows; r++) {
      if (by.group(r) != current) {
        current = by.group(r);
        factors.get(current * 2 * columns, scale, 0, columns);
        factors.get(current * 2 * columns + columns, shift, 0, columns);
        for (int c = 0; c < columns; c++) {
          scale[c] *= inverse[c];
        }
      }
      x.get(r * columns, line, 0, columns);
      for (int c = 0; c < columns; c++) {
        line[c] = (line[c] - mean[c]) * scale[c] + shift[c];
      }
      y.put(r * columns, line, 0, columns);
    }
  }

  /** The gradients of {@link #apply} where mean and variance are those of x. */
  void gradient(
      FloatBuffer dy,
      FloatBuffer x,
      Columns of,
      FloatBuffer factors,
      Groups by,
      FloatBuffer dFactors,
      FloatBuffer dx) {
    int columns = by.columns;
    float[] mean = scratch.row(3, columns);
    float[] inverse = scratch.row(4, columns);
    of.fetch(columns, mean, inverse);
    sumByGroup(dy, x, mean, inverse, by, dFactors);
    if (dx == null) {
      return;
    }
    float[] line = scratch.row(0, columns);
    float[] grad = scratch.row(1, columns);
    float[] scale = scratch.row(2, columns);
    float[] along = scratch.row(5, columns);
    float[] level = scratch.row(6, columns);
    Arrays.fill(along, 0, columns, 0);
    Arrays.fill(level, 0, columns, 0);
    for (int g = 0; g < by.groups; g++) {
      factors.get(g * 2 * columns, scale, 0, columns);
      dFactors.get(g * 2 * columns, line, 0, columns);
      dFactors.get(g * 2 * columns + columns, grad, 0, columns);
      for (int c = 0; c < columns; c++) {
        along[c] += scale[c] * line[c] / by.rows;
        level[c] += scale[c] * grad[c] / by.rows;
      }
    }
    int current = -1;
    for (int r = 0; r < by.rows; r++) {
      if (by.group(r) != current) {
        current = by.group(r);
        factors.get(current * 2 * columns, scale, 0, columns);
      }
      x.get(r * columns, line, 0, columns);
      dy.get(r * columns, grad, 0, columns);
      for (int c = 0; c < columns; c++) {
        float normal = (line[c] - mean[c]) * inverse[c];
        grad[c] = (scale[c] * grad[c] - level[c] - normal * along[c]) * inverse[c];
      }
      dx.put(r * columns, grad, 0, columns);
    }
  }

  /** dFactors[g, :] ← [Σ dy ⊙ x̂ | Σ dy] over the rows of group g. */
  private void sumByGroup(
      FloatBuffer dy, FloatBuffer x, float[] mean, float[] inverse, Groups by, FloatBuffer to) {
    int columns = by.columns;
    float[] line = scratch.row(0, columns);
    float[] grad = scratch.row(1, columns);
    float[] dScale = scratch.row(2, columns);
    float[] dShift = scratch.row(5, columns);
    int period = by.rowsPerExample * by.groups;
    for (int g = 0; g < by.groups; g++) {
      Arrays.fill(dScale, 0, columns, 0);
      Arrays.fill(dShift, 0, columns, 0);
      for (int start = g * by.rowsPerExample; start < by.rows; start += period) {
        for (int r = start; r < start + by.rowsPerExample; r++) {
          x.get(r * columns, line, 0, columns);
          dy.get(r * columns, grad, 0, columns);
          for (int c = 0; c < columns; c++) {
            dScale[c] += grad[c] * ((line[c] - mean[c]) * inverse[c]);
            dShift[c] += grad[c];
          }
        }
      }
      to.put(g * 2 * columns, dScale, 0, columns);
      to.put(g * 2 * columns + columns, dShift, 0, columns);
    }
  }

  /** What columns are brought to mean 0 and variance 1 with. */
  record Columns(FloatBuffer mean, FloatBuffer variance, float epsilon) {

    private void fetch(int columns, float[] means, float[] inverse) {
      mean.get(0, means, 0, columns);
      variance.get(0, inverse, 0, columns);
      for (int c = 0; c < columns; c++) {
        inverse[c] = (float) (1 / Math.sqrt(inverse[c] + (double) epsilon));
      }
    }
  }

  /** Which example's factors a row has; see {@link org.selftuning.tensor.Ops}. */
  record Groups(int rows, int columns, int groups, int rowsPerExample) {

    private int group(int row) {
      return row / rowsPerExample % groups;
    }
  }
}
