package org.selftuning.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The passes of a formula y(x), each derived from its graph.
 *
 * <pre>
 *   training      gradients of all weights                            z [B, n] or [1, n]
 *   general       gates := 0; gradients of elem weights               values [1, n] or [B, n]
 *   response      gradients of hyper weights and gate matrices        z [B, n]
 *   linearized    gates := 0; ẏ the tangent along the gates and ẋ;
 *                 gradients of ⟨ẏ, ȳ⟩, of ẋ and of what responds      z [B, n]
 *   validation    at rest; gradient of z                              z [B, n] or [1, n]
 *   evaluation    at rest; weights folded                             z [1, n]
 * </pre>
 *
 * <p>Each also has the gradient of x, if x is to have one. In the linearized pass (Bae &amp; Grosse
 * 2020, section 4) y does not depend on what responds, and ẏ is linear in it: so reverse
 * accumulation finds the transposes of the primal's tangents by itself, and no second derivative is
 * taken. Penalties there are those of the formula at x + ẋ.
 */
public final class Passes {
  private final Graph graph;
  private final Node x;
  private final Node y;
  private final boolean toInput;

  /**
   * The passes of a formula as it is in training.
   *
   * @param x its input, which is given
   * @param y its output; the penalties are those of its graph
   * @param toInput whether the gradient of x is wanted
   */
  public Passes(Node x, Node y, boolean toInput) {
    this.graph = y.graph();
    this.x = x;
    this.y = y;
    this.toInput = toInput;
  }

  /**
   * Training of all weights together, as an STN does (MacKay et al. 2019, algorithm 1).
   *
   * @param z whether all examples share z, or each has its own
   */
  public Pass training(Rows z) {
    return pass(training(rows(z)), responding(parts(p -> true), z));
  }

  /**
   * Training of the general part of a Δ-STN.
   *
   * @param values whether all examples share the hyperparameters, or each has its own
   */
  public Pass general(Rows values) {
    Map<Node, Node> at = closedGates();
    at.putAll(rows(values));
    return pass(training(at), parts(Part.ELEM::equals));
  }

  /** Training of the response part of a Δ-STN, without linearization. */
  public Pass response() {
    return pass(training(Map.of()), responding(parts(p -> p != Part.ELEM), Rows.BATCH));
  }

  /**
   * Training of the response part of a Δ-STN on linearized outputs.
   *
   * @param moves whether the input moves; {@link #inputChange} is then given
   */
  public Pass linearized(boolean moves) {
    Map<Node, Node> along = new HashMap<>();
    Map<Node, Node> at = closedGates();
    for (Node gates : List.copyOf(at.keySet())) {
      Node change = graph.node(new Leaf("change of " + gates, gates.type()));
      along.put(gates, change);
      at.put(change, gates);
    }
    Node dx = inputChange();
    if (moves) {
      along.put(x, dx);
    }
    State open = training(Map.of());
    Node tangent = Tangents.of(List.of(open.output), along).get(open.output);
    State closed = training(at);
    Node change = tangent == null ? null : Rewriting.replace(List.of(tangent), at).get(0);
    Node penalty = open.penalty;
    if (penalty != null && moves) {
      penalty = Rewriting.replace(List.of(penalty), Map.of(x, x.plus(dx))).get(0);
    }
    State state = new State(closed.output, penalty, closed.carries);
    List<Node> wanted = responding(parts(p -> p != Part.ELEM), Rows.BATCH);
    return pass(state, change, change, moves && toInput ? dx : null, wanted);
  }

  /** How x moves: given in a linearized pass. */
  public Node inputChange() {
    return graph.node(new Leaf("change of the input", x.type()));
  }

  /** What ȳ is called: given once the output is known. */
  public Node dOutput() {
    return graph.node(new Leaf("gradient of the output", y.type()));
  }

  /** The gradient of the hyperparameters, where all examples share z or each has its own. */
  public Pass validation(Rows z) {
    return pass(
        resting(z), graph.responds() ? List.of(graph.z(z), graph.unconstrained(z)) : List.of());
  }

  /** Outputs alone, with weights that were folded before. */
  public Pass evaluation() {
    State rests = resting(Rows.ONE).rewritten(Map.of(), new Fold(graph));
    return new Pass(rests.output, null, null, null, Map.of(), rests.carries, true);
  }

  /** Output, penalty (null for none) and what is carried on, in a pass. */
  private record State(Node output, Node penalty, Map<String, Node> carries) {

    /** With these nodes replaced, and rewritten by a rule. */
    State rewritten(Map<Node, Node> at, UnaryOperator<Node> rule) {
      List<Node> all = new ArrayList<>(carries.values());
      all.add(output);
      if (penalty != null) {
        all.add(penalty);
      }
      Iterator<Node> now = Rewriting.apply(all, at, rule).iterator();
      Map<String, Node> on = new LinkedHashMap<>();
      carries.keySet().forEach(name -> on.put(name, now.next()));
      return new State(now.next(), penalty == null ? null : now.next(), on);
    }
  }

  private State training(Map<Node, Node> at) {
    Node penalty = graph.penalties().stream().reduce(Node::plus).orElse(null);
    return new State(y, penalty, graph.carries())
        .rewritten(at, n -> n.primitive() instanceof WhileTraining ? n.input(0) : n);
  }

  /** Outside training nothing random happens, and no penalty is added. */
  private State resting(Rows z) {
    State rests =
        new State(y, null, graph.carries())
            .rewritten(rows(z), n -> n.primitive() instanceof WhileTraining ? n.input(1) : n);
    if (graph.tunes() && Graph.order(List.of(rests.output)).contains(graph.values(z))) {
      throw new IllegalArgumentException(
          "the output depends on a hyperparameter outside of training too, and no gradient of"
              + " the validation loss leads there; use the hyperparameter within whileTraining");
    }
    return rests;
  }

  private Pass pass(State state, Collection<Node> parts) {
    return pass(state, null, state.output, toInput ? x : null, parts);
  }

  /**
   * The pass whose gradients are those of ⟨from, ȳ⟩ and of the penalty.
   *
   * @param change ẏ, or null
   * @param from y or ẏ; null for 0
   * @param input whose gradient is x̄, or null
   * @param parts the other nodes whose gradients are wanted
   */
  private Pass pass(State state, Node change, Node from, Node input, Collection<Node> parts) {
    List<Node> wanted = new ArrayList<>(parts);
    if (input != null) {
      wanted.add(input);
    }
    Map<Node, Node> seeds = new LinkedHashMap<>();
    if (from != null) {
      seeds.put(from, dOutput());
    }
    if (state.penalty != null) {
      seeds.merge(state.penalty, graph.constant(1, state.penalty.type()), Node::plus);
    }
    Map<Node, Node> found = new LinkedHashMap<>(Cotangents.of(seeds, wanted));
    Node dInput = found.remove(input);
    return new Pass(state.output, change, state.penalty, dInput, found, state.carries, false);
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

  /** These and, where gates see combinations of the hyperparameters, those. */
  private List<Node> responding(List<Node> parts, Rows z) {
    if (graph.combines()) {
      parts.add(graph.z(z));
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

  /** z and values of other rows. */
  private Map<Node, Node> rows(Rows rows) {
    Map<Node, Node> at = new HashMap<>();
    if (graph.tunes()) {
      at.put(graph.z(Rows.BATCH), graph.z(rows));
      at.put(graph.unconstrained(Rows.BATCH), graph.unconstrained(rows));
      at.put(graph.values(Rows.BATCH), graph.values(rows));
    }
    return at;
  }
}
