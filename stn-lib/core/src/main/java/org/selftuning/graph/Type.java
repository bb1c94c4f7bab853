package org.selftuning.graph;

import org.selftuning.tensor.Shape;

/**
 * The rows of a node and the shape of one of them.
 *
 * @param rows how many rows
 * @param shape the shape of one row, or of all where {@code rows} is {@link Rows#WHOLE}
 */
public record Type(Rows rows, Shape shape) {

  @Override
  public String toString() {
    return switch (rows) {
      case WHOLE -> shape.toString();
      case ONE -> "1 × " + shape;
      case BATCH -> "B × " + shape;
      case STEPS -> "TB × " + shape;
    };
  }
}
