package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * W ∗ x on images.
 *
 * @param spare of the input's size, for gradients that are added; null if none are
 */
record ConvolutionProduct(Ops ops, int batch, Window window, Tensor spare) implements Product {

  /** A product whose gradients are not added. */
  ConvolutionProduct(Binding binding, Window window) {
    this(binding.ops(), binding.batch(), window, null);
  }

  /** The same, whose gradients can be added. */
  ConvolutionProduct adding() {
    return new ConvolutionProduct(ops, batch, window, ops.tensor(input()));
  }

  @Override
  public int values() {
    return window.values();
  }

  @Override
  public int positions() {
    return window.positions();
  }

  @Override
  public int[] input() {
    return new int[] {batch, window.height(), window.width(), window.channels()};
  }

  @Override
  public int[] output(int filters) {
    return new int[] {batch, window.outHeight(), window.outWidth(), filters};
  }

  @Override
  public void forward(Tensor x, Tensor w, Tensor y) {
    ops.convolve(x, w, window, y);
  }

  @Override
  public void backwardInput(Tensor dy, Tensor w, Tensor dx, boolean onto) {
    ops.convolveBackwardInput(dy, w, window, onto ? spare : dx);
    if (onto) {
      ops.axpy(1, spare, dx);
    }
  }

  @Override
  public void backwardWeight(Tensor dy, Tensor x, float alpha, float beta, Tensor dW) {
    ops.convolveBackwardFilters(dy, x, window, alpha, beta, dW);
  }
}
