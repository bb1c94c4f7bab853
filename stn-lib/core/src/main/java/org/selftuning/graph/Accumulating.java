package org.selftuning.graph;

import org.selftuning.tensor.Ops;

/** A primitive whose engine call can add to what is there: out ← beta·out + alpha·y. */
interface Accumulating extends Primitive {

  /** Computes out ← beta·out + alpha·y. */
  void accumulate(Ops ops, Operands t, float alpha, float beta);

  @Override
  default void forward(Ops ops, Operands t) {
    accumulate(ops, t, 1, 0);
  }
}
