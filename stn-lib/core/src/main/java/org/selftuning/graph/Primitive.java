package org.selftuning.graph;

import java.util.List;
import org.selftuning.tensor.Ops;

/**
 * An operation that nodes are made of: its shape rule, its engine call, and its derivative forward
 * and backward as nodes again. The two are each other's transpose. Primitives are compared by value
 * (they are records), so that equal operations on equal inputs are one node.
 */
public interface Primitive {

  /**
   * Returns rows and shape of the output.
   *
   * @throws IllegalArgumentException if there is no such output; the message says what is needed
   */
  Type type(List<Node> inputs);

  /** Computes the output on an engine. Allocates nothing. */
  void forward(Ops ops, Operands t);

  /**
   * Returns how the output moves with its inputs: ẏ = Σ_i ∂y/∂x_i · ẋ_i.
   *
   * @param y a node of this primitive
   * @param changes ẋ_i for each input; null where it does not move
   * @return ẏ, of y's type; null where y does not move
   */
  Node tangent(Node y, List<Node> changes);

  /**
   * Returns what one input contributes to: x̄_i = (∂y/∂x_i)ᵀ · ȳ.
   *
   * @param y a node of this primitive
   * @param dy ȳ, of y's type
   * @param input i, counted from 0
   * @return x̄_i, of that input's type; null where no derivative leads to it
   */
  Node cotangent(Node y, Node dy, int input);

  /** Returns a simpler node of the same value, where these inputs permit one; null otherwise. */
  default Node simplified(List<Node> inputs) {
    return null;
  }

  /** Whether the output may take the memory of this input, if they have one type. */
  default boolean overwrites(int input) {
    return false;
  }

  /** Whether the output differs from run to run though the inputs do not. */
  default boolean random() {
    return false;
  }

  /** Whether what it makes of one step of a sequence depends on others, or on where the step is. */
  default boolean joinsSteps() {
    return false;
  }

  /** Floats of working memory that the engine call needs. */
  default int room() {
    return 0;
  }
}
