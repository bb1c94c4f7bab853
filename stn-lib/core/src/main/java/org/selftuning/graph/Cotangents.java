package org.selftuning.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reverse accumulation: the gradient of one node with respect to others. */
final class Cotangents {
  private Cotangents() {}

  /**
   * Returns the cotangents of nodes.
   *
   * @param seeds where the gradient begins: nodes, and their cotangents, of their types
   * @param wanted the nodes whose cotangents are asked for
   * @return for each of them that a seed depends on, its cotangent, in the order of {@code wanted}
   */
  static Map<Node, Node> of(Map<Node, Node> seeds, Collection<Node> wanted) {
    List<Node> order = new ArrayList<>(Graph.order(seeds.keySet()));
    Set<Node> needed = new HashSet<>(wanted);
    for (Node n : order) {
      if (n.inputs().stream().anyMatch(needed::contains)) {
        needed.add(n);
      }
    }
    Map<Node, Node> cotangents = new HashMap<>(seeds);
    Collections.reverse(order);
    for (Node n : order) {
      Node dn = cotangents.get(n);
      for (int i = 0; dn != null && i < n.inputs().size(); i++) {
        if (needed.contains(n.input(i))) {
          Node share = n.primitive().cotangent(n, dn, i);
          if (share != null) {
            cotangents.merge(n.input(i), share, Node::plus);
          }
        }
      }
    }
    Map<Node, Node> found = new LinkedHashMap<>();
    for (Node n : wanted) {
      if (cotangents.containsKey(n)) {
        found.put(n, cotangents.get(n));
      }
    }
    return found;
  }
}
