package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Perturbation;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

class NetworkTest {
  private static final int BATCH = 8;
  private static final ModelSpec SPEC =
      ModelSpec.input(3, 2)
          .tune(
              Hyperparameter.continuous("p", Range.interval(0, 0.9), 0.3),
              Hyperparameter.continuous("q", Range.interval(0, 0.9), 0.2))
          .dropout("p")
          .flatten()
          .gatedLinear(7)
          .tanh()
          .dropout("q")
          .gatedLinear(4)
          .crossEntropy();

  private Ops ops;
  private final float[] x = Doubles.floats(Doubles.normal(new Random(1), BATCH * 6));
  private final float[] y = {0, 1, 2, 3, 0, 1, 2, 3};

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
  }

  @AfterEach
  void close() {
    ops.close();
  }

  @Test
  void parametersAreNamedAfterTheirLayerAndLieInOneVector() {
    Network network = new Network(SPEC, ops, BATCH, 1);
    assertThat(network.parameters().list())
        .extracting(Parameter::name)
        .containsExactly(
            "layers.3.weight",
            "layers.3.bias",
            "layers.3.gate",
            "layers.6.weight",
            "layers.6.bias",
            "layers.6.gate");
    assertThat(network.parameters().count()).isEqualTo(SPEC.parameterCount());
    assertThat(network.streams()).containsOnlyKeys("layers.1.dropout", "layers.5.dropout");
    double squares = 0;
    for (Parameter p : network.parameters().list()) {
      assertThat(p.value().shape()).isEqualTo(p.shape());
      assertThat(p.gradient().shape()).isEqualTo(p.shape());
      for (float v : p.value().toArray()) {
        squares += (double) v * v;
      }
    }
    double all = 0;
    for (float v : network.parameters().values().toArray()) {
      all += (double) v * v;
    }
    assertThat(all).as("nothing overlaps, and padding is 0").isEqualTo(squares);
    ops.fill(network.parameters().values(), 3);
    for (Parameter p : network.parameters().list()) {
      assertThat(p.value().toArray()).containsOnly(3f);
    }
  }

  @Test
  void weightsStartAsThePaperHasIt() {
    ModelSpec wide =
        ModelSpec.input(100)
            .tune(SPEC.hyperparameters().get(0))
            .dropout("p")
            .gatedLinear(300)
            .crossEntropy();
    Network network = new Network(wide, ops, 2, 1);
    for (Parameter p : network.parameters().list()) {
      double square = 0;
      double largest = 0;
      for (float v : p.value().toArray()) {
        square += (double) v * v / p.shape().size();
        largest = Math.max(largest, Math.abs(v));
      }
      if (p.role() == Parameter.Role.GATE) {
        assertThat(Math.sqrt(square)).isBetween(0.009, 0.011);
      } else {
        assertThat(p.role()).isEqualTo(Parameter.Role.PAIR);
        assertThat(largest).isBetween(0.095, 0.1); // 1/√100
        assertThat(Math.sqrt(square)).isBetween(0.053, 0.062);
      }
    }
  }

  @Test
  void seedDecidesTheStartingWeights() {
    double[] first = weights(4);
    assertThat(weights(4)).isEqualTo(first);
    assertThat(weights(5)).isNotEqualTo(first);
  }

  private double[] weights(long seed) {
    return Doubles.read(new Network(SPEC, ops, BATCH, seed).parameters().values());
  }

  @Test
  void collapsedEvaluationAgreesWithTheGates() {
    Network network = new Network(SPEC, ops, BATCH, 1);
    Perturbation p = new Perturbation(SPEC.space(), ops, BATCH);
    Doubles.write(
        network.parameters().values(),
        Doubles.normal(new Random(2), network.parameters().values().size()));
    network.load(x, y);
    p.rest();
    Pass evaluate = Pass.evaluate(p.resting(), p.restingValues());
    network.collapse(evaluate);
    double[] collapsed = Doubles.read(network.forward(evaluate));
    Tensor score = ops.tensor(3);
    network.judge(score, evaluate);
    double[] shared =
        Doubles.read(
            network.forward(Pass.validate(p.resting(), p.restingValues(), p.restingGradient())));
    ops.fill(p.epsilon(), 0);
    p.spread();
    double[] perExample = Doubles.read(network.forward(Pass.validate(p.z(), p.values(), p.dz())));
    Doubles.assertClose("shared", shared, collapsed, 1e-5);
    Doubles.assertClose("per example", perExample, collapsed, 1e-5);
    assertThat(Doubles.read(network.output())).isEqualTo(perExample);
    assertThat(score.toArray()[2]).isEqualTo(BATCH);
  }

  /** The whole chain of layers, in both kinds of pass, by central differences of the loss. */
  @Test
  void gradientsAreThoseOfTheLoss() {
    Network network = new Network(SPEC, ops, BATCH, 1);
    Perturbation p = new Perturbation(SPEC.space(), ops, BATCH);
    Tensor all = network.parameters().values();
    Doubles.write(all, Doubles.uniform(new Random(2), all.size(), -0.6, 0.6));
    network.load(x, y);
    p.draw(new RandomStream(3, "noise"));

    Pass train = Pass.train(p.z(), p.values(), 1, 0);
    run(network, train);
    Map<Parameter, double[]> gradients = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters().list()) {
      gradients.put(parameter, Doubles.read(parameter.gradient()));
    }
    gradients.forEach(
        (parameter, gradient) ->
            checkGradient(network, train, parameter.name(), parameter.value(), gradient));
    p.clearGradient();
    Pass validate = Pass.validate(p.z(), p.values(), p.dz());
    run(network, validate);
    checkGradient(network, validate, "z", p.z(), Doubles.read(p.dz()));
  }

  private double run(Network network, Pass pass) {
    network.streams().values().forEach(stream -> stream.seek(0));
    Tensor score = ops.tensor(3);
    network.forward(pass);
    network.judge(score, pass);
    network.backward(pass);
    return score.toArray()[0] / (double) BATCH;
  }

  /** In single precision: coarse, but of the network as it is. */
  private void checkGradient(
      Network network, Pass pass, String name, Tensor at, double[] gradient) {
    double[] values = Doubles.read(at);
    double[] expected = new double[values.length];
    double h = 0.02;
    for (int i = 0; i < values.length; i++) {
      for (int side : new int[] {2, 1, -1, -2}) {
        double old = values[i];
        values[i] = old + side * h;
        Doubles.write(at, values);
        double factor = Math.abs(side) == 1 ? 8 : -1; // a difference of fourth order
        expected[i] += Math.signum(side) * factor * run(network, pass) / (12 * h);
        values[i] = old;
      }
      Doubles.write(at, values);
    }
    Doubles.assertClose(name, gradient, expected, 1e-3);
  }

  @Test
  void rowsOfPaddingCountForNothing() {
    Network network = new Network(SPEC, ops, BATCH, 1);
    Perturbation p = new Perturbation(SPEC.space(), ops, BATCH);
    p.rest();
    Pass pass = Pass.evaluate(p.resting(), p.restingValues());
    network.collapse(pass);
    float[] padded = y.clone();
    padded[6] = Float.NaN;
    padded[7] = Float.NaN;
    float[] garbage = x.clone();
    java.util.Arrays.fill(garbage, 36, 48, Float.NaN);
    network.load(garbage, padded);
    Tensor score = ops.tensor(3);
    network.forward(pass);
    network.judge(score, pass);
    float[] some = score.toArray();
    assertThat(some[2]).isEqualTo(6);
    assertThat(some[0]).isFinite();
    ops.fill(score, 0);
    network.load(x, y);
    network.forward(pass);
    network.judge(score, pass);
    assertThat(score.toArray()[0]).isGreaterThan(some[0]);
    assertThat(score.toArray()[2]).isEqualTo(8);
  }
}
