package org.selftuning.layer;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Weight;

/**
 * A plain recurrent layer (Elman 1990): at each step
 *
 * <pre>  h ← tanh(W_in x + b + W_hid h) </pre>
 *
 * <p>Input [T, K], output [T, units], the h of every step. h is carried from one minibatch of a
 * text to the next, as in {@link Lstm}. All weights start uniform in ±1/√units. In the gated layer
 * all of them respond to the hyperparameters.
 *
 * @param gated whether they do
 * @param units the length of h, at least 1
 */
public record Rnn(boolean gated, int units) implements Layer {

  /** Checks the size. */
  public Rnn {
    Linear.checkUnits("rnn", units);
  }

  @Override
  public Node apply(Graph g, Node x) {
    int inputs = Positions.vectors("rnn", x);
    Initializer start = Initializer.fanIn(units);
    Weight in = g.weight("in", gated, start, units, inputs);
    Weight bias = g.weight("bias", gated, start, units);
    Weight hidden = g.weight("hidden", gated, start, units, units);
    Node sums = g.affine(x, in, bias);
    Node h = g.carried("h", units);
    List<Node> steps = new ArrayList<>();
    for (int t = 0; t < g.steps(); t++) {
      h = g.tanh(sums.step(t).plus(hidden.product(h)));
      steps.add(h);
    }
    g.carry("h", h);
    return g.stack(steps);
  }
}
