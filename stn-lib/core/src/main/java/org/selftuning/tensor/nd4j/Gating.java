package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** The gate of a layer's products, its derivatives, and weights collapsed by one gate for all. */
final class Gating {
  /** Pieces into which the rows are cut that one gate serves: each has sums of its own. */
  private static final int PIECES = 32;

  private final Crew crew;
  private float[] sums = new float[0];

  Gating(Crew crew) {
    this.crew = crew;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#gate}. */
  void forward(Tensor products, Tensor bias, Tensor gates, int inner, Tensor y) {
    int columns = bias.size() / 2;
    int groups = gates.size() / (2 * columns);
    crew.share(
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
            int group = r / inner % groups;
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
      int inner,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dBias) {
    int columns = bias.size() / 2;
    int rows = dy.size() / columns;
    int groups = gates.size() / (2 * columns);
    int parts = groups > 1 ? groups : Math.min(PIECES, rows);
    if (sums.length < 2 * parts * columns) {
      sums = new float[2 * parts * columns];
    }
    Backward pass = new Backward(dy, products, gates, columns, rows, groups, inner, parts, sums);
    crew.share(
        parts,
        3 * (rows / parts) * columns,
        (from, to, scratch) -> {
          for (int part = from; part < to; part++) {
            pass.sum(part, scratch);
            if (groups > 1) {
              pass.finish(part, bias, dGates, scratch);
            }
          }
        });
    if (groups == 1) {
      pass.merge();
      pass.finish(0, bias, dGates, crew.own());
    }
    if (dBias != null) {
      biasGradient(pass, alpha, beta, dBias);
    }
  }

  /**
   * One backward pass. The rows of each part: an example's rows are {@code inner} neighbours, again
   * every {@code inner · groups} rows; those of a gate for all are cut into equal parts.
   *
   * @param sums for each part [Σ dy ⊙ H | Σ dy]
   */
  private record Backward(
      Tensor dy,
      Tensor products,
      Tensor gates,
      int columns,
      int rows,
      int groups,
      int inner,
      int parts,
      float[] sums) {

    void sum(int part, Scratch scratch) {
      float[] v = scratch.row(2, columns);
      float[] sum = scratch.row(3, columns);
      float[] dv = scratch.row(4, columns);
      buffer(gates).get((groups > 1 ? part : 0) * 2 * columns, v, 0, columns);
      Arrays.fill(sum, 0, columns, 0);
      Arrays.fill(dv, 0, columns, 0);
      if (groups > 1) {
        for (int start = part * inner; start < rows; start += inner * groups) {
          rows(start, start + inner, scratch);
        }
      } else {
        int first = (int) ((long) rows * part / parts);
        rows(first, (int) ((long) rows * (part + 1) / parts), scratch);
      }
      System.arraycopy(dv, 0, sums, 2 * part * columns, columns);
      System.arraycopy(sum, 0, sums, (2 * part + 1) * columns, columns);
    }

    private void rows(int from, int to, Scratch scratch) {
      float[] grad = scratch.row(0, columns);
      float[] hyper = scratch.row(1, columns);
      float[] v = scratch.row(2, columns);
      float[] sum = scratch.row(3, columns);
      float[] dv = scratch.row(4, columns);
      FloatBuffer both = buffer(products);
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

    /** Adds the sums of all parts to those of the first. */
    void merge() {
      for (int part = 1; part < parts; part++) {
        int at = 2 * part * columns;
        for (int i = 0; i < 2 * columns; i++) {
          sums[i] += sums[at + i];
        }
      }
    }

    /** dGates[group, :] from the group's sums. */
    void finish(int group, Tensor bias, Tensor dGates, Scratch scratch) {
      float[] hyperBias = scratch.row(0, columns);
      int at = 2 * group * columns;
      buffer(bias).get(columns, hyperBias, 0, columns);
      for (int i = 0; i < columns; i++) {
        hyperBias[i] *= sums[at + columns + i];
      }
      buffer(dGates).put(at, sums, at, columns);
      buffer(dGates).put(at + columns, hyperBias, 0, columns);
    }
  }

  /** dBias ← beta·dBias + alpha·[Σ dy | Σ c ⊙ dy], from the sums of the groups. */
  private void biasGradient(Backward pass, float alpha, float beta, Tensor dBias) {
    int columns = pass.columns;
    int width = Math.min(columns, 256);
    crew.share(
        (columns + width - 1) / width,
        2 * pass.groups * width,
        (from, to, scratch) -> {
          float[] c = scratch.row(1, width);
          float[] dElem = scratch.row(2, width);
          float[] dHyper = scratch.row(3, width);
          for (int block = from; block < to; block++) {
            int first = block * width;
            int n = Math.min(width, columns - first);
            Arrays.fill(dElem, 0, n, 0);
            Arrays.fill(dHyper, 0, n, 0);
            for (int g = 0; g < pass.groups; g++) {
              int at = (2 * g + 1) * columns + first;
              buffer(pass.gates).get(at, c, 0, n);
              for (int i = 0; i < n; i++) {
                float sum = pass.sums[at + i];
                dElem[i] += sum;
                dHyper[i] += sum * c[i];
              }
            }
            Elementwise.accumulate(dElem, n, alpha, beta, buffer(dBias), first, c);
            Elementwise.accumulate(dHyper, n, alpha, beta, buffer(dBias), columns + first, c);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#collapseWeight}. */
  void collapseWeight(Tensor weight, Tensor gates, Tensor collapsed) {
    int rows = collapsed.shape().dim(0);
    int columns = collapsed.size() / rows;
    crew.share(
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
