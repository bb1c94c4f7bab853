package org.selftuning.tensor;

/** An element-wise function f whose derivative is a function of its output y = f(x). */
public enum Activation {
  /** max(x, 0). */
  RELU,
  /** The hyperbolic tangent. */
  TANH,
  /** 1/(1 + e^−x). */
  SIGMOID
}
