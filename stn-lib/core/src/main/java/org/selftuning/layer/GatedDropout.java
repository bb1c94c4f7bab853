package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;
import org.selftuning.tensor.Shape;

/**
 * Dropout (Srivastava et al. 2014) of units that respond to their rate: in a training pass x is
 * dropped with probability p and divided by 1 − p, and in every pass
 *
 * <pre>  y = s(z) ⊙ x,   s(z) = s_elem + (v ⊙ z) ⊙ s_hyper </pre>
 *
 * <p>with z the unconstrained hyperparameter behind p. It is what a vector of rates needs: to drop
 * an input more often is, for a linear network, to shrink its weights, a column of the next layer's
 * matrix, while gates of that layer scale rows. Input and output [K], or [T, K] of a sequence. A
 * tuned rate is each example's own.
 *
 * @param rate p, in 0 … 1; or one for each unit
 */
public record GatedDropout(Quantity rate) implements Layer {

  /** Checks a fixed rate. */
  public GatedDropout {
    Dropout.checkRate("gated-dropout: the rate", rate);
  }

  @Override
  public Node apply(Graph g, Node x) {
    if (x.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "gated-dropout needs a vector, or a sequence of vectors, but gets "
              + x.shape()
              + "; put flatten before it");
    }
    String to = rate instanceof Quantity.Tuned tuned ? tuned.hyperparameter() : null;
    Weight s = g.responsive("scale", new Initializer.Constant(1), x.shape().size(), to);
    return g.dropout(x, rate.in(g)).times(s.value());
  }

  @Override
  public int numbers(Shape input) {
    return input.dim(-1);
  }
}
