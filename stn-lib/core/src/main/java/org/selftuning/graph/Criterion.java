package org.selftuning.graph;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** What outputs [B, C] are judged by. A row whose target is NaN is padding: its loss is 0. */
public enum Criterion {
  /** log Σ_c exp(y_c) − y_t of a class index t; targets [B, 1]. */
  CROSS_ENTROPY,
  /** Σ_c (y_c − t_c)² / C; targets [B, C]. */
  SQUARED_ERROR;

  /** The shape of one example's target. */
  Shape target(Shape output) {
    return this == CROSS_ENTROPY ? Shape.of(1) : output;
  }

  /** Calls the engine; {@code score} [3] is not looked at. */
  void judge(Ops ops, Operands t, float scale, Tensor dy, Tensor losses) {
    switch (this) {
      case CROSS_ENTROPY -> ops.softmaxCrossEntropy(t.in(0), t.in(1), scale, dy, losses, t.room());
      case SQUARED_ERROR -> ops.squaredError(t.in(0), t.in(1), scale, dy, losses, t.room());
    }
  }
}
