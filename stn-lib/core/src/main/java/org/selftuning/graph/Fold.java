package org.selftuning.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The rule of one product for two, where all examples share their gates γ [1, C]:
 *
 * <pre>  x·Wᵀ + γ ⊙ (x·W′ᵀ)  =  x·(W + diag(γ)·W′)ᵀ </pre>
 */
final class Fold implements UnaryOperator<Node> {
  private final Map<List<Node>, Weight> pairs = new HashMap<>();

  /** The rule for the weights of a graph. */
  Fold(Graph graph) {
    for (Weight w : graph.weights()) {
      if (w.responds() && w.elem().shape().rank() == 2) {
        pairs.put(List.of(w.elem(), w.hyper()), w);
      }
    }
  }

  @Override
  public Node apply(Node sum) {
    if (!(sum.primitive() instanceof Add) || !(sum.input(1).primitive() instanceof Multiply)) {
      return sum;
    }
    Node elem = sum.input(0);
    Node hyper = sum.input(1).input(0);
    Node gates = sum.input(1).input(1);
    Product product = new Product(false, true);
    boolean products = elem.primitive().equals(product) && hyper.primitive().equals(product);
    if (!products || gates.rows() != Rows.ONE || elem.input(0) != hyper.input(0)) {
      return sum;
    }
    Weight weight = pairs.get(List.of(elem.input(1), hyper.input(1)));
    return weight == null
        ? sum
        : sum.graph()
            .product(elem.input(0), sum.graph().node(new Collapse(), weight.both(), gates));
  }
}
