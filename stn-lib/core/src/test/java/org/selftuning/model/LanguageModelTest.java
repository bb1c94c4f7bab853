package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.GateInput;
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

/** A language model with everything that belongs to one. */
class LanguageModelTest {
  private static final int BATCH = 3;
  private static final int STEPS = 4;
  private static final int WORDS = 7;

  private static Hyperparameter rate(String name) {
    return Hyperparameter.continuous(name, Range.interval(0, 1), 0.2);
  }

  private static Hyperparameter strength(String name) {
    return Hyperparameter.continuous(name, Range.above(0), 0.3).perBatch();
  }

  private static final ModelSpec SPEC =
      ModelSpec.input(STEPS)
          .tune(rate("words").perBatch(), rate("input"), rate("hidden"), rate("output"))
          .tune(rate("weights").perBatch(), strength("alpha"), strength("beta"))
          .gatedEmbedding(WORDS, 4, "words")
          .lockedDropout("input")
          .gatedLstm(5, "weights")
          .lockedDropout("hidden")
          .gatedLstm(4, "weights")
          .temporalActivationPenalty("beta")
          .lockedDropout("output")
          .activationPenalty("alpha")
          .tiedDecoder(WORDS)
          .crossEntropy();

  private final Random random = new Random(5);
  private final float[] x = words();
  private final float[] y = words();
  private Ops ops;

