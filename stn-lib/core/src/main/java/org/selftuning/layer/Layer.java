package org.selftuning.layer;

import java.util.List;
import java.util.Map;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Shape;

/**
 * A layer as it is described: its options, without weights. Most are immutable records whose one
 * method is their formula; everything else follows from that and from the record's components:
 *
 * <pre>{@code
 * record Swish() implements Layer {
 *   public Node apply(Graph g, Node x) {
 *     Weight slope = g.responsive("slope", new Initializer.Constant(1), x.shape().dims());
 *     return x.times(g.sigmoid(x.times(slope.value())));
 *   }
 * }
 * }</pre>
 *
 * <p>A component of type {@link Quantity} may be tuned; one called {@code gated} says whether the
 * weights respond.
 */
public interface Layer {

  /**
   * The formula: what the output is, made of nodes. It is called once for every network, and for
   * every question about shapes and sizes, so it must depend on nothing but the layer and the
   * input.
   *
   * @param g makes weights and nodes
   * @param x the input: rows of one shape; those of a sequence are its steps
   * @throws IllegalArgumentException if the layer can't take that input; the message says what it
   *     needs
   */
  Node apply(Graph g, Node x);

  /**
   * Returns the shape of one example's output.
   *
   * @param input the shape of one example's input
   * @throws IllegalArgumentException if the layer can't take that input; the message says what it
   *     needs
   */
  default Shape output(Shape input) {
    return Formula.of(this, input, 0).output();
  }

  /** Plans this layer's parameters and buffers for inputs of this shape. */
  default BoundLayer bind(Binding binding, Shape input) {
    return new BoundFormula(binding, this, input);
  }

  /** The quantities it uses, some of which may be tuned. */
  default List<Quantity> quantities() {
    return Components.quantities(this);
  }

  /**
   * How many numbers each of {@link #quantities} may be beside one, for inputs of this shape: one
   * for each input, unit or channel. The quantities of layers within this one have their own.
   */
  default int numbers(Shape input) {
    return 1;
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

  /** Whether its weights respond to hyperparameters, where there are some. */
  default boolean responds(Shape input) {
    return Formula.of(this, input, 1).responds();
  }

  /**
   * Whether it computes the steps of a sequence together, as attention does, and not one after
   * another.
   */
  default boolean joinsSteps(Shape input) {
    return Formula.of(this, input, 1).joinsSteps();
  }

  /** Returns the number of its parameters in a model of {@code hyperparameters} hyperparameters. */
  default long parameterCount(Shape input, int hyperparameters) {
    return Formula.of(this, input, hyperparameters).parameters();
  }

  /**
   * Returns the ordinary layer of this kind: without gates, its quantities as they are. A formula
   * whose weights respond only where something does is its own.
   */
  default Layer ungated() {
    return Components.ungated(this);
  }

  /** Returns this layer with the hyperparameters of these names fixed; others stay tuned. */
  default Layer fixedAt(Map<String, Double> values) {
    return Components.fixedAt(this, values);
  }
}
