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
  CENTERED,

  /** As {@link #CENTERED}, with the response learned on linearized outputs (section 4). */
  LINEARIZED;

  /** Whether gates see differences from the present hyperparameters. */
  public boolean centered() {
    return this != WHOLE;
  }
}
