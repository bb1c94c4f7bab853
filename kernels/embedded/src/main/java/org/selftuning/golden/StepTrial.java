package org.selftuning.golden;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Parameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Steps;
import org.selftuning.train.TrainOptions;

/** A network with the vectors' parameters, and the steps that a case takes. */
final class StepTrial {
  private static final int PARTS = 3; // weight, bias and gate of a layer

  private final Vectors v;
  private final Comparison comparison;
  private final boolean images;
  private final Network network;
  private final Steps steps;

  StepTrial(Vectors v, Ops ops, Comparison comparison, TrainOptions options) {
    this.v = v;
    this.comparison = comparison;
    images = v.inputShape("x1").length == 4;
    ModelSpec spec = images ? convolutional() : dense();
    network = options.method().bind(spec, ops, v.inputShape("x1")[0], 0);
    steps = options.method().steps(network, ops, options);
    for (int layer = 0; layer < network.parameters().list().size() / PARTS; layer++) {
      String name = "layer" + layer + ".";
      Parameter weight = parameter(layer, 0);
      weight.elem(weight.value()).write(weights(layer, v.parameter(name + "elem_weight")));
      weight.hyper(weight.value()).write(weights(layer, v.parameter(name + "hyper_weight")));
      LayerCases.fill(parameter(layer, 1), v, name + "elem_bias", name + "hyper_bias");
      parameter(layer, 2).value().write(v.parameter(name + "scalars_weight"));
    }
  }

  Network network() {
    return network;
  }

  Steps steps() {
    return steps;
  }

  /**
   * Declares the hyperparameters, with a dropout that uses each and that the case keeps at rate 0.
   */
  private ModelSpec.Builder tuned(ModelSpec.Builder builder) {
    int n = v.parameterShape("layer0.scalars_weight")[1];
    for (int i = 0; i < n; i++) {
      Hyperparameter h = Hyperparameter.continuous("h" + i, Range.interval(0, 1), 0.5);
      boolean shared =
          v.config().has("shared") && v.config("shared").getAsJsonArray().get(i).getAsBoolean();
      builder.tune(shared ? h.perBatch() : h).dropout("h" + i);
    }
    return builder;
  }

  private ModelSpec dense() {
    JsonArray sizes = v.config("sizes").getAsJsonArray();
    ModelSpec.Builder builder = tuned(ModelSpec.input(sizes.get(0).getAsInt()));
    for (int i = 1; i < sizes.size(); i++) {
      builder.gatedLinear(sizes.get(i).getAsInt());
      if (i + 1 < sizes.size()) {
        builder.relu();
      }
    }
    return builder.crossEntropy();
  }

  private ModelSpec convolutional() {
    int[] channels = new int[3];
    Arrays.setAll(channels, i -> v.config("channels").getAsJsonArray().get(i).getAsInt());
    int side = v.config("side").getAsInt();
    return tuned(ModelSpec.input(side, side, channels[0]))
        .gatedConv2d(channels[1], 3, 1, 1)
        .relu()
        .maxPool(2)
        .gatedConv2d(channels[2], 3, 2, 1)
        .relu()
        .flatten()
        .gatedLinear(v.parameterShape("layer2.elem_bias")[0])
        .crossEntropy();
  }

  private Parameter parameter(int layer, int part) {
    return network.parameters().list().get(PARTS * layer + part);
  }

  /** The extents of a layer's weights as filters: a flattened image's weights are filters too. */
  private int[] filters(int layer) {
    int[] dims = v.parameterShape("layer" + layer + ".elem_weight");
    if (!images || dims.length == 4) {
      return dims;
    }
    int channels = v.parameterShape("layer" + (layer - 1) + ".elem_weight")[0];
    int side = (int) Math.round(Math.sqrt(dims[1] / (double) channels));
    return new int[] {dims[0], channels, side, side};
  }

  private Order order() {
    return images ? Order.CHANNELS_LAST : Order.AS_IS;
  }

  private float[] weights(int layer, float[] values) {
    return order().ours(values, filters(layer));
  }

  /** Brings a step's minibatch to the network, and sets the score to 0. */
  void load(int step) {
    String x = "x" + step;
    network.load(order().ours(v.input(x), v.inputShape(x)), v.input("y" + step));
    steps.score().write(new float[3]);
  }

  /** The mean loss in a score. */
  static double mean(Tensor score) {
    float[] sums = score.toArray();
    return sums[0] / sums[2];
  }

  /** A copy of all gradient tensors. */
  List<float[]> gradients() {
    List<float[]> list = new ArrayList<>();
    network.parameters().list().forEach(p -> list.add(p.gradient().toArray()));
    return list;
  }

  /**
   * Compares gradients and values of all parameters after a step of SGD.
   *
   * @param before {@link #gradients} before it: the tensors hold the step −rate·u, with u ←
   *     momentum·u + gradient
   */
  void compare(int step, List<float[]> before, double rate, double momentum) {
    List<float[]> after = gradients();
    for (int i = 0; i < after.size(); i++) {
      double[] gradient = new double[after.get(i).length];
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] = (after.get(i)[j] - momentum * before.get(i)[j]) / -rate;
      }
      compare(i, "step" + step + ".", gradient, true);
      float[] values = network.parameters().list().get(i).value().toArray();
      double[] doubles = new double[values.length];
      Arrays.setAll(doubles, j -> values[j]);
      compare(i, "after" + step + ".", doubles, false);
    }
  }

  /** Compares all of parameter {@code index}, elem and hyper halves one by one. */
  private void compare(int index, String prefix, double[] actual, boolean gradient) {
    int layer = index / PARTS;
    String name = prefix + "layer" + layer + ".";
    switch (index % PARTS) {
      case 0 -> {
        half(name + "elem_weight", filters(layer), actual, 0, gradient);
        half(name + "hyper_weight", filters(layer), actual, 1, gradient);
      }
      case 1 -> {
        half(name + "elem_bias", null, actual, 0, gradient);
        half(name + "hyper_bias", null, actual, 1, gradient);
      }
      default ->
          comparison.check(
              name + "scalars_weight", expected(name + "scalars_weight", gradient), actual);
    }
  }

  private void half(String name, int[] filters, double[] both, int half, boolean gradient) {
    int size = both.length / 2;
    double[] expected = expected(name, gradient);
    comparison.check(
        name,
        filters == null ? expected : order().ours(expected, filters),
        Arrays.copyOfRange(both, half * size, (half + 1) * size));
  }

  private double[] expected(String name, boolean gradient) {
    return gradient ? v.gradient(name) : v.output(name);
  }
}
