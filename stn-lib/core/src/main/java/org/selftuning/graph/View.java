package org.selftuning.graph;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** A primitive that no call computes: its tensor is its input's, or a part of that. */
interface View extends Primitive {

  /** The input's tensor as the output sees it, in these extents. */
  Tensor of(Tensor x, int[] extents);

  @Override
  default void forward(Ops ops, Operands t) {
    throw new IllegalStateException(this + " is no call");
  }
}
