package org.selftuning.graph;

import org.selftuning.tensor.Shape;

/** How many rows a node has, from the fewest to the most. */
public enum Rows {
  /** None: the shape is all of it, as that of a weight. */
  WHOLE,
  /** One, for all examples alike. */
  ONE,
  /** One an example. */
  BATCH;

  /** Returns the one of the two that has more rows. */
  Rows most(Rows other) {
    return compareTo(other) < 0 ? other : this;
  }

  /** Returns the extents of a node of this shape in a minibatch of {@code batch} examples. */
  Shape extents(Shape shape, int batch) {
    return switch (this) {
      case WHOLE -> shape;
      case ONE -> shape.prepend(1);
      case BATCH -> shape.prepend(batch);
    };
  }
}
