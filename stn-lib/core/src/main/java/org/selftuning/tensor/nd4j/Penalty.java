package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.selftuning.tensor.Tensor;

/** The mean square of activations, or of their change from step to step, and its derivative. */
final class Penalty {
  private final WorkerPool workers;
  private float[] squares = new float[0];

  Penalty(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#penalize}. */
  void apply(Tensor x, int lag, Tensor strength, int column, Tensor dy, Tensor dx, Tensor penalty) {
    int rows = x.shape().dim(0);
    int columns = x.size() / rows;
    double weight = buffer(strength).get(column) / ((double) (rows - lag) * columns);
    float slope = (float) (2 * weight);
    if (squares.length < rows) {
      squares = new float[rows];
    }
    workers.share(
        rows,
        columns,
        (from, to, scratch) -> {
          float[] here = scratch.row(0, columns);
          float[] other = scratch.row(1, columns);
          float[] grad = scratch.row(2, columns);
          for (int r = from; r < to; r++) {
            buffer(x).get(r * columns, here, 0, columns);
            buffer(dy).get(r * columns, grad, 0, columns);
            squares[r] = 0;
            if (lag == 0) {
              squares[r] = pull(here, null, columns, slope, grad);
            } else {
              if (r >= lag) {
                buffer(x).get((r - lag) * columns, other, 0, columns);
                squares[r] = pull(here, other, columns, slope, grad);
              }
              if (r + lag < rows) {
                buffer(x).get((r + lag) * columns, other, 0, columns);
                pull(here, other, columns, slope, grad);
              }
            }
            buffer(dx).put(r * columns, grad, 0, columns);
          }
        });
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += squares[r];
    }
    buffer(penalty).put(0, (float) (weight * sum));
  }

  /** grad ← grad + slope·(x − from), with from = 0 where it is null; returns Σ (x − from)². */
  private static float pull(float[] x, float[] from, int n, float slope, float[] grad) {
    float squares = 0;
    for (int i = 0; i < n; i++) {
      float difference = from == null ? x[i] : x[i] - from[i];
      grad[i] += slope * difference;
      squares += difference * difference;
    }
    return squares;
  }
}
