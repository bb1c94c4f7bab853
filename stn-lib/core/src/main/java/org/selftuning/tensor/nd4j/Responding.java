package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** What gates add to a layer's products, on its own, and its derivatives. */
final class Responding {
  private final WorkerPool workers;
  private float[] sums = new float[0];

  Responding(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#respond}. */
  void forward(Tensor hyper, Tensor hyperBias, Tensor gates, int rowsPerExample, Tensor y) {
    int width = gates.shape().dim(-1);
    int columns = width / (hyperBias == null ? 1 : 2);
    int groups = gates.size() / width;
    workers.share(
        y.size() / columns,
        2 * columns,
        (from, to, scratch) -> {
          float[] sum = scratch.row(0, columns);
          float[] product = scratch.row(1, columns);
          float[] v = scratch.row(2, columns);
          float[] offset = scratch.row(3, columns);
          float[] bias = scratch.row(4, columns);
          if (hyperBias == null) {
            Arrays.fill(offset, 0, columns, 0);
          } else {
            buffer(hyperBias).get(0, bias, 0, columns);
          }
          int current = -1;
          for (int r = from; r < to; r++) {
            int group = r / rowsPerExample % groups;
            if (group != current) {
              current = group;
              buffer(gates).get(group * width, v, 0, columns);
              if (hyperBias != null) {
                buffer(gates).get(group * width + columns, offset, 0, columns);
                for (int c = 0; c < columns; c++) {
                  offset[c] *= bias[c];
                }
              }
            }
            buffer(y).get(r * columns, sum, 0, columns);
            buffer(hyper).get(r * columns, product, 0, columns);
            for (int c = 0; c < columns; c++) {
              sum[c] += offset[c] + v[c] * product[c];
            }
            buffer(y).put(r * columns, sum, 0, columns);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#respondBackward}. */
  void backward(
      Tensor dy,
      Tensor hyper,
      Tensor hyperBias,
      Tensor gates,
      int rowsPerExample,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dHyperBias) {
    int width = gates.shape().dim(-1);
    int columns = width / (hyperBias == null ? 1 : 2);
    int rows = dy.size() / columns;
    int groups = gates.size() / width;
    if (sums.length < groups * columns) {
      sums = new float[groups * columns];
    }
    workers.share(
        groups,
        2 * (rows / groups) * columns,
        (from, to, scratch) -> {
          float[] grad = scratch.row(0, columns);
          float[] product = scratch.row(1, columns);
          float[] v = scratch.row(2, columns);
          float[] sum = scratch.row(3, columns);
          float[] dv = scratch.row(4, columns);
          for (int group = from; group < to; group++) {
            buffer(gates).get(group * width, v, 0, columns);
            Arrays.fill(sum, 0, columns, 0);
            Arrays.fill(dv, 0, columns, 0);
            for (int start = group * rowsPerExample;
                start < rows;
                start += rowsPerExample * groups) {
              for (int r = start; r < start + rowsPerExample; r++) {
                buffer(dy).get(r * columns, grad, 0, columns);
                buffer(hyper).get(r * columns, product, 0, columns);
                for (int i = 0; i < columns; i++) {
                  float g = grad[i];
                  sum[i] += g;
                  dv[i] += g * product[i];
                  product[i] = g * v[i];
                }
                buffer(hyper).put(r * columns, product, 0, columns);
              }
            }
            buffer(dGates).put(group * width, dv, 0, columns);
            System.arraycopy(sum, 0, sums, group * columns, columns);
          }
        });
    if (hyperBias != null) {
      biasGradients(hyperBias, gates, groups, dGates, alpha, beta, dHyperBias);
    }
  }

  /** The bias's part of dGates, and dHyperBias, from the sums of the groups. */
  private void biasGradients(
      Tensor hyperBias,
      Tensor gates,
      int groups,
      Tensor dGates,
      float alpha,
      float beta,
      Tensor dHyperBias) {
    int columns = hyperBias.size();
    Scratch scratch = workers.own();
    float[] bias = scratch.row(0, columns);
    float[] c = scratch.row(1, columns);
    float[] dBias = scratch.row(2, columns);
    buffer(hyperBias).get(0, bias, 0, columns);
    Arrays.fill(dBias, 0, columns, 0);
    for (int group = 0; group < groups; group++) {
      int at = (2 * group + 1) * columns;
      buffer(gates).get(at, c, 0, columns);
      for (int i = 0; i < columns; i++) {
        float sum = sums[group * columns + i];
        dBias[i] += sum * c[i];
        c[i] = sum * bias[i];
      }
      buffer(dGates).put(at, c, 0, columns);
    }
    Elementwise.accumulate(dBias, columns, alpha, beta, buffer(dHyperBias), 0, c);
  }
}
