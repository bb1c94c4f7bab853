package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/**
 * What one pass through the network is for, and under which hyperparameters.
 *
 * @param mode its purpose
 * @param learns which parameters get a gradient
 * @param z what enters the gates [G, n]: one row an example, or one row (G = 1) for all; null where
 *     nothing is tuned, or where the gates are closed
 * @param values the hyperparameters in their own units [G, n]; null where nothing is tuned
 * @param dz where a validation pass adds ∂loss/∂z [G, n]; null otherwise
 * @param alpha scale of the parameter gradients in a training pass
 * @param beta what is kept of the last parameter gradients in a training pass
 */
public record Pass(
    Mode mode, Learns learns, Tensor z, Tensor values, Tensor dz, float alpha, float beta) {

  /** The purpose of a pass. */
  public enum Mode {
    /** Training loss; dropout and augmentation on; gradients of the parameters. */
    TRAIN,
    /** Validation loss; dropout and augmentation off; gradients of the hyperparameters. */
    VALIDATE,
    /** No gradients; G = 1; layers use what {@link BoundLayer#collapse} prepared. */
    EVALUATE
  }

  /**
   * The parameters that get a gradient. The <em>general</em> ones are ordinary and elem weights,
   * the <em>response</em> ones are hyper weights and gates (Bae &amp; Grosse 2020).
   */
  public enum Learns {
    /** None: the pass is not for training. */
    NOTHING,
    /** All of them together. */
    ALL,
    /** The general parameters, with closed gates. */
    GENERAL,
    /** The response parameters, with open gates. */
    RESPONSE,
    /**
     * The response parameters, with the gates' effect to first order: the forward pass is taken
     * with closed gates, and {@link ForwardMode#jvp} computes how its outputs move as the gates
     * open.
     */
    LINEARIZED
  }

  /** A training pass of all parameters. */
  public static Pass train(Tensor z, Tensor values, float alpha, float beta) {
    return new Pass(Mode.TRAIN, Learns.ALL, z, values, null, alpha, beta);
  }

  /** A training pass of the general parameters alone. */
  public static Pass general(Tensor values, float alpha, float beta) {
    return new Pass(Mode.TRAIN, Learns.GENERAL, null, values, null, alpha, beta);
  }

  /** A training pass of the response parameters alone. */
  public static Pass response(Tensor z, Tensor values, float alpha, float beta) {
    return new Pass(Mode.TRAIN, Learns.RESPONSE, z, values, null, alpha, beta);
  }

  /** A training pass of the response parameters on linearized outputs. */
  public static Pass linearized(Tensor z, Tensor values, float alpha, float beta) {
    return new Pass(Mode.TRAIN, Learns.LINEARIZED, z, values, null, alpha, beta);
  }

  /** A validation pass. */
  public static Pass validate(Tensor z, Tensor values, Tensor dz) {
    return new Pass(Mode.VALIDATE, Learns.NOTHING, z, values, dz, 0, 0);
  }

  /** An evaluation pass. */
  public static Pass evaluate(Tensor z, Tensor values) {
    return new Pass(Mode.EVALUATE, Learns.NOTHING, z, values, null, 0, 0);
  }

  /** Whether this is a training pass. */
  public boolean training() {
    return mode == Mode.TRAIN;
  }

  /** Whether general parameters get a gradient. */
  public boolean learnsGeneral() {
    return learns == Learns.ALL || learns == Learns.GENERAL;
  }

  /** Whether response parameters get a gradient. */
  public boolean learnsResponse() {
    return training() && learns != Learns.GENERAL;
  }

  /** Whether the general or the response parameters learn alone. */
  public boolean parted() {
    return training() && learns != Learns.ALL;
  }

  /** Whether the outputs are linearized. */
  public boolean linearized() {
    return learns == Learns.LINEARIZED;
  }

  /** Whether all examples share one row of hyperparameters. */
  public boolean shared() {
    return z == null || z.shape().dim(0) == 1;
  }
}
