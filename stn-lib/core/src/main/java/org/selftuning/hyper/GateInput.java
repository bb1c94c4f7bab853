package org.selftuning.hyper;

/** What gated layers see of a hyperparameter at the unconstrained value z. */
public enum GateInput {
  /** z itself, as for the convolutional networks of the STN paper. */
  UNCONSTRAINED,
  /**
   * z brought to a standard range: sigmoid(z) where the hyperparameter has an interval, softplus(z)
   * where it has one bound, z where it has none; as for the paper's language model.
   */
  SQUASHED
}
