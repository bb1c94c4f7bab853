package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Perturbation;
import org.selftuning.layer.GateInputs;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Response;
import org.selftuning.predict.FoldedNetwork;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Epoch;
import org.selftuning.train.Method;
import org.selftuning.train.Optimizer;
import org.selftuning.train.Step;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.TrainedNetwork;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;

/** Vectors of hyperparameters: one for each input, unit or channel. */
class VectorTest {
  private static final Device CPU = Device.named("cpu");

  /** Rates so low that nothing is dropped, so that losses are smooth. */
  private static final String SMALL =
      """
      input: 20
      hyperparameters:
        inputs: {size: 20, range: [0, 1], start: 0.0000001}
        one: {range: [0, 1], start: 0.0000001}
      layers:
        - gated-dropout: inputs
        - gated-linear: 9
        - gated-layer-norm
        - tanh
        - dropout: one
        - gated-linear: 3
      loss: cross-entropy
      """;

  @TempDir Path folder;

  private static String model(String hyperparameters, String layers) {
    return "input: [4, 4, 2]\nhyperparameters:\n  "
        + hyperparameters
        + "\nlayers:\n"
        + layers
        + "  - flatten\n  - gated-linear: 3\nloss: cross-entropy\n";
  }

  @Test
  void areReadAndPrinted() {
    String text =
        model(
            "rates: {size: 2, range: [0, 0.9], start: [0.1, 0.3], sigma: 0.25}",
            "  - channel-dropout: rates\n");
    ModelSpec model = ModelYaml.parse(text);
    assertThat(ModelYaml.print(model)).isEqualTo(text);
    assertThat(model.space().names()).containsExactly("rates[1]", "rates[2]");
    assertThat(model.space().parts())
        .containsExactly(new HyperparameterSpace.Part("rates", 0, 2, true));
    assertThat(new ModelSummary(model).text()).contains("rates × 2");
    String equal = text.replace("[0.1, 0.3]", "0.2");
    assertThat(ModelYaml.print(ModelYaml.parse(equal))).isEqualTo(equal);
  }

  @Test
  void areFixedWhole() {
    ModelSpec model =
        ModelYaml.parse(
            model("rates: {size: 2, range: [0, 0.9], start: 0.1}", "  - channel-dropout: rates\n"));
    assertThat(ModelYaml.print(model.fixedAt(Map.of("rates", 0.25))))
        .contains("- channel-dropout: 0.25");
    ModelSpec each = model.fixedAt(Map.of("rates[1]", 0.25, "rates[2]", 0.5));
    assertThat(ModelYaml.print(each)).contains("- channel-dropout: [0.25, 0.5]");
    assertThat(ModelYaml.parse(ModelYaml.print(each))).isEqualTo(each);
    assertThatThrownBy(() -> model.fixedAt(Map.of("rates[1]", 0.25)))
        .hasMessage(
            "hyperparameter 'rates': a value is given for 1 of its 2 numbers; give one for all");
  }

  @Test
  void areRefusedWhereTheyDoNotFit() {
    String three = "rates: {size: 3, range: [0, 0.9], start: 0.1}";
    assertThatThrownBy(() -> ModelYaml.parse(model(three, "  - channel-dropout: rates\n")))
        .hasMessage(
            "line 5: layer 1: hyperparameter 'rates' has 3 numbers, but one or 2 are wanted");
    assertThatThrownBy(() -> ModelYaml.parse(model(three, "  - gaussian-noise: rates\n")))
        .hasMessage("line 5: layer 1: hyperparameter 'rates' has 3 numbers, but one is wanted");
    assertThatThrownBy(() -> ModelYaml.parse(model(three, "  - dropout: [0.1, 0.2]\n")))
        .hasMessage("line 5: layer 1: a list of 2 numbers is given, but one or 32 are wanted");
    assertThatThrownBy(() -> ModelYaml.parse(model(three, "  - dropout: [0.1, 1.2]\n")))
        .hasMessageContaining("the rate must lie in 0 … 1, not [0.1, 1.2]");
    assertThatThrownBy(
            () ->
                ModelYaml.parse(model(three.replace("0.1", "[0.1, 0.2]"), "  - dropout: rates\n")))
        .hasMessageContaining("there are 2 numbers, but size is 3");
    assertThatThrownBy(
            () ->
                ModelYaml.parse(model(three.replace("size: 3", "size: 1"), "  - dropout: rates\n")))
        .hasMessageContaining("size must be at least 2, not 1");
    assertThatThrownBy(() -> ModelYaml.parse(model(three, "")))
        .hasMessageContaining("hyperparameter 'rates' is used by no layer");
  }

