package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;

/**
 * A convolution over the steps of a sequence, with a bias for each filter; what lies outside of the
 * sequence is 0:
 *
 * <pre>  y[t] = b + Σ_j W_j x[t + (j − before)·dilation],      j = 0 … kernel − 1 </pre>
 *
 * <p>where before = ⌊(kernel − 1) / 2⌋, or kernel − 1 in a causal one, which sees no later step
 * (van den Oord et al. 2016). Input [T, D], output [T, filters]. Weights start uniform in
 * ±1/√(kernel·D). In the gated layer all of them respond to the hyperparameters.
 *
 * @param gated whether they do
 * @param filters the number of output columns, at least 1
 * @param kernel the steps that a filter covers, at least 1
 * @param dilation steps from one of them to the next, at least 1
 * @param causal whether a step sees those before it and itself alone
 */
public record Conv1d(
    boolean gated,
    int filters,
    int kernel,
    @Default("1") int dilation,
    @Default("false") boolean causal)
    implements Layer {

  /** Checks the sizes. */
  public Conv1d {
    if (filters < 1 || kernel < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          String.format(
              "conv1d: filters, kernel and dilation must be at least 1, not %d, %d and %d",
              filters, kernel, dilation));
    }
  }

  @Override
  public Node apply(Graph g, Node x) {
    int values = kernel * Positions.vectors("conv1d", x);
    int before = causal ? kernel - 1 : (kernel - 1) / 2;
    Node covered = x.later(before * dilation);
    for (int j = 1; j < kernel; j++) {
      covered = covered.beside(x.later((before - j) * dilation));
    }
    Initializer start = Initializer.fanIn(values);
    Weight w = g.weight("weight", gated, start, filters, values);
    return g.affine(covered, w, g.weight("bias", gated, start, filters));
  }
}
