package org.selftuning.layer;

import java.util.List;
import java.util.Map;
import org.selftuning.tensor.Shape;

/**
 * A layer as it is described: its kind and its options, without weights. {@link #bind} makes the
 * layer that computes.
 */
public interface Layer {

  /**
   * Returns the shape of one example's output.
   *
   * @param input the shape of one example's input
   * @throws IllegalArgumentException if the layer can't take that input; the message says what it
   *     needs
   */
  Shape output(Shape input);

  /** Plans this layer's parameters and buffers for inputs of this shape. */
  BoundLayer bind(Binding binding, Shape input);

  /** The quantities it uses, some of which may be tuned. */
  default List<Quantity> quantities() {
    return List.of();
  }

  /**
   * Whether it works on the examples themselves and hands no gradient back, so that it must stand
   * before the first layer with weights.
   */
  default boolean atInput() {
    return false;
  }

  /**
   * Those of {@link #quantities} that belong to a minibatch and not to an example: a hyperparameter
   * that is one of them must have one perturbation a minibatch.
   */
  default List<Quantity> batchQuantities() {
    return List.of();
  }

  /**
   * Those of {@link #quantities} on which the loss of a validation pass itself depends, by steps: a
   * hyperparameter that is one of them must be discrete and perturbed for each example. No
   * derivative leads to it, so its gradient is estimated by the score function; see {@link
   * org.selftuning.hyper.Perturbation}.
   */
  default List<Quantity> scoredQuantities() {
    return List.of();
  }

  /**
   * Checks that the layers before this one are what it needs.
   *
   * @throws IllegalArgumentException if one is missing; the message says which
   */
  default void requireBefore(List<Layer> before, Shape input) {}

  /** Whether its weights respond to the hyperparameters. */
  default boolean gated() {
    return false;
  }

  /** Returns the number of its parameters in a model of {@code hyperparameters} hyperparameters. */
  default long parameterCount(Shape input, int hyperparameters) {
    return 0;
  }

  /** Returns the ordinary layer of this kind: without gates, its quantities as they are. */
  default Layer ungated() {
    return this;
  }

  /** Returns this layer with the hyperparameters of these names fixed; others stay tuned. */
  default Layer fixedAt(Map<String, Double> values) {
    return this;
  }
}
