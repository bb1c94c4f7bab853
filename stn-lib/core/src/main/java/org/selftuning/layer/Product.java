package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/** The product W ∗ x of a layer, a dense or a convolutional one, and its derivatives. */
interface Product {
  /** What an output is a sum of: the length of a row of W. */
  int values();

  /** The outputs that an example has of each row of W. */
  int positions();

  /** The extents of x. */
  int[] input();

  /** The extents of W ∗ x for a W of {@code rows} rows. */
  int[] output(int rows);

  /** y ← W ∗ x. */
  void forward(Tensor x, Tensor w, Tensor y);

  /** dx ← the gradient of x; added to what is there if {@code onto}. */
  void backwardInput(Tensor dy, Tensor w, Tensor dx, boolean onto);

  /** dW ← beta·dW + alpha·(the gradient of W). */
  void backwardWeight(Tensor dy, Tensor x, float alpha, float beta, Tensor dW);
}
