package org.selftuning.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Forward mode: how nodes move as others do. */
final class Tangents {
  private Tangents() {}

  /**
   * Returns the tangents of nodes.
   *
   * @param nodes what may move
   * @param seeds how nodes on the way move, of their types
   * @return for each node that moves, and each on the way there, its tangent
   */
  static Map<Node, Node> of(Collection<Node> nodes, Map<Node, Node> seeds) {
    Map<Node, Node> tangents = new HashMap<>(seeds);
    for (Node y : Graph.order(nodes)) {
      List<Node> changes = y.inputs().stream().map(tangents::get).toList();
      if (!seeds.containsKey(y) && changes.stream().anyMatch(Objects::nonNull)) {
        Node change = y.primitive().tangent(y, changes);
        if (change != null) {
          tangents.put(y, change);
        }
      }
    }
    return tangents;
  }
}
