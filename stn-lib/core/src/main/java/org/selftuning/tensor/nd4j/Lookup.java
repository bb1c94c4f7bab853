package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** Rows of a table by their numbers, gated or not, and the gradients back to where they stood. */
final class Lookup {
  private final WorkerPool workers;

  Lookup(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  private static float kept(Tensor keep, int row) {
    return keep == null ? 1 : buffer(keep).get(row);
  }

  /** The row of the table that entry {@code r} of the index names. */
  private static int row(Tensor index, int r, int rows) {
    float number = buffer(index).get(r);
    if (!(number >= 0 && number < rows)) {
      throw new IndexOutOfBoundsException(
          "a table of " + rows + " rows has no row " + number + "; check the vocabulary's size");
    }
    return (int) number;
  }

  /** See {@link org.selftuning.tensor.Ops#gather}. */
  void forward(Tensor table, Tensor index, Tensor keep, Tensor gates, Tensor y) {
    int columns = table.shape().dim(1);
    int rows = table.shape().dim(0) / (gates == null ? 1 : 2);
    int groups = gates == null ? 1 : gates.size() / columns;
    workers.share(
        index.size(),
        columns,
        (from, to, scratch) -> {
          float[] elem = scratch.row(0, columns);
          float[] hyper = scratch.row(1, columns);
          float[] v = scratch.row(2, columns);
          for (int r = from; r < to; r++) {
            int row = row(index, r, rows);
            float scale = kept(keep, row);
            buffer(table).get(row * columns, elem, 0, columns);
            if (gates == null) {
              for (int c = 0; c < columns; c++) {
                elem[c] *= scale;
              }
            } else {
              buffer(table).get((rows + row) * columns, hyper, 0, columns);
              buffer(gates).get(r % groups * columns, v, 0, columns);
              for (int c = 0; c < columns; c++) {
                elem[c] = scale * (elem[c] + v[c] * hyper[c]);
              }
            }
            buffer(y).put(r * columns, elem, 0, columns);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#gatherBackward}. */
  void backward(
      Tensor dy,
      Tensor table,
      Tensor index,
      Tensor keep,
      Tensor gates,
      Tensor dGates,
      float alpha,
      Tensor dTable) {
    int columns = table.shape().dim(1);
    int rows = table.shape().dim(0) / (gates == null ? 1 : 2);
    int groups = gates == null ? 1 : gates.size() / columns;
    int size = index.size();
    Scratch scratch = workers.own();
    float[] grad = scratch.row(0, columns);
    float[] line = scratch.row(1, columns);
    float[] v = scratch.row(2, columns);
    float[] dv = scratch.row(3, columns);
    for (int group = 0; group < groups; group++) {
      Arrays.fill(dv, 0, columns, 0);
      if (gates != null) {
        buffer(gates).get(group * columns, v, 0, columns);
      }
      for (int r = group; r < size; r += groups) {
        int row = row(index, r, rows);
        float scale = kept(keep, row);
        buffer(dy).get(r * columns, grad, 0, columns);
        for (int c = 0; c < columns; c++) {
          grad[c] *= scale;
        }
        if (gates != null) {
          buffer(table).get((rows + row) * columns, line, 0, columns);
          for (int c = 0; c < columns; c++) {
            dv[c] += grad[c] * line[c];
          }
        }
        if (dTable == null) {
          continue;
        }
        buffer(dTable).get(row * columns, line, 0, columns);
        for (int c = 0; c < columns; c++) {
          line[c] += alpha * grad[c];
        }
        buffer(dTable).put(row * columns, line, 0, columns);
        if (gates != null) {
          buffer(dTable).get((rows + row) * columns, line, 0, columns);
          for (int c = 0; c < columns; c++) {
            line[c] += alpha * v[c] * grad[c];
          }
          buffer(dTable).put((rows + row) * columns, line, 0, columns);
        }
      }
      if (gates != null) {
        buffer(dGates).put(group * columns, dv, 0, columns);
      }
    }
  }
}
