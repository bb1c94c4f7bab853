package org.selftuning.layer;

import java.util.List;
import java.util.Map;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Shape;

/**
 * What a network is trained and judged by. Most are immutable records that say what one example
 * costs:
 *
 * <pre>{@code
 * record Huber(double threshold) implements Loss {
 *   public Node apply(Graph g, Node y, Node targets) {
 *     Node error = g.abs(y.minus(targets));
 *     Node least = error.minus(g.relu(error.plus(-threshold)));
 *     return least.times(error.minus(least.times(0.5))).columnMean();
 *   }
 * }
 * }</pre>
 *
 * <p>The objective is the mean over the minibatch. A component of type {@link Quantity} may be
 * tuned if it is used within {@link Graph#whileTraining}: the validation loss must not depend on
 * it.
 */
public interface Loss {

  /**
   * The formula: one number for each example, or each step of a sequence.
   *
   * @param g makes nodes
   * @param y the network's outputs
   * @param targets of the shape that {@link #target} has; padding is left out before and after
   * @throws IllegalArgumentException if outputs of that shape can't be judged
   */
  Node apply(Graph g, Node y, Node targets);

  /**
   * Returns the shape of one example's target; without a word of the loss, that of the output.
   *
   * @param output the shape of one example's output
   * @throws IllegalArgumentException if the loss can't judge such an output
   */
  default Shape target(Shape output) {
    if (output.rank() != 1) {
      throw new IllegalArgumentException(
          Components.word(this) + " needs a flat output but the network's is " + output);
    }
    return output;
  }

  /** Whether targets are class numbers, so that there are right and wrong answers to count. */
  default boolean classifies() {
    return false;
  }

  /** The quantities it uses, some of which may be tuned. */
  default List<Quantity> quantities() {
    return Components.quantities(this);
  }

  /** Returns this loss with the hyperparameters of these names fixed; others stay tuned. */
  default Loss fixedAt(Map<String, Double> values) {
    return Components.fixedAt(this, values);
  }

  /** Plans the loss for outputs of this shape. */
  default BoundLoss bind(Binding binding, Shape output) {
    return new BoundFormulaLoss(binding, this, output);
  }
}
