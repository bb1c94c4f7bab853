package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.Conv2d;
import org.selftuning.layer.EngineLayer;
import org.selftuning.layer.FilterStart;
import org.selftuning.layer.SquaredError;
import org.selftuning.tensor.Shape;

class ModelYamlTest {
  private static final Path MODELS = Path.of("../../notebooks/models");

  private static final String TEXT =
      """
      input: [28, 28, 1]
      hyperparameters:
        input_dropout: {range: [0, 0.95], start: 0.05, sigma: 1}
        cut_length: {range: [0, 24], start: 4, discrete: true}
        alpha: {range: positive, start: 0.05, per: batch}
        free: {range: real, start: -3}
        gain: {range: {above: 0.75}, start: 1}
        loss: {range: {below: 2}, start: 1e-7}
      layers:
        - flatten
        - dropout: input_dropout
        - gated-linear: 256
        - relu
        - dropout: cut_length
        - tanh
        - dropout: alpha
        - sigmoid
        - dropout: free
        - dropout: gain
        - dropout: loss
        - dropout: 0.5
        - linear: 10
      loss: squared-error
      """;

  private static final ModelSpec SPEC =
      ModelSpec.input(28, 28, 1)
          .tune(
              Hyperparameter.continuous("input_dropout", Range.interval(0, 0.95), 0.05).sigma(1),
              Hyperparameter.discrete("cut_length", 0, 24, 4),
              Hyperparameter.continuous("alpha", Range.above(0), 0.05).perBatch(),
              Hyperparameter.continuous("free", Range.real(), -3),
              Hyperparameter.continuous("gain", Range.above(0.75), 1),
              Hyperparameter.continuous("loss", Range.below(2), 1e-7))
          .flatten()
          .dropout("input_dropout")
          .gatedLinear(256)
          .relu()
          .dropout("cut_length")
          .tanh()
          .dropout("alpha")
          .sigmoid()
          .dropout("free")
          .dropout("gain")
          .dropout("loss")
          .dropout(0.5)
          .linear(10)
          .loss(new SquaredError());

  @Test
  void textAndBuilderMeanTheSame() {
    assertThat(ModelYaml.parse(TEXT)).isEqualTo(SPEC);
  }

  @Test
  void textAndBuilderPrintEachOther() {
    assertThat(ModelYaml.print(SPEC)).isEqualTo(TEXT);
  }

