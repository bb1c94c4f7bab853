package org.selftuning.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Interpreter;
import org.selftuning.graph.Node;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Type;
import org.selftuning.graph.Weight;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.layer.Activate;
import org.selftuning.layer.ActivationPenalty;
import org.selftuning.layer.ActiveUnits;
import org.selftuning.layer.AveragePool;
import org.selftuning.layer.BatchNorm;
import org.selftuning.layer.Branches;
import org.selftuning.layer.ChannelDropout;
import org.selftuning.layer.Conv2d;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.Embedding;
import org.selftuning.layer.EngineLayer;
import org.selftuning.layer.Flatten;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Linear;
import org.selftuning.layer.LockedDropout;
import org.selftuning.layer.Lstm;
import org.selftuning.layer.MaxPool;
import org.selftuning.layer.Normalize;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.layer.Sequence;
import org.selftuning.layer.Temperature;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.layer.TiedDecoder;
import org.selftuning.layer.WeightPenalty;
import org.selftuning.predict.FoldedNetwork;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;

/**
 * The operators of ordinary layers: those that are written for the engine by their kind, all others
 * by their formula. Values are [N, …] with the last axis the channels; sequences are [N, T, D].
 */
final class LayerNodes {
  private static final float EPSILON = 1e-5f;
  private static final int[] CHANNELS_FIRST = {0, 3, 1, 2};
  private static final int[] CHANNELS_LAST = {0, 2, 3, 1};

  private final OnnxGraph graph;
  private final FoldedNetwork network;
  private String table;
  private boolean inSequence;

  LayerNodes(OnnxGraph graph, FoldedNetwork network) {
    this.graph = graph;
    this.network = network;
  }

