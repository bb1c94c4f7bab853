package org.selftuning.layer;

/**
 * How gated layers respond to the hyperparameters and learn to, so that they plan buffers for it.
 */
public enum Response {
  /** Gates see the hyperparameters themselves, and all parameters learn together. */
  WHOLE,

  /**
   * Gates see how far the hyperparameters are from their present values, and start closed; general
   * and response parameters learn apart (Bae &amp; Grosse 2020, section 4).
   */
  CENTRED,

  /** As {@link #CENTRED}, with the response learnt on linearised outputs (section 4). */
  LINEARISED;

  /** Whether gates see differences from the present hyperparameters. */
  public boolean centred() {
    return this != WHOLE;
  }
}
