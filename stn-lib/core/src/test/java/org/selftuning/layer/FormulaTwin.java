package org.selftuning.layer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.selftuning.graph.DrawnMasks;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Node;
import org.selftuning.graph.Reference;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Type;
import org.selftuning.graph.Weight;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;

/**
 * A layer's own formula in double precision, which holds its passes to it; whether the formula is
 * the right one, other tests must say.
 *
 * @param sequence whether rows of activations are t·B + b
 */
record FormulaTwin(Layer layer, boolean sequence) implements Twin {

  @Override
  public double[] forward(Inputs in) {
    Map<RandomStream, String> purposes = new IdentityHashMap<>();
    Shape example = in.shape();
    Graph g =
        new Graph(
            new Graph.Setting(
                in.batch(),
                sequence ? example.dim(0) : 1,
                Subject.SPACE,
                true,
                purpose -> {
                  RandomStream stream = new RandomStream(0, purpose);
                  purposes.put(stream, purpose);
                  return stream;
                }));
    Type type =
        sequence ? new Type(Rows.STEPS, Shape.of(example.dim(1))) : new Type(Rows.BATCH, example);
    Node x = g.input("x", type);
    Node y = layer.apply(g, x);
    Map<Node, double[]> given = new HashMap<>();
    given.put(x, in.x());
    double[] z = Arrays.stream(in.z()).flatMapToDouble(Arrays::stream).toArray();
    given.put(g.z(Rows.BATCH), z);
    given.put(g.unconstrained(Rows.BATCH), z);
    given.put(g.values(Rows.BATCH), in.values());
    g.weights().forEach(w -> give(w, in, given));
    g.carries()
        .forEach(
            (name, next) ->
                given.put(g.carried(name, next.shape().size()), new double[next.extents().size()]));
    if (in.training()) {
      for (DrawnMasks.Mask mask : DrawnMasks.of(y)) {
        Quantity rate =
            mask.column() < 0
                ? Quantity.of(mask.rate())
                : Quantity.tuned(Subject.SPACE.names().get(mask.column()));
        String purpose = purposes.get(mask.stream());
        given.put(mask.node(), in.masks().mask(purpose, rate, 1, mask.rows(), mask.columns()));
      }
    }
    return new Reference(given, in.training()).of(y);
  }

  private static void give(Weight w, Inputs in, Map<Node, double[]> given) {
    if (!w.responds()) {
      given.put(w.elem(), in.parameter(w.name()));
      return;
    }
    double[] both = in.parameter(w.name() + ".weight");
    given.put(w.elem(), Arrays.copyOf(both, both.length / 2));
    given.put(w.hyper(), Arrays.copyOfRange(both, both.length / 2, both.length));
    String gate = w.respondsTo() == null ? ".gate" : "." + GateInputs.GATE_OF + w.respondsTo();
    given.put(w.gateMatrix(), in.parameter(w.name() + gate));
  }

  /** A layer whose formula is held against itself. */
  static Subject subject(Layer layer, int... input) {
    return new Subject(layer, Shape.of(input), new FormulaTwin(layer, false));
  }

  /** A layer of sequences, likewise. */
  static Subject sequence(Layer layer, int steps, int columns) {
    return Subject.ofSequence(layer, steps, columns, new FormulaTwin(layer, true));
  }

  /** A layer as a user writes it: a swish whose slope is learned and responds, with dropout. */
  record Swish(Quantity rate) implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      Weight slope = g.responsive("slope", new Initializer.Constant(1), x.shape().dims());
      return g.dropout(x.times(g.sigmoid(x.times(slope.value()))), rate.in(g));
    }
  }

  /** A penalty of a user's: on what is far from 1, of a strength that is tuned. */
  record FarFromOne(Quantity strength) implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      Node far = x.plus(-1);
      g.penalty(far.times(far).columnMean().times(strength.in(g)));
      return x;
    }
  }

  /** A network within a layer, that uses a plain weight beside one that responds. */
  record Bottleneck(int units) implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      int size = x.shape().size();
      Initializer start = Initializer.fanIn(size);
      Weight in = g.weight("in", start, units, size);
      Weight out = g.responsive("out", start, size, units);
      Node bent = g.tanh(in.product(x));
      return x.plus(out.product(bent)).beside(x.columns(1, 2));
    }
  }
}
