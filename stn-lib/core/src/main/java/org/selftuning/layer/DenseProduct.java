package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * W x on rows.
 *
 * @param rows the rows of x
 * @param values the columns of x, and of W
 */
record DenseProduct(Ops ops, int rows, int values) implements Product {
  @Override
  public int positions() {
    return 1;
  }

  @Override
  public int[] input() {
    return new int[] {rows, values};
  }

  @Override
  public int[] output(int units) {
    return new int[] {rows, units};
  }

  @Override
  public void forward(Tensor x, Tensor w, Tensor y) {
    ops.matmul(x, false, w, true, 1, 0, y);
  }

  @Override
  public void backwardInput(Tensor dy, Tensor w, Tensor dx, boolean onto) {
    ops.matmul(dy, false, w, false, 1, onto ? 1 : 0, dx);
  }

  @Override
  public void backwardWeight(Tensor dy, Tensor x, float alpha, float beta, Tensor dW) {
    ops.matmul(dy, true, x, false, alpha, beta, dW);
  }
}
