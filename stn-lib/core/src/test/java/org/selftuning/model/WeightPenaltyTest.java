package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.CrossEntropy;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.WeightPenalty;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

class WeightPenaltyTest {
  private static final int BATCH = 4;
  private static final Hyperparameter DECAY =
      Hyperparameter.continuous("decay", Range.above(0), 0.5).perBatch();
  private static final Hyperparameter SMOOTH =
      Hyperparameter.continuous("smooth", Range.interval(0, 1), 0.1);

  private static ModelSpec spec(boolean penalized) {
    ModelSpec.Builder builder = ModelSpec.input(6).tune(DECAY, SMOOTH).gatedLinear(5).tanh();
    if (penalized) {
      builder.layer(new WeightPenalty(Quantity.tuned("decay"), Quantity.of(0.25)));
    } else {
      builder.dropout("decay");
    }
    return builder.gatedLinear(3).loss(new CrossEntropy(Quantity.tuned("smooth")));
  }

  private static double[] gradients(Network network, Ops ops, float alpha, float beta) {
    Tensor z = Doubles.write(ops.tensor(BATCH, 2), Doubles.normal(new Random(1), 2 * BATCH));
    Tensor values = ops.tensor(BATCH, 2);
    float[] x = Doubles.floats(Doubles.normal(new Random(2), 6 * BATCH));
    network.load(x, new float[] {0, 1, 2, 0});
    ops.fill(network.parameters().gradients(), 1);
    // The decay of the first example counts; as a rate of dropout it is 0.
    boolean penalized = network.spec().layers().get(2) instanceof WeightPenalty;
    Doubles.write(values.rows(0, 1), new double[] {penalized ? 0.5 : 0, 0});
    Pass pass = Pass.train(z, values, alpha, beta);
    network.forward(pass);
    network.judge(ops.tensor(3), pass);
    network.backward(pass);
    return Doubles.read(network.parameters().gradients());
  }

  @Test
  void pullsTheWeightsBeforeItToZero() {
    try (Ops ops = Device.named("cpu").open()) {
      Network with = new Network(spec(true), ops, BATCH, 3);
      Network without = new Network(spec(false), ops, BATCH, 3);
      double[] pulled = gradients(with, ops, -2, 0.5f);
      double[] plain = gradients(without, ops, -2, 0.5f);
      Parameter weight = with.parameters().list().get(0);
      double[] w = Doubles.read(weight.value());
      for (int i = 0; i < w.length; i++) {
        plain[i] += -2 * (0.5 * w[i] + 0.25 * Math.signum(w[i]));
      }
      assertThat(weight.shape().size()).as("the first in the vector").isEqualTo(60);
      Doubles.assertClose("gradients", pulled, plain, 1e-6);
    }
  }

  @Test
  void readsWhatItPrints() {
    ModelSpec spec = spec(true);
    assertThat(ModelYaml.print(spec))
        .contains("  - weight-penalty: {l2: decay, l1: 0.25}\n")
        .contains("loss: {cross-entropy: smooth}\n");
    assertThat(ModelYaml.parse(ModelYaml.print(spec))).isEqualTo(spec);
    assertThat(ModelYaml.print(spec.fixedAt(Map.of("decay", 0.5, "smooth", 0.25))))
        .contains("  - weight-penalty: {l2: 0.5, l1: 0.25}\n")
        .contains("loss: {cross-entropy: 0.25}\n");
    assertThat(new ModelSummary(spec).text()).contains("loss\n");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(
            () ->
                ModelSpec.input(3).tune(SMOOTH).weightDecay("smooth").gatedLinear(2).crossEntropy())
        .hasMessageContaining("declare it with per: batch");
    assertThatThrownBy(() -> new WeightPenalty(Quantity.of(-1), Quantity.of(0)))
        .hasMessage("weight-penalty: l2: the strength must be 0 or positive, not -1");
    assertThatThrownBy(() -> new CrossEntropy(Quantity.of(2)))
        .hasMessage("cross-entropy: smoothing must lie in 0 … 1, not 2");
    assertThatThrownBy(
            () ->
                ModelSpec.input(3)
                    .tune(DECAY)
                    .weightDecay("decay")
                    .gatedLinear(2)
                    .loss(new CrossEntropy(Quantity.tuned("smoth"))))
        .hasMessage(
            "loss: hyperparameter 'smoth' is not declared; declare it under hyperparameters");
    assertThatThrownBy(
            () ->
                ModelYaml.parse(
                    """
                    input: 3
                    hyperparameters:
                      smooth: {range: [0, 1], start: 0.1}
                    layers:
                      - gated-linear: 2
                    loss: {cross-entropy: smoth}
                    """))
        .hasMessage("line 6: loss: hyperparameter 'smoth' is not declared; did you mean 'smooth'?");
  }
}