  @Test
  void everyModelComesBackFromItsText() {
    RandomSpecs specs = new RandomSpecs(1);
    for (int i = 0; i < 500; i++) {
      ModelSpec spec = specs.next();
      String text = ModelYaml.print(spec);
      ModelSpec back = ModelYaml.parse(text);
      assertThat(back).as(text).isEqualTo(spec);
      assertThat(ModelYaml.print(back)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input: 4\nlayers: [linear: 3]\nloss: cross-entropy",
        "{loss: cross-entropy, layers: [{linear: {units: 3}}], input: [4]}",
        "# a comment\n---\ninput: +4\nhyperparameters:\nlayers:\n- linear:\n    units: 3\nloss:\n  cross-entropy:\n",
        "\uFEFFinput: 4\r\nhyperparameters: {}\r\nlayers:\r\n  - \"linear\": 3\r\nloss: 'cross-entropy'\r\n",
        "input: 4\nlayers: [linear: &n 3]\nloss: {cross-entropy: }",
      })
  void otherFormsHaveOneCanonicalForm(String text) {
    assertThat(ModelYaml.print(ModelYaml.parse(text)))
        .isEqualTo("input: 4\nlayers:\n  - linear: 3\nloss: cross-entropy\n");
  }

  @Test
  void hyperparametersCanShareTheirSettings() {
    ModelSpec model =
        ModelYaml.parse(
            """
            input: 4
            hyperparameters:
              a: &rate {range: [0, 1], start: 0.5}
              b: *rate
              c: {<<: *rate, start: .25}
            layers: [dropout: a, dropout: b, dropout: c, gated-linear: 2]
            loss: cross-entropy
            """);
    assertThat(model.hyperparameters())
        .containsExactly(
            Hyperparameter.continuous("a", Range.interval(0, 1), 0.5),
            Hyperparameter.continuous("b", Range.interval(0, 1), 0.5),
            Hyperparameter.continuous("c", Range.interval(0, 1), 0.25));
  }

  @Test
  void namesInQuotesAreNamesAndNumbersAreNumbers() {
    ModelSpec model =
        ModelYaml.parse(
            """
            input: 4
            hyperparameters:
              "0.5": {range: [0, 1], start: 0.1}
            layers: [dropout: "0.5", dropout: 0.5, gated-linear: 2]
            loss: cross-entropy
            """);
    assertThat(model)
        .isEqualTo(
            ModelSpec.input(4)
                .tune(Hyperparameter.continuous("0.5", Range.interval(0, 1), 0.1))
                .dropout("0.5")
                .dropout(0.5)
                .gatedLinear(2)
                .crossEntropy());
  }

  @Test
  void aModelHoldsNoNumberThatCannotBeWritten() {
    assertThatThrownBy(() -> Hyperparameter.continuous("p", Range.real(), Double.POSITIVE_INFINITY))
        .hasMessage("hyperparameter 'p': start must be a finite number, not Infinity");
  }

  @Test
  void aLayerWithoutWordsCannotBePrinted() {
    ModelSpec spec = ModelSpec.input(4).layer(new Doubled()).crossEntropy();
    assertThatThrownBy(() -> ModelYaml.print(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("layer .*Doubled.* has no YAML form: it must be a record whose .*");
  }

  static Stream<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(MODELS)) {
      return List.copyOf(files.filter(f -> f.toString().endsWith(".yaml")).toList()).stream();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelOfTheNotebooksIsRead(Path file) {
    ModelSpec model = ModelYaml.read(file);
    assertThat(ModelYaml.parse(ModelYaml.print(model))).isEqualTo(model);
  }

  @Test
  void filtersThatStartInAnotherWayAreReadAndPrinted() {
    String text =
        """
        input: [8, 8, 3]
        layers:
          - conv2d: {filters: 4, kernel: 3, start: fan-out}
          - flatten
          - linear: 10
        loss: cross-entropy
        """;
    ModelSpec model = ModelYaml.parse(text);
    assertThat(model.layers().get(0)).isEqualTo(new Conv2d(4, 3, 1, 0, FilterStart.FAN_OUT));
    assertThat(ModelYaml.print(model)).contains("{filters: 4, kernel: 3, start: fan-out}");
    assertThatThrownBy(() -> ModelYaml.parse(text.replace("fan-out", "fan-uot")))
        .hasMessage(
            "line 3: layer 1: conv2d: start: unknown word 'fan-uot'; did you mean 'fan-out'?");
  }

  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE9, '\n'});
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "input: 4\nlayer: []\n");
    assertThatThrownBy(() -> ModelYaml.read(folder.resolve("none.yaml")))
        .hasMessage(folder.resolve("none.yaml") + ": no such file");
    assertThatThrownBy(() -> ModelYaml.read(latin))
        .hasMessage(latin + ": not a text file in UTF-8");
    assertThatThrownBy(() -> ModelYaml.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(folder + ": can't be read: ");
    assertThatThrownBy(() -> ModelYaml.read(wrong))
        .hasMessage(wrong + ", line 2: unknown key 'layer'; did you mean 'layers'?");
  }

  private static final class Doubled implements EngineLayer {
    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public BoundLayer bind(Binding binding, Shape input) {
      throw new UnsupportedOperationException();
    }
  }

  /** Models of versions before 0.2.0 have British spelling. */
  @Test
  void formerWordsAreRead() {
    String text =
        """
        input: [8, 8, 3]
        layers:
          - color-jitter: {hue: 0.1}
          - normalize: {mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2]}
          - flatten
          - linear: 3
        loss: cross-entropy
        """;
    String former = text.replace("color-", "colour-").replace("normalize", "normalise");
    assertThat(ModelYaml.parse(former)).isEqualTo(ModelYaml.parse(text));
  }
}
