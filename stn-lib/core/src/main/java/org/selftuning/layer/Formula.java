package org.selftuning.layer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.selftuning.graph.GradientCheck;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Type;
import org.selftuning.graph.Weight;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;

/**
 * What a layer's formula says of its sizes.
 *
 * @param output the shape of one example's output
 * @param parameters the number of its parameters
 * @param responds whether some of them respond to the hyperparameters, if there are any
 * @param joinsSteps whether it computes the steps of a sequence together
 */
public record Formula(Shape output, long parameters, boolean responds, boolean joinsSteps) {

  /**
   * Looks at a layer's formula.
   *
   * @param input the shape of one example's input; [T, D] is a sequence
   * @param hyperparameters how many the weights respond to; 0 if they do not
   */
  static Formula of(Layer layer, Shape input, int hyperparameters) {
    Graph g = new Graph(setting(layer, input, 1, hyperparameters));
    Node y = apply(layer, g, input);
    if (y == null || y.graph() != g) {
      throw new IllegalArgumentException(
          layer + ": apply must return a node that it made of x and g");
    }
    return new Formula(
        output(y.type(), g.steps()),
        count(g, hyperparameters),
        hasResponse(g),
        Graph.joinsSteps(y));
  }

  /**
   * Checks the derivatives of a layer's formula against its values, see {@link GradientCheck}.
   *
   * @param input the shape of one example's input; [T, D] is a sequence
   * @throws IllegalStateException if a derivative is wrong; the message says which
   * @throws IllegalArgumentException if the layer can't take that input
   */
  public static void check(Layer layer, Shape input) {
    GradientCheck.of(g -> apply(layer, g, input), setting(layer, input, GradientCheck.BATCH, 1));
  }

  private static Graph.Setting setting(Layer layer, Shape input, int batch, int hyperparameters) {
    return new Graph.Setting(
        batch,
        input.rank() == 2 ? input.dim(0) : 1,
        space(layer, hyperparameters),
        hyperparameters > 0,
        purpose -> new RandomStream(0, purpose));
  }

  private static Node apply(Layer layer, Graph g, Shape input) {
    Type type =
        input.rank() == 2
            ? new Type(Rows.STEPS, Shape.of(input.dim(1)))
            : new Type(Rows.BATCH, input);
    return layer.apply(g, g.input("x", type));
  }

  private static Shape output(Type y, int steps) {
    return switch (y.rows()) {
      case STEPS -> y.shape().prepend(steps);
      case BATCH -> y.shape();
      default ->
          throw new IllegalArgumentException(
              "the output is one for all examples, " + y + "; make it of x");
    };
  }

  /** The hyperparameters that the layer names, and more. */
  private static HyperparameterSpace space(Layer layer, int hyperparameters) {
    Set<String> names = new LinkedHashSet<>();
    for (Quantity q : layer.quantities()) {
      if (q instanceof Quantity.Tuned tuned) {
        names.add(tuned.hyperparameter());
      }
    }
    for (int i = 0; names.size() < hyperparameters; i++) {
      names.add("hyperparameter " + i);
    }
    List<Hyperparameter> all = new ArrayList<>();
    names.forEach(name -> all.add(Hyperparameter.continuous(name, Range.real(), 0)));
    return new HyperparameterSpace(all);
  }

  private static boolean hasResponse(Graph g) {
    return g.weights().stream().anyMatch(Weight::responds);
  }

  private static long count(Graph g, int hyperparameters) {
    long count = 0;
    for (Weight w : g.weights()) {
      count += w.both().shape().size();
      if (w.responds()) {
        long gates = w.gateMatrix().shape().dim(0);
        count += w.respondsTo() == null ? gates * hyperparameters : gates;
      }
    }
    return count;
  }
}
