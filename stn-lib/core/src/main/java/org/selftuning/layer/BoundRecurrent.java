package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/** A bound layer that carries a state from one minibatch to the next. */
public interface BoundRecurrent extends ForwardMode {

  /**
   * What the next pass of this purpose begins with; a pass leaves there what it ended with. May be
   * written.
   */
  RecurrentState state(Pass.Mode mode);

  /**
   * As {@link #backward(Tensor, Pass)}, with a loss that depends on the state after the minibatch
   * too.
   *
   * @param dy gradient of the output [T·B, H]
   * @param dState in: gradient of the state after the minibatch; out: of the state before it
   */
  Tensor backward(Tensor dy, RecurrentState dState, Pass pass);
}
