package org.selftuning.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one run computes: first the output y, then how it moves, then the gradients of ⟨y, ȳ⟩ plus
 * the penalty, with a ȳ that is given after y is known.
 *
 * @param output y
 * @param change ẏ, how y moves as the gates open; null in a pass that is not linearized, or where y
 *     does not move. The gradients are then those of ⟨ẏ, ȳ⟩
 * @param penalty what is added to the objective [1]; null if nothing is
 * @param dInput the gradient x̄ of the input, in a linearized pass that of its change; null if it
 *     is not wanted, or is 0
 * @param gradients for each other node whose gradient is wanted, that gradient
 * @param carries what is carried on to the next minibatch, by name
 * @param settled whether weights and hyperparameters stay from run to run, so that what depends on
 *     them alone is computed once
 */
public record Pass(
    Node output,
    Node change,
    Node penalty,
    Node dInput,
    Map<Node, Node> gradients,
    Map<String, Node> carries,
    boolean settled) {

  /** Every node whose value is wanted. */
  public List<Node> results() {
    List<Node> results = new ArrayList<>();
    for (Node n : new Node[] {output, change, penalty, dInput}) {
      if (Objects.nonNull(n)) {
        results.add(n);
      }
    }
    results.addAll(gradients.values());
    results.addAll(carries.values());
    return results;
  }

  /** The nodes that are computed, each after its inputs; what no result needs is not among them. */
  public List<Node> operations() {
    return Graph.order(results()).stream().filter(n -> !n.given()).toList();
  }
}