  /**
   * Adds layers, one after another.
   *
   * @param prefix what the names of their weights begin with, before their numbers from 1
   * @param x the input
   * @return the output
   * @throws IllegalArgumentException if one has no operators; one line says which
   */
  String chain(List<Layer> layers, String prefix, Shape input, String x) {
    Shape shape = input;
    String y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layer(layers.get(i), prefix + (i + 1) + ".", shape, y);
      shape = layers.get(i).output(shape);
    }
    return y;
  }

  private String layer(Layer layer, String prefix, Shape shape, String x) {
    if (layer instanceof Linear linear) {
      return dense(linear, prefix, shape, x);
    } else if (layer instanceof Conv2d conv) {
      return convolution(conv, prefix, shape, x);
    } else if (layer instanceof MaxPool pool) {
      return pooled("MaxPool", pool.size(), pool.stride(), x);
    } else if (layer instanceof AveragePool pool) {
      return pooled("AveragePool", pool.size(), pool.stride(), x);
    } else if (layer instanceof Flatten) {
      return graph.node("Flatten", x, OnnxGraph.attribute("axis", 1));
    } else if (layer instanceof Activate activate) {
      return graph.node(Operators.of(activate.function()), x);
    } else if (layer instanceof BatchNorm) {
      return normalized(prefix, shape.dim(-1), x);
    } else if (layer instanceof Normalize normalize) {
      return scaled(normalize, x);
    } else if (layer instanceof ActiveUnits units) {
      return masked(units, shape.dim(-1), x);
    } else if (layer instanceof Embedding embedding) {
      inSequence = true;
      table =
          graph.floats(
              prefix + "weight",
              network.weights().get(prefix + "weight"),
              embedding.vocabulary(),
              embedding.dim());
      return graph.node("Gather", List.of(table, x), OnnxGraph.attribute("axis", 0));
    } else if (layer instanceof Temperature) {
      float log = network.averages().get(prefix + "log temperature")[0];
      return graph.node("Mul", List.of(x, graph.constant((float) Math.exp(-log))));
    } else if (layer instanceof Lstm lstm) {
      return recurrent(lstm, prefix, shape.dim(1), x);
    } else if (layer instanceof TiedDecoder decoder) {
      return decoded(decoder, prefix, shape.dim(1), x);
    } else if (layer instanceof Residual residual) {
      return graph.node("Add", List.of(x, chain(residual.layers(), prefix, shape, x)));
    } else if (layer instanceof Repeat repeat) {
      return chain(repeat.paths().get(0), prefix, shape, x);
    } else if (layer instanceof Branches branches) {
      return joined(branches, prefix, shape, x);
    } else if (restsUnchanged(layer)) {
      inSequence |= layer instanceof Sequence;
      return x;
    } else if (layer instanceof EngineLayer) {
      throw new IllegalArgumentException(
          "layer "
              + prefix.replaceFirst("^layers\\.", "").replaceFirst("\\.$", "")
              + ", "
              + layer
              + ", is written for the engine by hand, and there are no ONNX operators for it; give"
              + " it a formula (Layer.apply)");
    }
    return formula(layer, prefix, shape, x);
  }

  /** Whether a layer hands its input on when nothing is trained. */
  private static boolean restsUnchanged(Layer layer) {
    boolean random =
        layer instanceof Dropout
            || layer instanceof LockedDropout
            || layer instanceof ChannelDropout
            || layer instanceof Sequence;
    boolean penalty =
        layer instanceof ActivationPenalty
            || layer instanceof TemporalActivationPenalty
            || layer instanceof WeightPenalty;
    return random || penalty || layer.atInput() && layer instanceof EngineLayer;
  }

  private String weight(String name, int... dims) {
    return graph.floats(name, network.weights().get(name), dims);
  }

  private String dense(Linear linear, String prefix, Shape shape, String x) {
    if (shape.rank() == 1) {
      return affine(linear.units(), prefix, shape.size(), x);
    }
    String rows = affine(linear.units(), prefix, shape.dim(1), rows(x, -1, shape.dim(1)));
    return rows(rows, -1, shape.dim(0), linear.units());
  }

  private String affine(int units, String prefix, int inputs, String x) {
    return graph.node(
        "Gemm",
        List.of(x, weight(prefix + "weight", units, inputs), weight(prefix + "bias", units)),
        OnnxGraph.attribute("transB", 1));
  }

  /** Filters [O, u, v, c] become [O, c, u, v]. */
  private String convolution(Conv2d conv, String prefix, Shape shape, String x) {
    int size = conv.kernel();
    int channels = shape.dim(2) / conv.groups(); // of a filter
    float[] filters = network.weights().get(prefix + "weight");
    float[] ordered = new float[filters.length];
    int pixels = size * size;
    for (int o = 0; o < conv.filters(); o++) {
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < channels; c++) {
          ordered[(o * channels + c) * pixels + p] = filters[(o * pixels + p) * channels + c];
        }
      }
    }
    int pad = conv.padding();
    String y =
        graph.node(
            "Conv",
            List.of(
                channelsFirst(x),
                graph.floats(prefix + "weight", ordered, conv.filters(), channels, size, size),
                weight(prefix + "bias", conv.filters())),
            OnnxGraph.attribute("kernel_shape", size, size),
            OnnxGraph.attribute("group", conv.groups()),
            OnnxGraph.attribute("strides", conv.stride(), conv.stride()),
            OnnxGraph.attribute("pads", pad, pad, pad, pad));
    return channelsLast(y);
  }

  private String channelsFirst(String x) {
    return graph.node("Transpose", x, OnnxGraph.attribute("perm", CHANNELS_FIRST));
  }

  private String channelsLast(String x) {
    return graph.node("Transpose", x, OnnxGraph.attribute("perm", CHANNELS_LAST));
  }

  private String pooled(String operator, int size, int stride, String x) {
    return channelsLast(
        graph.node(
            operator,
            channelsFirst(x),
            OnnxGraph.attribute("kernel_shape", size, size),
            OnnxGraph.attribute("strides", stride, stride)));
  }

  /** scale · (x − mean) / √(variance + ε) + shift, as one factor and one term a channel. */
  private String normalized(String prefix, int channels, String x) {
    float[] factors = network.weights().get(prefix + "factors");
    float[] mean = network.averages().get(prefix + "mean");
    float[] variance = network.averages().get(prefix + "variance");
    float[] factor = new float[channels];
    float[] term = new float[channels];
    for (int c = 0; c < channels; c++) {
      double f = factors[c] / Math.sqrt((double) variance[c] + EPSILON);
      factor[c] = (float) f;
      term[c] = (float) (factors[channels + c] - f * mean[c]);
    }
    return scaled(prefix, factor, term, x);
  }

  private String scaled(String prefix, float[] factor, float[] term, String x) {
    String product =
        graph.node("Mul", List.of(x, graph.floats(prefix + "factor", factor, factor.length)));
    return graph.node("Add", List.of(product, graph.floats(prefix + "term", term, term.length)));
  }

  private String scaled(Normalize normalize, String x) {
    int channels = normalize.mean().size();
    float[] factor = new float[channels];
    float[] term = new float[channels];
    for (int c = 0; c < channels; c++) {
      factor[c] = (float) (1 / normalize.std().get(c));
      term[c] = (float) (-normalize.mean().get(c) / normalize.std().get(c));
    }
    String product = graph.node("Mul", List.of(x, graph.constant(factor, channels)));
    return graph.node("Add", List.of(product, graph.constant(term, channels)));
  }

  private String masked(ActiveUnits units, int width, String x) {
    double count = ((Quantity.Fixed) units.count()).value();
    float[] mask = new float[width];
    Arrays.fill(mask, 0, (int) Math.min(width, count), 1);
    return graph.node("Mul", List.of(x, graph.constant(mask, width)));
  }

  /** Our gates are [f | i | o | g], those of ONNX [i | o | f | g]. */
  private String recurrent(Lstm lstm, String prefix, int inputs, String x) {
    int units = lstm.units();
    float[] w = ordered(network.weights().get(prefix + "input.weight"));
    float[] r = ordered(network.weights().get(prefix + "hidden.weight"));
    float[] biasIn = ordered(network.weights().get(prefix + "input.bias"));
    float[] biasHidden = ordered(network.weights().get(prefix + "hidden.bias"));
    float[] bias = Arrays.copyOf(biasIn, 8 * units);
    System.arraycopy(biasHidden, 0, bias, 4 * units, 4 * units);
    String y =
        graph.node(
            "LSTM",
            List.of(
                graph.node("Transpose", x, OnnxGraph.attribute("perm", 1, 0, 2)),
                graph.floats(prefix + "input", w, 1, 4 * units, inputs),
                graph.floats(prefix + "hidden", r, 1, 4 * units, units),
                graph.floats(prefix + "bias", bias, 1, 8 * units)),
            OnnxGraph.attribute("hidden_size", units));
    String steps = graph.node("Squeeze", List.of(y, graph.longs(1)));
    return graph.node("Transpose", steps, OnnxGraph.attribute("perm", 1, 0, 2));
  }

  private static float[] ordered(float[] blocks) {
    int block = blocks.length / 4;
    float[] ordered = new float[blocks.length];
    int[] from = {1, 2, 0, 3};
    for (int i = 0; i < 4; i++) {
      System.arraycopy(blocks, from[i] * block, ordered, i * block, block);
    }
    return ordered;
  }

  private String decoded(TiedDecoder decoder, String prefix, int dim, String x) {
    String words =
        network
            .decoder()
            .map(values -> graph.floats(prefix + "weight", values, decoder.vocabulary(), dim))
            .orElse(table);
    String columns = graph.node("Transpose", words, OnnxGraph.attribute("perm", 1, 0));
    String product = graph.node("MatMul", List.of(x, columns));
    return graph.node("Add", List.of(product, weight(prefix + "bias", decoder.vocabulary())));
  }

  private String joined(Branches branches, String prefix, Shape shape, String x) {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < branches.paths().size(); i++) {
      boolean residual = branches.paths().get(0).isEmpty() && branches.paths().size() == 2;
      String name = residual ? prefix : prefix + (i + 1) + ".";
      outputs.add(chain(branches.paths().get(i), name, shape, x));
    }
    if (branches.join() == Branches.Join.CONCATENATE) {
      return graph.node("Concat", outputs, OnnxGraph.attribute("axis", -1));
    }
    String sum = outputs.get(0);
    for (String output : outputs.subList(1, outputs.size())) {
      sum = graph.node("Add", List.of(sum, output));
    }
    return sum;
  }

  /** A formula works on rows; those of a sequence are its steps. */
  private String formula(Layer layer, String prefix, Shape shape, String x) {
    boolean sequence = inSequence && shape.rank() == 2;
    int steps = sequence ? shape.dim(0) : 1;
    Graph formula =
        new Graph(
            new Graph.Setting(
                1,
                steps,
                new HyperparameterSpace(List.of()),
                false,
                purpose -> new RandomStream(0, purpose)));
    Type type =
        sequence ? new Type(Rows.STEPS, Shape.of(shape.dim(1))) : new Type(Rows.BATCH, shape);
    Node y = layer.apply(formula, formula.input("x", type));
    Map<String, String> given = new LinkedHashMap<>();
    for (Weight w : formula.weights()) {
      given.put(w.name(), weight(prefix + w.name(), w.shape().dims()));
    }
    given.put("x", sequence ? rows(x, -1, shape.dim(1)) : x);
    try {
      String rows = Interpreter.of(y, new FormulaNodes(graph, given, steps));
      boolean remains = y.rows() == Rows.STEPS;
      return remains ? rows(rows, -1, steps, y.shape().size()) : rows;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "layer "
              + prefix.replaceFirst("^layers\\.", "").replaceFirst("\\.$", "")
              + ", "
              + layer
              + ", cannot be exported: "
              + e.getMessage(),
          e);
    }
  }

  private String rows(String x, int... dims) {
    return graph.node(
        "Reshape", List.of(x, graph.longs(IntStream.of(dims).asLongStream().toArray())));
  }
}
