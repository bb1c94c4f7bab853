package org.selftuning.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The passes of a network, each derived from the one graph of its output.
 *
 * <pre>
 *   training      cotangents of all weights                          z [B, n]
 *   general       gates := 0; cotangents of elem weights             values [1, n]
 *   response      cotangents of hyper weights and gate matrices      z [B, n]
 *   linearized    as response, of the loss at y + ẏ, with y at gates := 0
 *                 and ẏ its tangent there along the gates            z [B, n]
 *   validation    masks := 1; cotangent of z                         z [B, n] or [1, n]
 *   evaluation    masks := 1; weights folded                         z [1, n]
 * </pre>
 *
 * <p>In the linearized pass (Bae &amp; Grosse 2020, section 4) y does not depend on what responds,
 * and ẏ is linear in it. So reverse accumulation finds the transposes of the primal's tangents by
 * itself, and no second derivative is taken.
 */
public final class Passes {
  private final Graph graph;
  private final Node output;
  private final UnaryOperator<Node> losses;

  /**
   * The passes of a network as it trains.
   *
   * @param output its output, with dropout
   * @param losses makes the loss of each example [B, 1] from an output
   */
  public Passes(Node output, UnaryOperator<Node> losses) {
    this.graph = output.graph();
    this.output = output;
    this.losses = losses;
  }

  /** Training of all weights together, as an STN does (MacKay et al. 2019, algorithm 1). */
  public Pass training() {
    return pass(output, parts(p -> true));
  }

  /** Training of the general part of a Δ-STN. */
  public Pass general() {
    Map<Node, Node> at = closedGates();
    if (graph.tunes()) {
      at.put(graph.values(Rows.BATCH), graph.values(Rows.ONE));
    }
    return pass(rewritten(output, at), parts(Part.ELEM::equals));
  }

  /** Training of the response part of a Δ-STN, without linearization. */
  public Pass response() {
    return pass(output, parts(p -> p != Part.ELEM));
  }

  /** Training of the response part of a Δ-STN on linearized outputs. */
  public Pass linearized() {
    Map<Node, Node> at = closedGates();
    Map<Node, Node> along = new HashMap<>();
    for (Node gates : closedGates().keySet()) {
      Node change = graph.node(new Leaf("change of " + gates, gates.type()));
      along.put(gates, change);
      at.put(change, gates);
    }
    Node tangent = Tangents.of(List.of(output), along).get(output);
    if (tangent == null) {
      return pass(rewritten(output, at), List.of());
    }
    List<Node> both = Rewriting.replace(List.of(output, tangent), at);
    return pass(both.get(0).plus(both.get(1)), parts(p -> p != Part.ELEM));
  }

  /** The gradient of the hyperparameters, where all examples share z or each has its own. */
  public Pass validation(Rows z) {
    return pass(rewritten(output, resting(z)), graph.tunes() ? List.of(graph.z(z)) : List.of());
  }

  /** Outputs and losses alone, with weights that were folded before. */
  public Pass evaluation() {
    Node y = rewritten(output, resting(Rows.ONE));
    y = Rewriting.rewrite(List.of(y), new Fold(graph)).get(0);
    return new Pass(y, losses.apply(y), Map.of(), true);
  }

  private Pass pass(Node y, Collection<Node> wanted) {
    Node each = losses.apply(y);
    Node mean = graph.mean(each);
    Node one = graph.constant(1, mean.type());
    return new Pass(y, each, Cotangents.of(mean, one, wanted), false);
  }

  private static Node rewritten(Node node, Map<Node, Node> replaced) {
    return Rewriting.replace(List.of(node), replaced).get(0);
  }

  /** What a part of a weight is. */
  private enum Part {
    ELEM,
    HYPER,
    GATE
  }

  private List<Node> parts(Predicate<Part> wanted) {
    List<Node> parts = new ArrayList<>();
    for (Weight w : graph.weights()) {
      Map<Part, Node> all = new LinkedHashMap<>();
      all.put(Part.ELEM, w.elem());
      if (w.responds()) {
        all.put(Part.HYPER, w.hyper());
        all.put(Part.GATE, w.gateMatrix());
      }
      all.forEach(
          (part, node) -> {
            if (wanted.test(part)) {
              parts.add(node);
            }
          });
    }
    return parts;
  }

  private Map<Node, Node> closedGates() {
    Map<Node, Node> closed = new LinkedHashMap<>();
    for (Weight w : graph.weights()) {
      if (w.responds()) {
        closed.put(w.gates(), graph.constant(0, w.gates().type()));
      }
    }
    return closed;
  }

  /** Outside training nothing is dropped. */
  private Map<Node, Node> resting(Rows z) {
    Map<Node, Node> at = new HashMap<>();
    if (graph.tunes()) {
      at.put(graph.z(Rows.BATCH), graph.z(z));
    }
    for (Node n : Graph.order(List.of(output))) {
      if (n.primitive() instanceof DropoutMask) {
        at.put(n, graph.constant(1, n.type()));
      }
    }
    return at;
  }
}