  private float[] words() {
    float[] words = new float[STEPS * BATCH];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextInt(WORDS);
    }
    return words;
  }

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
  }

  @AfterEach
  void close() {
    ops.close();
  }

  private Network network() {
    Network network = new Network(SPEC, ops, BATCH, 1);
    Tensor all = network.parameters().values();
    Doubles.write(all, Doubles.uniform(new Random(2), all.size(), -0.9, 0.9));
    network.load(x, y);
    return network;
  }

  /** The objective: cross-entropy and both penalties. */
  private double run(Network network, Pass pass) {
    network.streams().values().forEach(stream -> stream.seek(0));
    network.reset(pass.mode());
    Tensor score = ops.tensor(3);
    network.forward(pass);
    network.judge(score, pass);
    network.backward(pass);
    assertThat(score.toArray()[2]).isEqualTo(STEPS * BATCH);
    double penalties = network.penalty(6).toArray()[0] + (double) network.penalty(8).toArray()[0];
    return score.toArray()[0] / (double) (STEPS * BATCH) + penalties;
  }

  @Test
  void gradientsAreThoseOfTheObjective() {
    Network network = network();
    Perturbation p = new Perturbation(SPEC.space(), ops, BATCH);
    p.draw(new RandomStream(3, "noise"));
    Pass train = Pass.train(p.z(), p.values(), 1, 0);
    run(network, train);
    List<double[]> gradients = new ArrayList<>();
    for (Parameter parameter : network.parameters().list()) {
      gradients.add(Doubles.read(parameter.gradient()));
    }
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = network.parameters().list().get(i);
      checkGradient(network, train, parameter.name(), parameter.value(), gradients.get(i));
    }
    p.clearGradient();
    Pass validate = Pass.validate(p.z(), p.values(), p.dz());
    run(network, validate);
    assertThat(network.penalty(6).toArray()[0]).isPositive();
    assertThat(network.penalty(8).toArray()[0]).isPositive();
    // The values stay as they are while z moves: the strengths of the penalties are constants.
    checkGradient(network, validate, "z", p.z(), Doubles.read(p.dz()));
  }

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
        double factor = Math.abs(side) == 1 ? 8 : -1;
        expected[i] += Math.signum(side) * factor * run(network, pass) / (12 * h);
        values[i] = old;
      }
      Doubles.write(at, values);
    }
    Doubles.assertClose(name, gradient, expected, 2e-3);
  }

  /** The table's gradient has two authors; what is kept of the last one counts once. */
  @Test
  void gradientsAccumulate() {
    Network network = network();
    Perturbation p = new Perturbation(SPEC.space(), ops, BATCH);
    p.draw(new RandomStream(3, "noise"));
    run(network, Pass.train(p.z(), p.values(), 1, 0));
    double[] once = Doubles.read(network.parameters().gradients());
    double[] before = Doubles.normal(random, once.length);
    for (float beta : new float[] {0, 0.75f}) {
      Doubles.write(network.parameters().gradients(), before);
      run(network, Pass.train(p.z(), p.values(), -0.5f, beta));
      int checked = 0;
      for (Parameter parameter : network.parameters().list()) {
        double[] actual = Doubles.read(parameter.gradient());
        // Where in the vector of all it lies: found by its content.
        int offset = offset(network, parameter);
        double[] expected = new double[actual.length];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = beta * before[offset + i] - 0.5 * once[offset + i];
        }
        Doubles.assertClose(parameter.name() + " onto " + beta, actual, expected, 1e-5);
        checked++;
      }
      assertThat(checked).isEqualTo(15);
    }
  }

  private int offset(Network network, Parameter parameter) {
    double[] kept = Doubles.read(parameter.value());
    ops.fill(parameter.value(), 100);
    double[] all = Doubles.read(network.parameters().values());
    Doubles.write(parameter.value(), kept);
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 100) {
        return i;
      }
    }
    throw new AssertionError(parameter.name() + " is nowhere");
  }

  @Test
  void collapsedEvaluationAgreesWithTheGates() {
    Network network = network();
    Perturbation p = new Perturbation(SPEC.space(), ops, BATCH);
    p.rest();
    Pass evaluate = Pass.evaluate(p.resting(), p.restingValues());
    network.collapse(evaluate);
    double[] collapsed = Doubles.read(network.forward(evaluate));
    Pass shared = Pass.validate(p.resting(), p.restingValues(), p.restingGradient());
    Doubles.assertClose("shared", Doubles.read(network.forward(shared)), collapsed, 1e-5);
    network.reset(Pass.Mode.VALIDATE);
    ops.fill(p.epsilon(), 0);
    p.spread();
    Pass own = Pass.validate(p.z(), p.values(), p.dz());
    Doubles.assertClose("per example", Doubles.read(network.forward(own)), collapsed, 1e-5);
  }

  @Test
  void parametersAreCountedAndNamed() {
    Network network = network();
    assertThat(network.parameters().count()).isEqualTo(SPEC.parameterCount());
    assertThat(network.parameters().list())
        .extracting(Parameter::name)
        .startsWith(
            "layers.1.weight",
            "layers.1.gate",
            "layers.3.input.weight",
            "layers.3.input.bias",
            "layers.3.input.gate",
            "layers.3.hidden.weight",
            "layers.3.hidden.bias",
            "layers.3.hidden.gate")
        .endsWith("layers.9.bias");
    assertThat(network.streams())
        .containsOnlyKeys(
            "layers.1.word dropout",
            "layers.2.dropout",
            "layers.3.drop-connect",
            "layers.4.dropout",
            "layers.5.drop-connect",
            "layers.7.dropout");
    ModelSpec plain =
        SPEC.fixedAt(
            Map.of(
                "words", 0.1, "input", 0.2, "hidden", 0.3, "output", 0.4, "weights", 0.5, "alpha",
                1.0, "beta", 2.0));
    Network fixed = new Network(plain, ops, BATCH, 1);
    assertThat(fixed.parameters().count()).isEqualTo(plain.parameterCount());
    fixed.load(x, y);
    run(fixed, Pass.train(null, null, 1, 0));
  }

  @Test
  void readsWhatItPrints() {
    assertThat(ModelYaml.parse(ModelYaml.print(SPEC))).isEqualTo(SPEC);
    assertThat(ModelYaml.print(SPEC))
        .contains(
            """
              - gated-embedding: {vocabulary: 7, dim: 4, word-dropout: words}
              - locked-dropout: input
              - gated-lstm: {units: 5, drop-connect: weights}
            """)
        .contains("  - tied-decoder: 7\n")
        .doesNotContain("gates:");
    ModelSpec squashed =
        new ModelSpec(
            SPEC.input(), SPEC.hyperparameters(), GateInput.SQUASHED, SPEC.layers(), SPEC.loss());
    assertThat(ModelYaml.parse(ModelYaml.print(squashed))).isEqualTo(squashed);
    assertThat(ModelYaml.print(squashed)).contains("\ngates: squashed\nlayers:\n");
    assertThat(ModelYaml.parse(ModelYaml.print(SPEC) + "gates: unconstrained\n")).isEqualTo(SPEC);
  }

  private static void refused(ModelSpec.Builder builder, String message) {
    assertThatThrownBy(builder::crossEntropy)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static ModelSpec.Builder builder() {
    return ModelSpec.input(STEPS).tune(rate("p"));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(
        builder().gatedEmbedding(7, 4, "p").tiedDecoder(7),
        "layer 1: hyperparameter 'p' is one number for the whole minibatch here; declare it with"
            + " per: batch");
    refused(
        builder().gatedEmbedding(7, 4).gatedLstm(3, "p"),
        "layer 2: hyperparameter 'p' is one number for the whole minibatch here; declare it with"
            + " per: batch");
    refused(
        builder().gatedEmbedding(7, 4).lockedDropout("p").gatedLstm(3).tiedDecoder(7),
        "layer 4: tied-decoder has 7 words and an input of 3, but the embedding has 7 words and"
            + " vectors of 4; make them the same");
    refused(
        builder().gatedEmbedding(7, 4).lockedDropout("p").tiedDecoder(8),
        "layer 3: tied-decoder has 8 words and an input of 4, but the embedding has 7 words and"
            + " vectors of 4; make them the same");
    refused(
        builder().gatedLinear(4).gatedLstm(3),
        "layer 2: gated-lstm needs a sequence of vectors; put an embedding of words before it, or,"
            + " where examples are steps × features, sequence");
    refused(
        builder().dropout("p").gatedEmbedding(4, 3),
        "layer 2: gated-embedding must be the first layer, where words come in");
    assertThatThrownBy(() -> builder().gatedEmbedding(1, 3))
        .hasMessage("gated-embedding: vocabulary must be at least 2 words, not 1");
  }

  @Test
  void wordsThatTheTableDoesNotHaveAreRefused() {
    Network network = network();
    x[5] = WORDS;
    network.load(x, y);
    Perturbation p = new Perturbation(SPEC.space(), ops, BATCH);
    assertThatThrownBy(() -> network.forward(Pass.train(p.z(), p.values(), 1, 0)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("a table of 7 rows has no row 7.0; check the vocabulary's size");
  }
}
