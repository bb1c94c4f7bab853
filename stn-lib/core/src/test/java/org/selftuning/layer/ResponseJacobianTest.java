package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Against layers asked for their own weights: what they answer to basis vectors. */
class ResponseJacobianTest {
  private static final int N = 3;
  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(hyperparameter("a"), hyperparameter("b"), hyperparameter("c")));
  private static final float[] S = {0.4f, -1.1f, 0.7f};

  private static Hyperparameter hyperparameter(String name) {
    return Hyperparameter.continuous(name, Range.real(), 0);
  }

  /** A layer alone, its gates wide open. */
  private static final class Alone implements AutoCloseable {
    final Ops ops = Device.named("cpu").open();
    final Binding binding;
    final BoundLayer layer;
    final Tensor z = ops.tensor(1, N);
    final Tensor x;

    Alone(Layer kind, Shape input, float[] examples) {
      int batch = examples.length / input.size();
      binding = new Binding(ops, batch, SPACE, 1);
      binding.enter("layers.1");
      layer = kind.bind(binding, input);
      binding.parameters().place(ops, 1);
      Random random = new Random(2);
      for (Parameter p : binding.parameters().list()) {
        float[] values = new float[p.shape().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian();
        }
        p.value().write(values);
      }
      x = ops.tensor(input.prepend(batch).dims());
      x.write(examples);
    }

    float[] outputs(float[] s) {
      z.write(s);
      Pass pass = Pass.evaluate(z, z);
      layer.collapse(pass);
      return layer.forward(x, pass).toArray();
    }

    ResponseJacobian response() {
      return ResponseJacobian.of(binding.parameters(), SPACE, S);
    }

    @Override
    public void close() {
      ops.close();
    }
  }

  private static float[] moved(int j, float by) {
    float[] s = S.clone();
    s[j] += by;
    return s;
  }

  /** The zero vector, then each basis vector: outputs b, and W e_k + b. */
  private static float[] basis(int k) {
    float[] rows = new float[(k + 1) * k];
    for (int i = 0; i < k; i++) {
      rows[(i + 1) * k + i] = 1;
    }
    return rows;
  }

  /** ‖W, b‖ of outputs for {@link #basis}, each output element being b or W_k + b. */
  private static double norm(float[] outputs, int width) {
    double square = 0;
    for (int i = 0; i < outputs.length; i++) {
      double bias = outputs[i % width];
      double weight = i < width ? bias : outputs[i] - bias;
      square += weight * weight;
    }
    return Math.sqrt(square);
  }

  private static float[] difference(float[] a, float[] b, float by) {
    float[] difference = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = (a[i] - b[i]) / by;
    }
    return difference;
  }

  private static void check(Alone alone, int width) {
    ResponseJacobian response = alone.response();
    assertThat(response.norm()).isCloseTo(norm(alone.outputs(S), width), within(1e-4));
    for (int j = 0; j < N; j++) {
      float[] slope = difference(alone.outputs(moved(j, 1)), alone.outputs(moved(j, -1)), 2);
      assertThat(response.columns()[j]).isCloseTo(norm(slope, width), within(1e-4));
    }
  }

  @Test
  void ofALinearLayer() {
    try (Alone alone = new Alone(new GatedLinear(4), Shape.of(5), basis(5))) {
      check(alone, 4);
    }
  }

  /** On an image of one pixel a convolution is a linear layer of its channels. */
  @Test
  void ofAConvolution() {
    try (Alone alone = new Alone(new GatedConv2d(4, 1, 1, 0), Shape.of(1, 1, 6), basis(6))) {
      check(alone, 4);
    }
  }

  @Test
  void ofAnEmbedding() {
    int words = 5;
    int dim = 3;
    float[] all = {0, 1, 2, 3, 4};
    try (Alone alone = new Alone(new GatedEmbedding(words, dim), Shape.of(1), all)) {
      ResponseJacobian response = alone.response();
      assertThat(response.norm()).isCloseTo(length(alone.outputs(S)), within(1e-4));
      for (int j = 0; j < N; j++) {
        float[] slope = difference(alone.outputs(moved(j, 1)), alone.outputs(moved(j, -1)), 2);
        assertThat(response.columns()[j]).isCloseTo(length(slope), within(1e-4));
      }
    }
  }

  /** Fresh averages: x̂ = x, so that 0 and 1 give shift and scale. */
  @Test
  void ofBatchNormalization() {
    try (Alone alone =
        new Alone(new GatedBatchNorm(), Shape.of(3), new float[] {0, 0, 0, 1, 1, 1})) {
      ResponseJacobian response = alone.response();
      double nearly = within1(response.norm());
      assertThat(response.norm()).isCloseTo(norm(alone.outputs(S), 3), within(nearly));
      for (int j = 0; j < N; j++) {
        float[] slope = difference(alone.outputs(moved(j, 1)), alone.outputs(moved(j, -1)), 2);
        assertThat(response.columns()[j]).isCloseTo(norm(slope, 3), within(nearly));
      }
    }
  }

  /** The ε in 1/√(variance + ε) is left in x̂. */
  private static double within1(double norm) {
    return 1e-4 * norm;
  }

  /** Both products of an LSTM are gated linear layers, so its response is that of the two. */
  @Test
  void ofAnLstmCountsEveryGatedWeightOnce() {
    try (Alone alone = new Alone(new GatedLstm(2), Shape.of(1, 3), new float[3])) {
      double square = 0;
      for (Parameter p : alone.binding.parameters().list()) {
        float[] values = p.value().toArray();
        if (p.role() == Parameter.Role.PAIR) {
          for (int i = 0; i < values.length / 2; i++) {
            square += values[i] * (double) values[i];
          }
        }
      }
      ResponseJacobian shut = ResponseJacobian.of(alone.binding.parameters(), SPACE, new float[N]);
      assertThat(shut.norm()).isCloseTo(Math.sqrt(square), within(1e-4));
      assertThat(alone.response().norm()).isGreaterThan(shut.norm());
    }
  }

  @Test
  void squashedGatesSeeLessOfTheHyperparameter() {
    Hyperparameter rate = Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.3);
    assertThat(GateInput.UNCONSTRAINED.derivative(rate, 2)).isEqualTo(1);
    double h = 1e-6;
    double slope = (Range.sigmoid(2 + h) - Range.sigmoid(2 - h)) / (2 * h);
    assertThat(GateInput.SQUASHED.derivative(rate, 2)).isCloseTo(slope, within(1e-8));
    Hyperparameter decay = Hyperparameter.continuous("decay", Range.above(1), 2);
    double soft = (Range.softplus(2 + h) - Range.softplus(2 - h)) / (2 * h);
    assertThat(GateInput.SQUASHED.derivative(decay, 2)).isCloseTo(soft, within(1e-8));
    assertThat(GateInput.SQUASHED.derivative(hyperparameter("real"), 2)).isEqualTo(1);
  }

  private static double length(float[] values) {
    double square = 0;
    for (float value : values) {
      square += value * (double) value;
    }
    return Math.sqrt(square);
  }
}
