package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Shape;

/**
 * A layer whose passes are written for the engine by hand, not derived from a formula: {@link
 * #bind} makes what computes.
 */
public interface EngineLayer extends Layer {

  @Override
  default Node apply(Graph g, Node x) {
    throw new IllegalArgumentException(this + " has no formula, so no other can be made of it");
  }

  @Override
  Shape output(Shape input);

  @Override
  BoundLayer bind(Binding binding, Shape input);

  @Override
  default boolean responds(Shape input) {
    return false;
  }

  @Override
  default boolean joinsSteps(Shape input) {
    return false;
  }

  @Override
  default long parameterCount(Shape input, int hyperparameters) {
    return 0;
  }
}
