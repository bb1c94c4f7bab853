package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.selftuning.tensor.Tensor;

/**
 * What a minibatch adds to a score.
 *
 * @param loss the sum of the rows' losses
 * @param right how many of them are right; 0 where that means nothing
 * @param rows how many count: all but padding
 */
record Total(double loss, int right, int rows) {

  /** score [3] ← score + [loss | right | rows]. */
  void addTo(Tensor score) {
    FloatBuffer sums = ((CpuTensor) score).buffer();
    sums.put(0, (float) (sums.get(0) + loss));
    sums.put(1, sums.get(1) + right);
    sums.put(2, sums.get(2) + rows);
  }
}
