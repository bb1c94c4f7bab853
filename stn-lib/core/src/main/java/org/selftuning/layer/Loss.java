package org.selftuning.layer;

import java.util.List;
import java.util.Map;
import org.selftuning.tensor.Shape;

/** What a network is trained and judged by. */
public interface Loss {

  /**
   * Returns the shape of one example's target.
   *
   * @param output the shape of one example's output
   * @throws IllegalArgumentException if the loss can't judge such an output
   */
  Shape target(Shape output);

  /** Whether there are right and wrong answers to count. */
  boolean classifies();

  /** The quantities it uses, some of which may be tuned. */
  default List<Quantity> quantities() {
    return List.of();
  }

  /** Returns this loss with the hyperparameters of these names fixed; others stay tuned. */
  default Loss fixedAt(Map<String, Double> values) {
    return this;
  }

  /** Plans the loss for outputs of this shape. */
  BoundLoss bind(Binding binding, Shape output);
}
