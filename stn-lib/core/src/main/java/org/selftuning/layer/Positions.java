package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Rows;

/**
 * Adds to every step of a sequence a vector of its position, y[t] = x[t] + p[t]: so that attention,
 * which sees a set of steps, knows their order. Input [T, D], output [T, D].
 *
 * <p>Learned vectors (Gehring et al. 2017) start at N(0, 0.02²); in the gated layer they respond to
 * the hyperparameters. Sinusoidal ones (Vaswani et al. 2017, section 3.5) are fixed, p[t, 2i] =
 * sin(t·10000^(−2i/D)) and p[t, 2i+1] the cosine of the same.
 *
 * @param gated whether learned vectors respond
 * @param sinusoidal whether the vectors are fixed
 */
public record Positions(boolean gated, @Default("false") boolean sinusoidal) implements Layer {
  private static final double DEVIATION = 0.02;

  @Override
  public Node apply(Graph g, Node x) {
    int size = vectors("positions", x);
    int all = g.steps() * size;
    Node positions =
        sinusoidal
            ? g.table(i -> wave(i / size, i % size, size), all)
            : g.weight("position", gated, new Initializer.Normal(DEVIATION), all).value();
    return x.plus(positions.asSteps());
  }

  private static double wave(int step, int column, int size) {
    double angle = step * Math.pow(10_000, -2.0 * (column / 2) / size);
    return column % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
  }

  /** The length of a sequence's vectors. */
  static int vectors(String kind, Node x) {
    if (x.rows() != Rows.STEPS || x.shape().rank() != 1) {
      throw new IllegalArgumentException(
          kind + " needs a sequence of vectors but gets " + x.type());
    }
    return x.shape().size();
  }
}
