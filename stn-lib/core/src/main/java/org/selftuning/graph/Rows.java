package org.selftuning.graph;

/** How many rows a node has, from the fewest to the most. */
public enum Rows {
  /** None: the shape is all of it, as that of a weight. */
  WHOLE,
  /** One, for all examples alike. */
  ONE,
  /** One an example, B. */
  BATCH,
  /** One a step of each example, T·B: step t of example b is row t·B + b. */
  STEPS;

  /** Returns the one of the two that has more rows. */
  Rows most(Rows other) {
    return compareTo(other) < 0 ? other : this;
  }
}
