package org.selftuning.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.layer.GateInputs;
import org.selftuning.layer.GatedEmbedding;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.TiedDecoder;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.train.Method;
import org.selftuning.train.TrainedNetwork;

/**
 * A trained network as an ordinary one: its hyperparameters fixed at their values, its gates folded
 * into the weights,
 *
 * <pre>  w = w_elem + g ⊙ w_hyper,   g = [V; C] s </pre>
 *
 * <p>with s what the gates see of the hyperparameters. Computed in double precision.
 *
 * <p>One kind of network has no ordinary one of the same values: a decoder that is tied to a gated
 * embedding takes its elem half without the response, so that the two tables differ.
 *
 * @param spec the ordinary network
 * @param weights row-major, under the names that the ordinary network has
 * @param shapes of the weights
 * @param averages the running averages of its layers, by name
 * @param decoder the table of tied decoders, of the embedding's shape; empty if it is the
 *     embedding's
 */
public record FoldedNetwork(
    ModelSpec spec,
    Map<String, float[]> weights,
    Map<String, Shape> shapes,
    Map<String, float[]> averages,
    Optional<float[]> decoder) {
  private static final String GATE = "gate";

  /** Keeps the maps from change, in their order. */
  public FoldedNetwork {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    averages = Collections.unmodifiableMap(new LinkedHashMap<>(averages));
  }

  /** Folds a network. */
  public static FoldedNetwork of(TrainedNetwork trained) {
    ModelSpec plain = trained.spec().fixedAt(trained.values());
    Map<String, Shape> shapes = new LinkedHashMap<>();
    try (Ops ops = Device.named("cpu").open()) {
      for (Parameter p : new Network(plain, ops, 1, 0).parameters().list()) {
        shapes.put(p.name(), p.shape());
      }
    }
    double[] s = gateInput(trained);
    Map<String, float[]> weights = new LinkedHashMap<>();
    Map<String, List<String>> gated = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          float[] values = trained.weights().get(name);
          if (values != null && values.length == shape.size()) {
            weights.put(name, values);
          } else {
            weights.put(name, new float[shape.size()]);
            gated.computeIfAbsent(gate(name, trained), gate -> new ArrayList<>()).add(name);
          }
        });
    gated.forEach((gate, pairs) -> fold(trained, gate, pairs, shapes, s, weights));
    return new FoldedNetwork(plain, weights, shapes, trained.averages(), decoder(trained, shapes));
  }

  /** The elem half of a gated embedding, if a decoder is tied to it. */
  private static Optional<float[]> decoder(TrainedNetwork trained, Map<String, Shape> shapes) {
    if (!(trained.spec().layers().get(0) instanceof GatedEmbedding)
        || trained.spec().layers().stream().noneMatch(TiedDecoder.class::isInstance)) {
      return Optional.empty();
    }
    String table = shapes.keySet().iterator().next();
    return Optional.of(Arrays.copyOf(trained.weights().get(table), shapes.get(table).size()));
  }

  /** What gates see of the hyperparameters [n]. */
  private static double[] gateInput(TrainedNetwork trained) {
    float[] lambda = trained.hyperparameters();
    double[] s = new double[lambda.length];
    boolean centered = trained.method() != Method.STN;
    for (int j = 0; j < s.length; j++) {
      Hyperparameter h = trained.spec().hyperparameters().get(j);
      s[j] = centered ? 0 : trained.spec().gates().of(h, lambda[j]);
    }
    return s;
  }

  /** The gate matrix of a weight: its own in a formula, or that of its layer's part. */
  private static String gate(String name, TrainedNetwork trained) {
    String own = name + "." + GATE;
    return trained.weights().keySet().stream()
        .filter(key -> key.equals(own) || key.startsWith(name + "." + GateInputs.GATE_OF))
        .findFirst()
        .orElse(name.substring(0, name.lastIndexOf('.') + 1) + GATE);
  }

  /** How far the gates are open. */
  private static double[] open(TrainedNetwork trained, String gate, double[] s) {
    float[] matrix = trained.weights().get(gate);
    Optional<String> seen = GateInputs.seen(gate);
    float[] projection = trained.weights().get(GateInputs.PROJECTION);
    HyperparameterSpace space = trained.spec().space();
    if (seen.isEmpty()) {
      return product(
          matrix, projection == null ? s : product(GateInputs.matrix(projection, space), s));
    }
    HyperparameterSpace.Part part = space.part(seen.get());
    double[] open = new double[matrix.length];
    for (int g = 0; g < open.length; g++) {
      open[g] = matrix[g] * s[part.from() + (part.vector() ? g : 0)];
    }
    return open;
  }

  /** The product of a matrix [m, n] and s [n]. */
  private static double[] product(float[] matrix, double[] s) {
    double[] product = new double[matrix.length / s.length];
    for (int i = 0; i < matrix.length; i++) {
      product[i / s.length] += matrix[i] * s[i % s.length];
    }
    return product;
  }

  private static void fold(
      TrainedNetwork trained,
      String gate,
      List<String> pairs,
      Map<String, Shape> shapes,
      double[] s,
      Map<String, float[]> weights) {
    double[] open = open(trained, gate, s);
    int gates = open.length;
    // A layer with a bias has a gate for each row of both; a table of vectors one for each column.
    boolean formula = trained.weights().containsKey(pairs.get(0) + ".weight");
    boolean rows = formula || pairs.size() > 1;
    int first = 0;
    for (String name : pairs) {
      float[] both = trained.weights().get(formula ? name + ".weight" : name);
      float[] w = weights.get(name);
      int count = !rows ? 1 : shapes.get(name).rank() == 2 ? shapes.get(name).dim(0) : w.length;
      int width = w.length / count;
      for (int i = 0; i < w.length; i++) {
        double g = rows ? open[first + i / width] : open[i % gates];
        w[i] = (float) (both[i] + g * both[w.length + i]);
      }
      first += count;
    }
  }

  /** Whether the ordinary network's own predictions are those of the trained one. */
  public boolean exact() {
    return decoder.isEmpty();
  }
}
