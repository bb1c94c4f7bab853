package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;

/**
 * Multi-head self-attention (Vaswani et al. 2017, section 3.2). Input [T, D], output [T, D].
 * Queries, keys and values are q, k, v = W_q x, W_k x, W_v x with biases; each of the heads attends
 * with its D/heads columns of them,
 *
 * <pre>  a[t] = Σ_s p[t, s]·v[s],      p[t, ·] = softmax_s(q[t]·k[s] / √(D/heads)) </pre>
 *
 * <p>and y = W_o a + b_o. In the gated layer all weights and biases respond to the hyperparameters.
 *
 * @param gated whether they do
 * @param heads the number of heads, a divisor of D
 * @param causal whether a step attends to those before it and itself alone, as a language model
 *     must
 * @param dropout the rate in 0 … 1 at which single p[t, s] become 0 in training; a tuned one is
 *     each example's own
 * @param rotary whether queries and keys are turned by their positions (Su et al. 2021), so that
 *     their products depend on distances; D/heads must then be even
 */
public record Attention(
    boolean gated,
    int heads,
    @Default("false") boolean causal,
    @Default("0") Quantity dropout,
    @Default("false") boolean rotary)
    implements Layer {
  /** (a, b) → (−b, a), as a product from the right. */
  private static final double[] QUARTER = {0, 1, -1, 0};

  /** Checks the number of heads and a fixed rate. */
  public Attention {
    if (heads < 1) {
      throw new IllegalArgumentException("attention: heads must be at least 1, not " + heads);
    }
    Dropout.checkRate("attention: dropout", dropout);
  }

  @Override
  public Node apply(Graph g, Node x) {
    int size = Positions.vectors("attention", x);
    if (size % heads != 0 || rotary && size / heads % 2 != 0) {
      throw new IllegalArgumentException(
          String.format(
              "attention: its input has vectors of %d, which do not divide into %d heads%s",
              size, heads, rotary ? " of pairs" : ""));
    }
    Node projected = project(g, x, "in", 3 * size);
    Node q = projected.columns(0, size);
    Node k = projected.columns(size, size);
    Node v = projected.columns(2 * size, size);
    if (rotary) {
      q = turned(g, q);
      k = turned(g, k);
    }
    boolean drops = !dropout.equals(Quantity.of(0));
    Node attended =
        g.attention(q, k, v, heads, causal, p -> drops ? g.dropout(p, dropout.in(g)) : p);
    return project(g, attended, "out", size);
  }

  private Node project(Graph g, Node x, String name, int columns) {
    Initializer start = Initializer.fanIn(x.shape().size());
    Weight w = g.weight(name, gated, start, columns, x.shape().size());
    return g.affine(x, w, g.weight(name + "-bias", gated, new Initializer.Constant(0), columns));
  }

  /**
   * Each pair of columns of step t as a vector of the plane, turned by the angle t·10000^(−2i/d).
   */
  private Node turned(Graph g, Node x) {
    int size = x.shape().size();
    int wide = size / heads;
    Node cosines = g.table(i -> Math.cos(angle(i, size, wide)), g.steps() * size);
    Node sines = g.table(i -> Math.sin(angle(i, size, wide)), g.steps() * size);
    Node quarter = x.timesInGroups(g.table(i -> QUARTER[i], 2, 2));
    return x.times(cosines.asSteps()).plus(quarter.times(sines.asSteps()));
  }

  private static double angle(int index, int size, int wide) {
    int step = index / size;
    int pair = index % wide / 2;
    return step * Math.pow(10_000, -2.0 * pair / wide);
  }
}
