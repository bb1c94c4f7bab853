package org.selftuning.graph;

import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.RandomStream;

/** Graphs and weights for tests. */
final class Graphs {
  static final int STEPS = 3;

  private Graphs() {}

  /** An empty graph, whose streams are those of seed 0. */
  static Graph of(int batch, HyperparameterSpace space) {
    return new Graph(
        new Graph.Setting(batch, STEPS, space, true, purpose -> new RandomStream(0, purpose)));
  }

  /** Declares a weight that responds, or a plain one. */
  static Weight weight(Graph g, String name, boolean responds, int... shape) {
    return g.weight(name, responds, new Initializer.Normal(1), shape);
  }
}
