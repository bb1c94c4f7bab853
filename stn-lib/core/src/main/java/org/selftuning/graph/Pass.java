package org.selftuning.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one run through a network computes.
 *
 * @param output the network's output; linearized in a pass that is
 * @param losses the loss of each example [B, 1]
 * @param gradients for each node whose gradient is wanted, that of the mean loss
 * @param settled whether weights and hyperparameters stay from run to run, so that what depends on
 *     them alone is computed once
 */
public record Pass(Node output, Node losses, Map<Node, Node> gradients, boolean settled) {

  /** Every node whose value is wanted. */
  public List<Node> results() {
    List<Node> results = new ArrayList<>(List.of(output, losses));
    results.addAll(gradients.values());
    return results;
  }

  /** The nodes that are computed, each after its inputs; what no result needs is not among them. */
  public List<Node> operations() {
    return Graph.order(results()).stream().filter(n -> !n.given()).toList();
  }
}
