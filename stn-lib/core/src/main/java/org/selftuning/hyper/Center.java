package org.selftuning.hyper;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** What centered gates see: how far perturbed hyperparameters are from the present ones. */
final class Center {
  private final Ops ops;
  private final Tensor none;
  private final Tensor minus;
  private final Tensor difference;

  Center(Ops ops, int batch, int n) {
    this.ops = ops;
    none = ops.tensor(1, n);
    minus = ops.tensor(n);
    difference = ops.tensor(batch, n);
  }

  /** z − λ, computed as σ ⊙ ε, which loses no digits where σ is small. */
  void perturb(Tensor rho, Tensor epsilon, Tensor shared) {
    ops.perturb(none.reshape(none.size()), rho, epsilon, shared, difference);
  }

  /** The difference of each row of {@code perturbed} [B, n] from {@code present} [1, n]. */
  void subtract(Tensor perturbed, Tensor present) {
    ops.fill(minus, 0);
    ops.axpy(-1, present, minus);
    ops.addBias(perturbed, minus, difference);
  }

  /** Lets a resting pass see this difference [n]; 0 for what it is otherwise. */
  void shift(float[] difference) {
    none.write(difference);
  }

  /** The difference of every example [B, n]. */
  Tensor difference() {
    return difference;
  }

  /** The difference at the present hyperparameters, 0 [1, n]. */
  Tensor none() {
    return none;
  }
}
