package org.selftuning.tensor;

/** How a strength s spreads a random number around the value that changes nothing. */
public enum Jitter {
  /** Uniform on [−s, s], around 0. */
  SHIFT,
  /** Uniform on [max(0, 1 − s), 1 + s], around 1. */
  FACTOR,
  /** Uniform on [1/(1 + s), 1 + s], around 1. */
  RATIO
}
