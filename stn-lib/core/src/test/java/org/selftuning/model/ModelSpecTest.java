package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Activate;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.Flatten;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.Linear;
import org.selftuning.layer.SquaredError;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Shape;

class ModelSpecTest {
  private static final Hyperparameter P = named("p");
  private static final Hyperparameter Q = named("q");

  private static Hyperparameter named(String name) {
    return Hyperparameter.continuous(name, Range.interval(0, 0.95), 0.05);
  }

  private static ModelSpec mlp() {
    return ModelSpec.input(28, 28, 1)
        .tune(P, Q)
        .flatten()
        .dropout("p")
        .gatedLinear(256)
        .relu()
        .dropout("q")
        .gatedLinear(10)
        .crossEntropy();
  }

  @Test
  void describesTheLayersInOrder() {
    ModelSpec spec = mlp();
    assertThat(spec.layers())
        .containsExactly(
            new Flatten(),
            Dropout.tuned("p"),
            new GatedLinear(256),
            new Activate(Activation.RELU),
            Dropout.tuned("q"),
            new GatedLinear(10));
    assertThat(spec.shapes())
        .containsExactly(
            Shape.of(28, 28, 1),
            Shape.of(784),
            Shape.of(784),
            Shape.of(256),
            Shape.of(256),
            Shape.of(256),
            Shape.of(10));
    assertThat(spec.output()).isEqualTo(Shape.of(10));
    assertThat(spec.space().names()).containsExactly("p", "q");
    assertThat(spec).isEqualTo(mlp());
  }

  @Test
  void countsElemHyperAndGateParameters() {
    long first = 2 * (256L * 784 + 256 + 256 * 2);
    long second = 2 * (10L * 256 + 10 + 10 * 2);
    assertThat(mlp().parameterCount()).isEqualTo(first + second);
    assertThat(ModelSpec.input(5).linear(3).tanh().linear(2).crossEntropy().parameterCount())
        .isEqualTo(5 * 3 + 3 + 3 * 2 + 2);
  }

  @Test
  void becomesAnOrdinaryNetworkAtFixedValues() {
    ModelSpec fixed = mlp().fixedAt(Map.of("p", 0.25, "q", 0.5));
    assertThat(fixed.hyperparameters()).isEmpty();
    assertThat(fixed.layers())
        .containsExactly(
            new Flatten(),
            Dropout.of(0.25),
            new Linear(256),
            new Activate(Activation.RELU),
            Dropout.of(0.5),
            new Linear(10));
    assertThat(fixed.parameterCount()).isEqualTo(256L * 785 + 10 * 257);
    refused(() -> mlp().fixedAt(Map.of("p", 0.25)), "no value is given for hyperparameter 'q'");
  }

  @Test
  void someHyperparametersCanBeFixedAndTheOthersTuned() {
    ModelSpec spec = mlp().withFixed(Map.of("q", 0.5));
    assertThat(spec.space().names()).containsExactly("p");
    assertThat(spec.layers())
        .containsExactly(
            new Flatten(),
            Dropout.tuned("p"),
            new GatedLinear(256),
            new Activate(Activation.RELU),
            Dropout.of(0.5),
            new GatedLinear(10));
    refused(
        () -> mlp().withFixed(Map.of("p", 0.5, "q", 0.5)),
        "layer 3: a gated layer needs a hyperparameter to respond to;"
            + " declare one, or take the ordinary layer");
  }

