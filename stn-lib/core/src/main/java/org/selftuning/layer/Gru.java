package org.selftuning.layer;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;

/**
 * A layer of gated recurrent units (Cho et al. 2014, in the form with the reset gate after the
 * product, which cuDNN and PyTorch use). At each step, with [a_r | a_z | a_n] = W_in x + b_in and
 * [u_r | u_z | u_n] = W_hid h + b_hid,
 *
 * <pre>
 *   r = σ(a_r + u_r)    z = σ(a_z + u_z)    n = tanh(a_n + r ⊙ u_n)    h ← (1 − z) ⊙ n + z ⊙ h
 * </pre>
 *
 * <p>Input [T, K], output [T, units], the h of every step. h is carried from one minibatch of a
 * text to the next, as in {@link Lstm}. All weights start uniform in ±1/√units. In the gated layer
 * all of them respond to the hyperparameters.
 *
 * @param gated whether they do
 * @param units the length of h, at least 1
 */
public record Gru(boolean gated, int units) implements Layer {

  /** Checks the size. */
  public Gru {
    Linear.checkUnits("gru", units);
  }

  @Override
  public Node apply(Graph g, Node x) {
    int inputs = Positions.vectors("gru", x);
    Initializer start = Initializer.fanIn(units);
    Weight in = g.weight("in", gated, start, 3 * units, inputs);
    Weight inBias = g.weight("in-bias", gated, start, 3 * units);
    Weight hidden = g.weight("hidden", gated, start, 3 * units, units);
    Weight hiddenBias = g.weight("hidden-bias", gated, start, 3 * units);
    Node sums = g.affine(x, in, inBias);
    Node h = g.carried("h", units);
    List<Node> steps = new ArrayList<>();
    for (int t = 0; t < g.steps(); t++) {
      Node a = sums.step(t);
      Node u = g.affine(h, hidden, hiddenBias);
      Node gates = g.sigmoid(a.columns(0, 2 * units).plus(u.columns(0, 2 * units)));
      Node r = gates.columns(0, units);
      Node z = gates.columns(units, units);
      Node n = g.tanh(last(a).plus(r.times(last(u))));
      h = n.plus(z.times(h.minus(n)));
      steps.add(h);
    }
    g.carry("h", h);
    return g.stack(steps);
  }

  private Node last(Node sums) {
    return sums.columns(2 * units, units);
  }
}
