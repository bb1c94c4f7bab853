package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/**
 * A bound layer that computes how its output moves, to first order, as the gates open: a
 * Jacobian-vector product, computed from the first layer to the last beside the forward pass.
 */
public interface ForwardMode extends BoundLayer {

  /**
   * Computes the output's change in the last {@link #forward}, a linearized pass: with y(x, z) the
   * layer as a function of its input and of what enters its gates,
   *
   * <pre>  dy = ∂y/∂x · dx + ∂y/∂z · z        at the input of that pass and z = 0 </pre>
   *
   * <p>Masks and statistics are those of that pass.
   *
   * @param dx the input's change, of its shape; null where the input does not move
   * @return dy, of the output's shape, in a buffer that holds until the backward pass; null where
   *     the output does not move
   */
  Tensor jvp(Tensor dx, Pass pass);
}