  @Test
  void theUngatedNetworkKeepsItsHyperparametersToFollowASchedule() {
    ModelSpec spec = mlp().ungated();
    assertThat(spec.hyperparameters()).isEqualTo(mlp().hyperparameters());
    assertThat(spec.tunes()).isFalse();
    assertThat(mlp().tunes()).isTrue();
    assertThat(spec.layers()).contains(Dropout.tuned("p"), new Linear(256), new Linear(10));
    assertThat(spec.parameterCount()).isEqualTo(256L * 785 + 10 * 257);
    assertThat(spec.fixedAt(Map.of("p", 0.1, "q", 0.2)))
        .isEqualTo(mlp().fixedAt(Map.of("p", 0.1, "q", 0.2)));
    assertThat(ModelYaml.print(spec)).contains("gates: none\n");
    assertThat(ModelYaml.parse(ModelYaml.print(spec))).isEqualTo(spec);
    refused(
        () -> ModelYaml.parse(ModelYaml.print(mlp()) + "gates: none\n"),
        "line 8: layer 3: with gates: none no layer is gated; take the ordinary layer");
  }

  @Test
  void shapesThatDoNotFitAreRefusedWithTheirLayer() {
    refused(
        () -> ModelSpec.input(28, 28).relu().linear(10).crossEntropy(),
        "layer 2: linear needs a flat input but gets 28 × 28; put flatten before it");
    refused(
        () -> ModelSpec.input(28, 28).tune(P).dropout("p").gatedLinear(10).crossEntropy(),
        "layer 2: gated-linear needs a flat input but gets 28 × 28; put flatten before it");
    refused(
        () -> ModelSpec.input(3).linear(1).crossEntropy(),
        "cross-entropy needs one output a class, at least two, but the network's output is 1");
    refused(
        () -> ModelSpec.input(3, 2).loss(new SquaredError()),
        "squared-error needs a flat output but the network's is 3 × 2");
    refused(() -> ModelSpec.input(3, 0), "shape [3, 0]: every extent must be at least 1");
  }

  @Test
  void hyperparametersAreDeclaredUsedAndRespondedTo() {
    refused(
        () -> ModelSpec.input(3).tune(P).dropout("r").gatedLinear(2).crossEntropy(),
        "layer 1: hyperparameter 'r' is not declared; declare it under hyperparameters");
    refused(
        () -> ModelSpec.input(3).tune(P, Q).dropout("p").gatedLinear(2).crossEntropy(),
        "hyperparameter 'q' is used by no layer; use it or take it out");
    refused(
        () -> ModelSpec.input(3).tune(P, P).dropout("p").gatedLinear(2).crossEntropy(),
        "hyperparameter 'p' is declared twice; give each its own name");
    refused(
        () -> ModelSpec.input(3).tune(P, named("P")).dropout("p").gatedLinear(2).crossEntropy(),
        "hyperparameters 'p' and 'P' differ in case only, and tables ignore case; rename one");
    refused(
        () -> ModelSpec.input(3).tune(named("Step")).dropout("Step").gatedLinear(2).crossEntropy(),
        "hyperparameter 'Step': tables have a column of that name; choose another");
    refused(
        () -> ModelSpec.input(3).gatedLinear(2).crossEntropy(),
        "layer 1: a gated layer needs a hyperparameter to respond to;"
            + " declare one, or take the ordinary layer");
    refused(
        () -> ModelSpec.input(3).tune(P).dropout("p").linear(2).crossEntropy(),
        "nothing responds to the hyperparameters: at least one layer must be gated");
  }

  @Test
  void optionsOutsideTheirRangeAreRefused() {
    refused(() -> new Linear(0), "linear: units must be at least 1, not 0");
    refused(() -> new GatedLinear(-2), "gated-linear: units must be at least 1, not -2");
    refused(() -> Dropout.of(1.5), "dropout: the rate must lie in 0 … 1, not 1.5");
    refused(() -> Dropout.of(Double.NaN), "dropout: the rate must lie in 0 … 1, not NaN");
  }

  @Test
  void listsAreCopied() {
    ModelSpec spec = mlp();
    assertThatThrownBy(() -> spec.layers().add(new Flatten()))
        .isInstanceOf(UnsupportedOperationException.class);
    List<Shape> shapes = spec.shapes();
    shapes.clear();
    assertThat(spec.shapes()).hasSize(7);
  }

  private static void refused(ThrowingCallable code, String message) {
    assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
