package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** The mean squared error and its gradient, a row at a time. */
final class SquaredError {
  private final Scratch scratch;

  SquaredError(Scratch scratch) {
    this.scratch = scratch;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#squaredError}. */
  Total judge(Tensor y, Tensor targets, float scale, Tensor dy, Tensor losses) {
    int rows = y.shape().dim(0);
    int columns = y.size() / rows;
    float[] line = scratch.row(0, columns);
    float[] goal = scratch.row(1, columns);
    double loss = 0;
    int live = 0;
    for (int r = 0; r < rows; r++) {
      buffer(y).get(r * columns, line, 0, columns);
      buffer(targets).get(r * columns, goal, 0, columns);
      double sum = 0;
      if (Float.isNaN(goal[0])) {
        Arrays.fill(line, 0, columns, 0);
      } else {
        for (int c = 0; c < columns; c++) {
          float difference = line[c] - goal[c];
          sum += (double) difference * difference;
          line[c] = scale * 2 * difference / columns;
        }
        loss += sum / columns;
        live++;
      }
      if (losses != null) {
        buffer(losses).put(r, (float) (sum / columns));
      }
      if (dy != null) {
        buffer(dy).put(r * columns, line, 0, columns);
      }
    }
    return new Total(loss, 0, live);
  }
}
