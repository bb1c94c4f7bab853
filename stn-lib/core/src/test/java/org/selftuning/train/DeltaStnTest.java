package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.ActivationPenalty;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.CrossEntropy;
import org.selftuning.layer.EngineLayer;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** The steps of a Δ-STN; golden vectors hold them against the authors' code. */
class DeltaStnTest {
  private static final int BATCH = 6;

  private final Random random = new Random(9);
  private Ops ops;

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
  }

  @AfterEach
  void close() {
    ops.close();
  }

  /** A network, its steps, and data for it. */
  private final class Run {
    final Network network;
    final Steps steps;

    Run(ModelSpec spec, TrainOptions options) {
      network = options.method().bind(spec, ops, BATCH, options.seed());
      steps = options.method().steps(network, ops, options);
    }

    DeltaStn delta() {
      return (DeltaStn) steps;
    }

    Parameter parameter(String name) {
      return network.parameters().list().stream()
          .filter(p -> p.name().equals(name))
          .findFirst()
          .orElseThrow();
    }

    void load(float[][] minibatch) {
      network.load(minibatch[0], minibatch[1]);
    }

    void train(float[][] minibatch) {
      load(minibatch);
      steps.perturb();
      steps.train();
    }

    void validate(float[][] minibatch) {
      load(minibatch);
      steps.perturb();
      steps.validate();
    }

    Map<String, double[]> state() {
      Map<String, double[]> state = new LinkedHashMap<>();
      steps.state().forEach((name, tensor) -> state.put(name, Doubles.read(tensor)));
      return state;
    }

    /** Gives the response parameters, which start without effect, something to say. */
    void open(double scale) {
      for (Parameter p : network.parameters().list()) {
        if (p.role() == Parameter.Role.GATE) {
          double[] drawn = Doubles.normal(random, p.shape().size());
          Doubles.write(p.value(), Arrays.stream(drawn).map(v -> scale * v).toArray());
        }
      }
    }
  }

  private float[][] minibatch(ModelSpec spec) {
    int words = spec.input().rank() == 1 && spec.output().rank() == 2 ? spec.output().dim(1) : 0;
    float[] x = Doubles.floats(Doubles.normal(random, BATCH * spec.input().size()));
    for (int i = 0; words > 0 && i < x.length; i++) {
      x[i] = random.nextInt(words);
    }
    float[] y = new float[BATCH * spec.loss().target(spec.output()).size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextInt(spec.output().dim(-1));
    }
    return new float[][] {x, y};
  }

  private static TrainOptions options(Method method) {
    return TrainOptions.defaults()
        .method(method)
        .weights(Optimizer.sgd(0.1, 0.9))
        .tuneSigma(true)
        .batch(BATCH);
  }

  /** A hyperparameter in which nothing is random: the share of label smoothing. */
  private static ModelSpec.Builder smoothed(int... input) {
    return ModelSpec.input(input).tune(Hyperparameter.continuous("s", Range.interval(0, 0.6), 0.2));
  }

  private static CrossEntropy loss() {
    return new CrossEntropy(Quantity.tuned("s"));
  }

  private static ModelSpec dense() {
    return smoothed(7).gatedLinear(9).tanh().gatedLinear(3).loss(loss());
  }

  private static ModelSpec images() {
    return smoothed(6, 6, 2)
        .gatedConv2d(4, 3, 1, 1)
        .gatedBatchNorm()
        .tanh()
        .maxPool(2)
        .conv2d(5, 3, 1, 1)
        .batchNorm()
        .tanh()
        .averagePool(3)
        .flatten()
        .gatedLinear(3)
        .loss(loss());
  }

  private static ModelSpec text() {
    return smoothed(4)
        .gates(GateInput.SQUASHED)
        .gatedEmbedding(8, 5)
        .gatedLstm(6)
        .layer(new ActivationPenalty(Quantity.of(0.5)))
        .gatedLstm(5)
        .layer(new TemporalActivationPenalty(Quantity.of(0.25)))
        .tiedDecoder(8)
        .loss(loss());
  }

  static Stream<ModelSpec> models() {
    return Stream.of(dense(), images(), text());
  }

  /** The change of the outputs is their difference as the gates open a little. */
  @ParameterizedTest
  @MethodSource("models")
  void theLinearizedOutputsTouchTheOutputsAtTheBase(ModelSpec spec) {
    Run run = new Run(spec, options(Method.DELTA_STN));
    run.open(0.5);
    float[][] minibatch = minibatch(spec);
    Tensor z = Doubles.write(ops.tensor(BATCH, 1), Doubles.normal(random, BATCH));
    Tensor values = ops.tensor(1, 1);
    run.load(minibatch);
    double[] linearized = outputs(run, Pass.linearized(z, values, 1, 0));
    double[] base = outputs(run, Pass.general(values, 1, 0));
    double h = 0.005;
    Tensor plus = Doubles.write(ops.tensor(BATCH, 1), scaled(z, h));
    Tensor minus = Doubles.write(ops.tensor(BATCH, 1), scaled(z, -h));
    double[] above = outputs(run, Pass.response(plus, values, 1, 0));
    double[] below = outputs(run, Pass.response(minus, values, 1, 0));
    double[] slope = new double[base.length];
    for (int i = 0; i < base.length; i++) {
      slope[i] = (above[i] - below[i]) / (2 * h);
      linearized[i] -= base[i];
    }
    Doubles.assertClose("change of the outputs", linearized, slope, 2e-3);
  }

  private static double[] scaled(Tensor z, double by) {
    return Arrays.stream(Doubles.read(z)).map(v -> by * v).toArray();
  }

  private double[] outputs(Run run, Pass pass) {
    run.network.reset(Pass.Mode.TRAIN);
    return Doubles.read(run.network.forward(pass));
  }

  /** At λ₀ both variants train the ordinary network, whatever the response does. */
  @ParameterizedTest
  @MethodSource("models")
  void theGeneralParametersAreThoseOfTheOrdinaryNetwork(ModelSpec spec) {
    ModelSpec plain = spec.fixedAt(Map.of("s", 0.2));
    Run ordinary = new Run(plain, options(Method.STN));
    Run linearized = new Run(spec, options(Method.DELTA_STN));
    Run bent = new Run(spec, options(Method.DELTA_STN_UNLINEARIZED));
    for (Parameter p : ordinary.network.parameters().list()) {
      for (Run run : new Run[] {linearized, bent}) {
        ops.copy(general(run.parameter(p.name())), p.value());
      }
    }
    for (int step = 0; step < 10; step++) {
      float[][] minibatch = minibatch(spec);
      for (Run run : new Run[] {ordinary, linearized, bent}) {
        if (step == 6) {
          run.steps.learningRate(0.03);
        }
        run.train(minibatch);
      }
    }
    for (Run run : new Run[] {linearized, bent}) {
      for (Parameter p : ordinary.network.parameters().list()) {
        double[] actual = Doubles.read(general(run.parameter(p.name())));
        Doubles.assertClose(p.name(), actual, Doubles.read(p.value()), 2e-5);
      }
      Parameter gate =
          run.network.parameters().list().stream()
              .filter(p -> p.role() == Parameter.Role.GATE)
              .findFirst()
              .orElseThrow();
      assertThat(Arrays.stream(Doubles.read(gate.value()))).as("has learned").anyMatch(v -> v != 0);
    }
  }

  private static Tensor general(Parameter p) {
    return p.role() == Parameter.Role.PAIR ? p.elem(p.value()) : p.value();
  }

  /** As ε → 0 linearization changes nothing, to first order in ε. */
  @ParameterizedTest
  @MethodSource("models")
  void bothVariantsAgreeForSmallPerturbations(ModelSpec spec) {
    Run linearized = new Run(spec, options(Method.DELTA_STN));
    Run bent = new Run(spec, options(Method.DELTA_STN_UNLINEARIZED));
    linearized.open(0.5);
    ops.copy(linearized.network.parameters().values(), bent.network.parameters().values());
    double[] before = Doubles.read(linearized.network.parameters().values());
    float[][] minibatch = minibatch(spec);
    double[][] steps = new double[2][];
    for (Run run : new Run[] {linearized, bent}) {
      Doubles.write(run.steps.perturbation().rho(), new double[] {-6}); // σ = 0.0025
      run.train(minibatch);
      double[] after = Doubles.read(run.network.parameters().values());
      double[] step = new double[after.length];
      for (Parameter p : run.network.parameters().list()) {
        for (int i = p.offset(); i < p.offset() + p.shape().size(); i++) {
          step[i] = p.role() == Parameter.Role.GATE ? after[i] - before[i] : 0;
        }
      }
      steps[run == linearized ? 0 : 1] = step;
    }
    assertThat(Arrays.stream(steps[1])).anyMatch(v -> v != 0);
    Doubles.assertClose("steps of the gates", steps[0], steps[1], 0.03);
  }

  /** With everything in use: dropout, augmentation, several hyperparameters. */
  private static ModelSpec busy() {
    return ModelSpec.input(4, 4, 2)
        .tune(
            Hyperparameter.continuous("p", Range.interval(0, 0.6), 0.2),
            Hyperparameter.continuous("q", Range.interval(0, 0.6), 0.1),
            Hyperparameter.continuous("scale", Range.interval(0, 0.5), 0.1))
        .inputScale(Quantity.tuned("scale"))
        .gatedConv2d(5, 3, 1, 1)
        .gatedBatchNorm()
        .relu()
        .channelDropout("q")
        .maxPool(2)
        .flatten()
        .dropout("p")
        .gatedLinear(3)
        .crossEntropy();
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"DELTA_STN", "DELTA_STN_UNLINEARIZED"})
  void stateAndStreamsAreEnoughToGoOn(Method method) {
    TrainOptions plain = options(method);
    for (TrainOptions options :
        new TrainOptions[] {plain, plain.clipNorm(2), plain.weights(Optimizer.adam(0.01))}) {
      ModelSpec spec = busy();
      Run first = new Run(spec, options);
      for (int step = 0; step < 4; step++) {
        first.train(minibatch(spec));
        first.validate(minibatch(spec));
      }
      Run resumed = new Run(spec, options);
      Map<String, Tensor> to = resumed.steps.state();
      first.steps.state().forEach((name, tensor) -> ops.copy(tensor, to.get(name)));
      first
          .steps
          .streams()
          .forEach((name, s) -> resumed.steps.streams().get(name).seek(s.position()));
      for (int step = 0; step < 4; step++) {
        float[][] minibatch = minibatch(spec);
        for (Run run : new Run[] {first, resumed}) {
          run.train(minibatch);
          run.validate(minibatch);
        }
      }
      Map<String, double[]> expected = first.state();
      assertThat(resumed.state()).containsOnlyKeys(expected.keySet());
      resumed.state().forEach((name, v) -> assertThat(v).as(name).isEqualTo(expected.get(name)));
    }
  }

  /** Each part's gradient is measured alone, and a limit that is never reached changes nothing. */
  @Test
  void clippingThatNeverBitesChangesNothing() {
    Run fused = new Run(busy(), options(Method.DELTA_STN));
    Run clipped = new Run(busy(), options(Method.DELTA_STN).clipNorm(1e9));
    for (int step = 0; step < 8; step++) {
      float[][] minibatch = minibatch(busy());
      for (Run run : new Run[] {fused, clipped}) {
        run.steps.learningRate(step < 4 ? 0.1 : 0.02);
        run.train(minibatch);
      }
    }
    Doubles.assertClose(
        "weights",
        Doubles.read(clipped.network.parameters().values()),
        Doubles.read(fused.network.parameters().values()),
        1e-5);
  }

  @Test
  void stepsAllocateNothing() {
    for (Method method : Method.values()) {
      Run run = new Run(busy(), options(method));
      long planned = 0; // the engine's convolutions make room for their patches when first used
      for (int i = 0; i < 4; i++) {
        run.train(minibatch(busy()));
        run.validate(minibatch(busy()));
        planned = i == 0 ? ops.allocatedBytes() : planned;
      }
      assertThat(ops.allocatedBytes()).as(method.toString()).isEqualTo(planned);
    }
  }

  /** The running averages are those of the network at λ₀, which is what evaluation sees. */
  @Test
  void theScoreIsThatOfTheUnperturbedPass() {
    ModelSpec spec = images();
    Run run = new Run(spec, options(Method.DELTA_STN));
    run.open(3);
    float[][] minibatch = minibatch(spec);
    run.load(minibatch);
    run.steps.perturb();
    run.steps.perturbation().rest();
    Pass closed = Pass.general(run.steps.perturbation().restingValues(), 1, 0);
    run.network.forward(closed);
    Tensor expected = ops.tensor(3);
    run.network.judge(expected, closed);
    run.steps.train();
    assertThat(run.steps.score().toArray()).isEqualTo(expected.toArray());
    assertThat(run.delta().responseScore().toArray()[0]).isNotEqualTo(expected.toArray()[0]);
  }

  @Test
  void gatesStartClosedAndTheirInputIsTheDifference() {
    Run run = new Run(busy(), options(Method.DELTA_STN));
    for (Parameter p : run.network.parameters().list()) {
      if (p.role() == Parameter.Role.GATE) {
        assertThat(Doubles.read(p.value())).containsOnly(0);
      }
    }
    run.steps.perturb();
    double[] z = Doubles.read(run.steps.perturbation().z());
    double[] lambda = Doubles.read(run.steps.perturbation().lambda());
    for (int i = 0; i < z.length; i++) {
      z[i] -= lambda[i % lambda.length];
    }
    double[] gateInput = Doubles.read(run.steps.perturbation().gateInput());
    Doubles.assertClose("gate input", gateInput, z, 1e-5);
    assertThat(Doubles.read(run.steps.perturbation().restingInput())).containsOnly(0);
  }

  /** A layer that someone wrote without a derivative for forward mode. */
  private record Doubling() implements EngineLayer {
    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public BoundLayer bind(Binding binding, Shape input) {
      Tensor y = binding.tensor(binding.extents(input));
      Ops ops = binding.ops();
      return new BoundLayer() {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
          ops.copy(x, y);
          ops.axpy(1, x, y);
          return y;
        }

        @Override
        public Tensor backward(Tensor dy, Pass pass) {
          ops.axpy(1, dy, dy);
          return dy;
        }
      };
    }
  }

  @Test
  void aLayerWithoutForwardModeIsRefusedByName() {
    ModelSpec spec = smoothed(7).gatedLinear(9).layer(new Doubling()).gatedLinear(3).loss(loss());
    assertThatThrownBy(() -> new Run(spec, options(Method.DELTA_STN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer 2, Doubling[], has no forward-mode derivative (jvp), so its outputs can't be"
                + " linearized; take another layer or another training method");
    new Run(spec, options(Method.DELTA_STN_UNLINEARIZED)).train(minibatch(spec));
    new Run(spec, options(Method.STN)).train(minibatch(spec));
  }

  @Test
  void anOrdinaryNetworkIsSimplyTrained() {
    ModelSpec plain = ModelSpec.input(7).linear(4).tanh().linear(3).crossEntropy();
    Run delta = new Run(plain, options(Method.DELTA_STN));
    Run stn = new Run(plain, options(Method.STN));
    for (int step = 0; step < 5; step++) {
      float[][] minibatch = minibatch(plain);
      delta.train(minibatch);
      stn.train(minibatch);
    }
    assertThat(Doubles.read(delta.network.parameters().values()))
        .isEqualTo(Doubles.read(stn.network.parameters().values()));
  }

  @Test
  void methodsHaveNames() {
    assertThat(Method.named("delta-stn")).isEqualTo(Method.DELTA_STN);
    assertThat(Method.named("stn")).isEqualTo(Method.STN);
    assertThatThrownBy(() -> Method.named("delta"))
        .hasMessage(
            "there is no training method 'delta'; choose one of stn, delta-stn,"
                + " delta-stn-unlinearized");
  }
}
