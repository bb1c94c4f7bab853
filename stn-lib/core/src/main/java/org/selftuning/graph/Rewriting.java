package org.selftuning.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Nodes built once more, with others in place of some. */
final class Rewriting {
  private Rewriting() {}

  /**
   * Returns nodes in which others have been replaced, all at once.
   *
   * @param nodes what is rewritten
   * @param replaced nodes, and what is put in their place as it is
   */
  static List<Node> replace(Collection<Node> nodes, Map<Node, Node> replaced) {
    return apply(nodes, replaced, UnaryOperator.identity());
  }

  /**
   * Returns nodes rewritten by a rule, from their leaves on.
   *
   * @param rule takes a node whose inputs are rewritten, and returns it or a node of equal value
   */
  static List<Node> rewrite(Collection<Node> nodes, UnaryOperator<Node> rule) {
    return apply(nodes, Map.of(), rule);
  }

  /** Replaces nodes, and rewrites those that are left by a rule. */
  static List<Node> apply(
      Collection<Node> nodes, Map<Node, Node> replaced, UnaryOperator<Node> rule) {
    Map<Node, Node> now = new HashMap<>(replaced);
    for (Node n : Graph.order(nodes)) {
      if (!replaced.containsKey(n)) {
        List<Node> inputs = n.inputs().stream().map(now::get).toList();
        Node same = inputs.equals(n.inputs()) ? n : n.graph().node(n.primitive(), inputs);
        now.put(n, rule.apply(same));
      }
    }
    return nodes.stream().map(now::get).toList();
  }
}
