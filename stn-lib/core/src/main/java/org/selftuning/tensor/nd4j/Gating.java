package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** The gate of a layer's products, its derivatives, and weights collapsed by one gate for all. */
final class Gating {
  /** Parts into which a backward pass is cut where it is shared: each has sums of its own. */
  private static final int PIECES = 32;

  private final WorkerPool workers;
  private float[] sums = new float[0];

  Gating(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#gate}. */
  void forward(Tensor products, Tensor bias, Tensor gates, int rowsPerExample, Tensor y) {
    int columns = bias.size() / 2;
    int groups = gates.size() / (2 * columns);
    workers.share(
        y.size() / columns,
        3 * columns,
        (from, to, scratch) -> {
          float[] elem = scratch.row(0, columns);
          float[] hyper = scratch.row(1, columns);
          float[] v = scratch.row(2, columns);
          float[] offset = scratch.row(3, columns);
          float[] elemBias = scratch.row(4, columns);
          float[] hyperBias = scratch.row(5, columns);
          buffer(bias).get(0, elemBias, 0, columns);
          buffer(bias).get(columns, hyperBias, 0, columns);
          int current = -1;
          for (int r = from; r < to; r++) {
            int group = r / rowsPerExample % groups;
            if (group != current) {
              current = group;
              buffer(gates).get(group * 2 * columns, v, 0, columns);
              buffer(gates).get(group * 2 * columns + columns, offset, 0, columns);
              for (int c = 0; c < columns; c++) {
                offset[c] = elemBias[c] + offset[c] * hyperBias[c];
              }
            }
            buffer(products).get(r * 2 * columns, elem, 0, columns);
            buffer(products).get(r * 2 * columns + columns, hyper, 0, columns);
            for (int c = 0; c < columns; c++) {
              elem[c] += offset[c] + v[c] * hyper[c];
            }
            buffer(y).put(r * columns, elem, 0, columns);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#gateBackward}. */
  void backward(
      Tensor dy,
      Tensor products,
      Tensor bias,
      Tensor gates,
      int rowsPerExample,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dBias) {
    int columns = bias.size() / 2;
    int rows = dy.size() / columns;
    int groups = gates.size() / (2 * columns);
    boolean shared = 3L * rows * columns >= WorkerPool.LEAST;
    int parts = shared ? Math.min(PIECES, groups > 1 ? groups : rows) : 1;
    if (sums.length < 2 * parts * columns) {
      sums = new float[2 * parts * columns];
    }
    Backward pass = new Backward(dy, products, bias, gates, columns, rowsPerExample, dGates, sums);
    workers.share(
        parts,
        3 * (rows / parts) * columns,
        (from, to, scratch) -> {
          for (int part = from; part < to; part++) {
            if (groups > 1 && groups == rows) {
              pass.examplesOfOneRow(
                  groups * part / parts, groups * (part + 1) / parts, part, scratch);
            } else if (groups > 1) {
              pass.examples(groups * part / parts, groups * (part + 1) / parts, part, scratch);
            } else {
              int first = (int) ((long) rows * part / parts);
              pass.rowsOfAll(first, (int) ((long) rows * (part + 1) / parts), part, scratch);
            }
          }
        });
    for (int part = 1; part < parts; part++) {
      int at = 2 * part * columns;
      for (int i = 0; i < 2 * columns; i++) {
        sums[i] += sums[at + i];
      }
    }
    if (groups == 1) {
      pass.gradientOfAll(workers.own());
    }
    if (dBias != null) {
      float[] room = workers.own().row(0, 2 * columns);
      Elementwise.accumulate(sums, 2 * columns, alpha, beta, buffer(dBias), 0, room);
    }
  }

  /**
   * One backward pass, in parts.
   *
   * @param sums for each part its share of the bias gradient [Σ dy | Σ c ⊙ dy]
   */
  private record Backward(
      Tensor dy,
      Tensor products,
      Tensor bias,
      Tensor gates,
      int columns,
      int rowsPerExample,
      Tensor dGates,
      float[] sums) {

    /**
     * Examples with gates of their own, for {@code rowsPerExample} adjacent rows each; they repeat.
     */
    void examples(int from, int to, int part, Scratch scratch) {
      float[] sum = scratch.row(3, columns);
      float[] dv = scratch.row(4, columns);
      float[] hyperBias = scratch.row(5, columns);
      float[] c = scratch.row(6, columns);
      float[] dElem = scratch.row(7, columns);
      float[] dHyper = scratch.row(8, columns);
      int rows = dy.size() / columns;
      int period = rowsPerExample * (gates.size() / (2 * columns));
      buffer(bias).get(columns, hyperBias, 0, columns);
      Arrays.fill(dElem, 0, columns, 0);
      Arrays.fill(dHyper, 0, columns, 0);
      for (int group = from; group < to; group++) {
        Arrays.fill(sum, 0, columns, 0);
        Arrays.fill(dv, 0, columns, 0);
        for (int start = group * rowsPerExample; start < rows; start += period) {
          rows(start, start + rowsPerExample, group, scratch);
        }
        buffer(dGates).put(group * 2 * columns, dv, 0, columns);
        buffer(gates).get(group * 2 * columns + columns, c, 0, columns);
        for (int i = 0; i < columns; i++) {
          dElem[i] += sum[i];
          dHyper[i] += sum[i] * c[i];
          sum[i] *= hyperBias[i];
        }
        buffer(dGates).put(group * 2 * columns + columns, sum, 0, columns);
      }
      System.arraycopy(dElem, 0, sums, 2 * part * columns, columns);
      System.arraycopy(dHyper, 0, sums, (2 * part + 1) * columns, columns);
    }

    /** Examples with gates of their own and one row each: nothing is summed up but over them. */
    void examplesOfOneRow(int from, int to, int part, Scratch scratch) {
      float[] grad = scratch.row(0, columns);
      float[] hyper = scratch.row(1, columns);
      float[] v = scratch.row(2, columns);
      float[] c = scratch.row(3, columns);
      float[] dv = scratch.row(4, columns);
      float[] dc = scratch.row(5, columns);
      float[] hyperBias = scratch.row(6, columns);
      float[] dElem = scratch.row(7, columns);
      float[] dHyper = scratch.row(8, columns);
      buffer(bias).get(columns, hyperBias, 0, columns);
      Arrays.fill(dElem, 0, columns, 0);
      Arrays.fill(dHyper, 0, columns, 0);
      for (int r = from; r < to; r++) {
        int at = r * 2 * columns;
        buffer(dy).get(r * columns, grad, 0, columns);
        buffer(products).get(at + columns, hyper, 0, columns);
        buffer(gates).get(at, v, 0, columns);
        buffer(gates).get(at + columns, c, 0, columns);
        for (int i = 0; i < columns; i++) {
          float g = grad[i];
          dElem[i] += g;
          dv[i] = g * hyper[i];
          hyper[i] = g * v[i];
        }
        for (int i = 0; i < columns; i++) {
          dHyper[i] += grad[i] * c[i];
          dc[i] = grad[i] * hyperBias[i];
        }
        buffer(products).put(at, grad, 0, columns);
        buffer(products).put(at + columns, hyper, 0, columns);
        buffer(dGates).put(at, dv, 0, columns);
        buffer(dGates).put(at + columns, dc, 0, columns);
      }
      System.arraycopy(dElem, 0, sums, 2 * part * columns, columns);
      System.arraycopy(dHyper, 0, sums, (2 * part + 1) * columns, columns);
    }

    /** Some of the rows that one gate serves; leaves [Σ dy | Σ dy ⊙ H] in the part's sums. */
    void rowsOfAll(int from, int to, int part, Scratch scratch) {
      float[] sum = scratch.row(3, columns);
      float[] dv = scratch.row(4, columns);
      Arrays.fill(sum, 0, columns, 0);
      Arrays.fill(dv, 0, columns, 0);
      rows(from, to, 0, scratch);
      System.arraycopy(sum, 0, sums, 2 * part * columns, columns);
      System.arraycopy(dv, 0, sums, (2 * part + 1) * columns, columns);
    }

    /** The gradient of one gate for all, and what its bias gradient is made of. */
    void gradientOfAll(Scratch scratch) {
      float[] hyperBias = scratch.row(0, columns);
      buffer(dGates).put(0, sums, columns, columns);
      buffer(bias).get(columns, hyperBias, 0, columns);
      for (int i = 0; i < columns; i++) {
        hyperBias[i] *= sums[i];
      }
      buffer(dGates).put(columns, hyperBias, 0, columns);
      buffer(gates).get(columns, hyperBias, 0, columns);
      for (int i = 0; i < columns; i++) {
        sums[columns + i] = sums[i] * hyperBias[i];
      }
    }

    private void rows(int from, int to, int group, Scratch scratch) {
      float[] grad = scratch.row(0, columns);
      float[] hyper = scratch.row(1, columns);
      float[] v = scratch.row(2, columns);
      float[] sum = scratch.row(3, columns);
      float[] dv = scratch.row(4, columns);
      FloatBuffer both = buffer(products);
      buffer(gates).get(group * 2 * columns, v, 0, columns);
      for (int r = from; r < to; r++) {
        buffer(dy).get(r * columns, grad, 0, columns);
        both.get(r * 2 * columns + columns, hyper, 0, columns);
        for (int i = 0; i < columns; i++) {
          float g = grad[i];
          sum[i] += g;
          dv[i] += g * hyper[i];
          hyper[i] = g * v[i];
        }
        both.put(r * 2 * columns, grad, 0, columns);
        both.put(r * 2 * columns + columns, hyper, 0, columns);
      }
    }
  }

  /** See {@link org.selftuning.tensor.Ops#collapseWeight}. */
  void collapseWeight(Tensor weight, Tensor gates, Tensor collapsed) {
    int rows = collapsed.shape().dim(0);
    int columns = collapsed.size() / rows;
    workers.share(
        rows,
        columns,
        (from, to, scratch) -> {
          float[] elem = scratch.row(0, columns);
          float[] hyper = scratch.row(1, columns);
          for (int r = from; r < to; r++) {
            float v = buffer(gates).get(r);
            buffer(weight).get(r * columns, elem, 0, columns);
            buffer(weight).get((rows + r) * columns, hyper, 0, columns);
            for (int i = 0; i < columns; i++) {
              elem[i] += v * hyper[i];
            }
            buffer(collapsed).put(r * columns, elem, 0, columns);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#collapseBias}. */
  void collapseBias(Tensor bias, Tensor gates, Tensor collapsed) {
    int columns = collapsed.size();
    FloatBuffer from = buffer(bias);
    FloatBuffer gate = buffer(gates);
    for (int i = 0; i < columns; i++) {
      buffer(collapsed).put(i, from.get(i) + gate.get(columns + i) * from.get(columns + i));
    }
  }
}
