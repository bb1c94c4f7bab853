package org.selftuning.layer;

import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A square in each image of a minibatch: its area is uniform between 0 and a share s of the image,
 * its center uniform over the pixels, and what lies outside is cut off.
 */
final class RandomSquare {
  private final Ops ops;
  private final RandomStream stream;
  private final int batch;
  private final Binding.Reading share;
  private final Tensor length;
  private final Tensor pixels;
  private final Tensor one;
  private final Tensor ones;
  private final Tensor mask;
  private final Tensor part;

  /** Squares in images [H, W, C], with the greatest area that {@code share} has for each. */
  RandomSquare(Binding binding, Shape input, Binding.Reading share) {
    ops = binding.ops();
    stream = binding.stream("square");
    batch = binding.batch();
    this.share = share;
    length = binding.tensor(batch, 1);
    pixels = binding.tensor(1, 1);
    ops.fill(pixels, input.dim(0) * input.dim(1));
    one = binding.tensor(1, 1);
    ops.fill(one, 1);
    ones = binding.tensor(input.prepend(batch).dims());
    ops.fill(ones, 1);
    mask = binding.tensor(input.prepend(batch).dims());
    part = binding.tensor(input.prepend(batch).dims());
  }

  /** Draws the squares of a pass. */
  void draw(Pass pass) {
    ops.jitter(stream, Jitter.SHIFT, share.in(pass), share.column(), length, 0);
    ops.apply(Elementary.ABS, length, length);
    ops.matmul(length, false, pixels, false, 1, 0, length);
    ops.apply(Elementary.SQRT, length, length);
    ops.cutout(stream, one, 0, 1, length, 0, ones, mask); // 0 in them, 1 around them
  }

  /** other ← x around the last squares; within them it stays. Both have the images' size. */
  void surround(Tensor x, Tensor other) {
    ops.scaleRows(other, mask, 1, part);
    ops.axpy(-1, part, other);
    ops.scaleRows(x, mask, 1, part);
    ops.axpy(1, part, other);
  }

  /** The share of each image that the last squares cover, [B, 1]. */
  void covered(Tensor shares) {
    int size = mask.size() / batch;
    Tensor column = ones.rows(0, 1).reshape(size, 1);
    ops.fill(shares, 1);
    ops.matmul(mask.reshape(batch, size), false, column, false, -1f / size, 1, shares);
  }
}
