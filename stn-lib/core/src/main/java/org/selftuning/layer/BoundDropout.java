package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Dropout bound to a batch size and an engine, of whatever the mask says: elements, channels, or
 * units of a sequence.
 */
final class BoundDropout implements ForwardMode {
  private final Ops ops;
  private final Binding.Reading rate;
  private final RandomStream stream;
  private final int inner;
  private final Tensor mask;
  private final Tensor y;
  private final Tensor dx;

  /**
   * The layer for inputs of a shape.
   *
   * @param inner neighboring rows that one row of the mask serves; after the mask's last row its
   *     first serves again
   * @param mask the mask's extents [rows, columns]
   */
  BoundDropout(Binding binding, Quantity rate, Shape input, int inner, int... mask) {
    ops = binding.ops();
    this.rate = binding.read(rate, mask[1]);
    stream = binding.stream("dropout");
    this.inner = inner;
    this.mask = binding.tensor(mask);
    int[] extents = binding.extents(input);
    y = binding.tensor(extents);
    dx = binding.elementwiseGradient(extents);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    if (!pass.training()) {
      return x;
    }
    ops.dropoutMask(stream, rate.in(pass), rate.column(), 1, mask, rate.each());
    ops.scaleRows(x, mask, inner, y);
    return y;
  }

  @Override
  public Tensor jvp(Tensor change, Pass pass) {
    return change == null ? null : backward(change, pass); // the mask, either way
  }

  @Override
  public Tensor backward(Tensor dy, Pass pass) {
    if (dx == null || !pass.training()) {
      return dy;
    }
    ops.scaleRows(dy, mask, inner, dx);
    return dx;
  }
}
