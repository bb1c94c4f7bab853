package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/**
 * What one pass through the network is for, and under which hyperparameters.
 *
 * @param mode its purpose
 * @param z what enters the gates [G, n]: one row an example, or one row (G = 1) for all; null where
 *     nothing is tuned
 * @param values the hyperparameters in their own units [G, n]; null where nothing is tuned
 * @param dz where a validation pass adds ∂loss/∂z [G, n]; null otherwise
 * @param alpha scale of the parameter gradients in a training pass
 * @param beta what is kept of the last parameter gradients in a training pass
 */
public record Pass(Mode mode, Tensor z, Tensor values, Tensor dz, float alpha, float beta) {

  /** The purpose of a pass. */
  public enum Mode {
    /** Training loss; dropout and augmentation on; gradients of the parameters. */
    TRAIN,
    /** Validation loss; dropout and augmentation off; gradients of the hyperparameters. */
    VALIDATE,
    /** No gradients; G = 1; layers use what {@link BoundLayer#collapse} prepared. */
    EVALUATE
  }

  /** A training pass. */
  public static Pass train(Tensor z, Tensor values, float alpha, float beta) {
    return new Pass(Mode.TRAIN, z, values, null, alpha, beta);
  }

  /** A validation pass. */
  public static Pass validate(Tensor z, Tensor values, Tensor dz) {
    return new Pass(Mode.VALIDATE, z, values, dz, 0, 0);
  }

  /** An evaluation pass. */
  public static Pass evaluate(Tensor z, Tensor values) {
    return new Pass(Mode.EVALUATE, z, values, null, 0, 0);
  }

  /** Whether this is a training pass. */
  public boolean training() {
    return mode == Mode.TRAIN;
  }

  /** Whether all examples share one row of hyperparameters. */
  public boolean shared() {
    return z == null || z.shape().dim(0) == 1;
  }
}