  /** A network with its steps' passes, at rates at which nothing is dropped. */
  private static final class Bound {
    final Ops ops = CPU.open();
    final Network network;
    final Perturbation perturbation;
    final Tensor score = ops.tensor(3);

    Bound(Response response) {
      ModelSpec spec = ModelYaml.parse(SMALL);
      network = new Network(spec, ops, 5, 3, response);
      perturbation =
          new Perturbation(spec.space(), spec.gates(), response.centered(), spec.scored(), ops, 5);
      Random random = new Random(4);
      float[] x = new float[5 * 20];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      network.load(x, new float[] {0, 1, 2, 1, 0});
      perturbation.draw(new RandomStream(5, "noise"));
      for (Parameter p : network.parameters().list()) {
        float[] values = p.value().toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.1 * random.nextGaussian());
        }
        p.value().write(values);
      }
    }

    double loss(Pass pass) {
      ops.fill(score, 0);
      network.forward(pass);
      network.judge(score, pass);
      float[] sums = score.toArray();
      return sums[0] / sums[2];
    }

    Parameter projection() {
      return network.parameters().list().stream()
          .filter(p -> p.name().equals(GateInputs.PROJECTION))
          .findFirst()
          .orElseThrow();
    }
  }

  /** P learns from the gates of all layers, with and without formulas, in each way to train. */
  @ParameterizedTest
  @EnumSource(Response.class)
  void whatGatesSeeLearns(Response response) {
    Bound b = new Bound(response);
    try {
      Tensor z = b.perturbation.gateInput();
      Tensor values = b.perturbation.values();
      Pass pass =
          switch (response) {
            case WHOLE -> Pass.train(z, values, -0.5f, 0);
            case CENTERED -> Pass.response(z, values, -0.5f, 0);
            case LINEARIZED -> Pass.linearized(z, values, -0.5f, 0);
          };
      b.loss(pass);
      b.network.backward(pass);
      Tensor p = b.projection().value();
      float[] gradient = b.projection().gradient().toArray();
      assertThat(p.shape().dims()).containsExactly(17, 21);
      float[] whole = p.toArray();
      assertThat(gradient).hasSameSizeAs(whole);
      for (int i = 0; i < whole.length; i += 13) {
        double slope = slope(i, whole, p, () -> b.loss(pass));
        assertThat(gradient[i] / -0.5)
            .as("element %d", i)
            .isCloseTo(slope, within(2e-4 * (1 + Math.abs(slope))));
      }
      double greatest = 0;
      for (float g : gradient) {
        greatest = Math.max(greatest, Math.abs(g));
      }
      assertThat(greatest).isGreaterThan(2e-3);
    } finally {
      b.ops.close();
    }
  }

  /** The gradient of λ goes back through P, and past it to units that see their own rate. */
  @Test
  void everyElementGetsItsGradient() {
    Bound b = new Bound(Response.WHOLE);
    try {
      b.perturbation.rest();
      Tensor lambda = b.perturbation.lambda();
      Pass pass =
          Pass.validate(
              b.perturbation.restingInput(),
              b.perturbation.restingValues(),
              b.perturbation.restingGradient());
      b.perturbation.clearGradient();
      b.loss(pass);
      b.network.backward(pass);
      b.perturbation.backwardResting();
      float[] gradient = b.perturbation.dLambda().toArray();
      float[] whole = lambda.toArray();
      for (int i = 0; i < whole.length; i++) {
        assertThat(gradient[i])
            .as("element %d", i)
            .isCloseTo((float) slope(i, whole, lambda, () -> b.loss(pass)), within(2e-4f));
      }
    } finally {
      b.ops.close();
    }
  }

  private static double slope(
      int i, float[] whole, Tensor tensor, java.util.function.DoubleSupplier loss) {
    float apart = 0.02f;
    float[] moved = whole.clone();
    moved[i] = whole[i] + apart;
    tensor.write(moved);
    double above = loss.getAsDouble();
    moved[i] = whole[i] - apart;
    tensor.write(moved);
    double below = loss.getAsDouble();
    tensor.write(whole);
    return (above - below) / (2 * apart);
  }

  /** A run of a vector, and the same run stopped, saved and continued. */
  @ParameterizedTest
  @EnumSource(Method.class)
  void aRunIsContinuedAndFolded(Method method) throws IOException {
    Split data = StrokeDigits.split(200, 100, 100, 3);
    ModelSpec model =
        ModelYaml.parse(
            """
            input: 784
            hyperparameters:
              inputs: {size: 784, range: [0, 0.95], start: 0.2}
              hidden: {size: 12, range: [0, 0.95], start: 0.1}
            layers:
              - gated-dropout: inputs
              - gated-linear: 12
              - relu
              - dropout: hidden
              - gated-linear: 10
            loss: cross-entropy
            """);
    TrainOptions options =
        TrainOptions.defaults()
            .method(method)
            .epochs(3)
            .warmupEpochs(1)
            .batch(20)
            .trainSteps(2)
            .weights(Optimizer.sgd(0.05, 0.9));
    List<double[]> told = new ArrayList<>();
    double[] whole;
    TrainedNetwork trained;
    try (Trainer trainer = new Trainer(model, data, options, CPU)) {
      trainer.listen(
          new TrainingListener() {
            @Override
            public void step(Step step) {
              told.add(step.values());
            }
          });
      trainer.run();
      whole = trainer.values();
      trained = trainer.bestNetwork();
      double mean = Arrays.stream(whole, 0, 784).average().orElseThrow();
      assertThat(told.get(told.size() - 1)).hasSize(2);
      assertThat(told.get(told.size() - 1)[0]).isCloseTo(mean, within(1e-9));
      assertThat(Arrays.stream(whole, 0, 784).distinct().count()).isGreaterThan(300);
      Map<String, Double> at = new HashMap<>(trained.values());
      assertThat(at).hasSize(796);
      double loss = trainer.evaluate(data.test()).loss();
      FoldedNetwork folded = FoldedNetwork.of(trained);
      try (Ops ops = CPU.open()) {
        Network plain = new Network(folded.spec(), ops, 100, 0);
        for (Parameter p : plain.parameters().list()) {
          p.value().write(folded.weights().get(p.name()));
        }
        float[] x = new float[100 * 784];
        float[] y = new float[100];
        for (int i = 0; i < 100; i++) {
          data.test().read(i, x, 784 * i, y, i);
        }
        plain.load(x, y);
        Tensor score = ops.tensor(3);
        Pass pass = Pass.evaluate(null, null);
        plain.forward(pass);
        plain.judge(score, pass);
        assertThat(score.toArray()[0] / 100.0).isCloseTo(loss, within(1e-5));
      }
    }
    Path file = folder.resolve("run.stn");
    try (Trainer first = new Trainer(model, data, options, CPU)) {
      first.listen(
          new TrainingListener() {
            @Override
            public void epoch(Epoch epoch) {
              first.stop();
            }
          });
      first.run();
      first.save(file);
    }
    try (Trainer resumed = Trainer.load(file, data, CPU)) {
      resumed.run();
      assertThat(resumed.values()).isEqualTo(whole);
    }
  }
}
