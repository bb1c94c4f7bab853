package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/**
 * A layer that computes: bound to an engine and a batch size, with its buffers planned. Activations
 * of a minibatch are [B, …]; those of sequences of T vectors are [T·B, D], in rows t·B + b.
 */
public interface BoundLayer {

  /**
   * Computes the output.
   *
   * @param x the input of the whole minibatch [B, …], which stays as it is until the backward pass
   * @return the output [B, …], in a buffer of this layer's
   */
  Tensor forward(Tensor x, Pass pass);

  /**
   * Sends the gradient of the loss back through the last {@link #forward}: parameter gradients in a
   * training pass, {@link Pass#dz} in a validation pass.
   *
   * @param dy gradient of the output, of the output's shape
   * @return gradient of the input, in a buffer of this layer's; null if not required
   */
  Tensor backward(Tensor dy, Pass pass);

  /** Prepares for evaluation passes with these hyperparameters and weights. */
  default void collapse(Pass pass) {}

  /**
   * Forgets what is carried between passes of this purpose: nothing is carried into the next one.
   */
  default void reset(Pass.Mode mode) {}

  /**
   * Ends a backward pass, once every layer has been through it: the gradients of all parameters are
   * there to be added to.
   */
  default void finish(Pass pass) {}

  /** The penalty [1] that the last backward pass added to the objective; null if there is none. */
  default Tensor penalty() {
    return null;
  }
}
