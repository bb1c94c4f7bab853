package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.ColorJitter;
import org.selftuning.layer.HorizontalFlip;
import org.selftuning.layer.Quantity;

/** Layers that work on the examples themselves, in a model and in its text. */
class AugmentationKindsTest {
  private static final String TEXT =
      """
      input: [32, 32, 3]
      hyperparameters:
        hue: {range: [0, 0.5], start: 0.05}
        shift: {range: [0, 0.5], start: 0.05}
        scale: {range: [0, 0.3], start: 0.05}
        holes: {range: [0, 4], start: 1, discrete: true}
        length: {range: [0, 24], start: 4, discrete: true}
      layers:
        - horizontal-flip
        - affine-warp: {rotation: 15, translation: shift}
        - color-jitter: {brightness: 0.25, hue: hue}
        - gaussian-noise: 0.01
        - normalize: {mean: [0.49, 0.48, 0.45], std: [0.25, 1, 0.26]}
        - input-scale: scale
        - cutout: {holes: holes, length: length}
        - flatten
        - gated-linear: 10
      loss: cross-entropy
      """;

  private static final Quantity NONE = Quantity.of(0);

  private static final ModelSpec SPEC =
      ModelSpec.input(32, 32, 3)
          .tune(
              Hyperparameter.continuous("hue", Range.interval(0, 0.5), 0.05),
              Hyperparameter.continuous("shift", Range.interval(0, 0.5), 0.05),
              Hyperparameter.continuous("scale", Range.interval(0, 0.3), 0.05),
              Hyperparameter.discrete("holes", 0, 4, 1),
              Hyperparameter.discrete("length", 0, 24, 4))
          .horizontalFlip()
          .affineWarp(Quantity.of(15), NONE, NONE, Quantity.tuned("shift"))
          .colorJitter(Quantity.of(0.25), NONE, NONE, Quantity.tuned("hue"))
          .gaussianNoise(Quantity.of(0.01))
          .normalize(List.of(0.49, 0.48, 0.45), List.of(0.25, 1.0, 0.26))
          .inputScale(Quantity.tuned("scale"))
          .cutout(Quantity.tuned("holes"), Quantity.tuned("length"))
          .flatten()
          .gatedLinear(10)
          .crossEntropy();

  @Test
  void textAndBuilderMeanTheSame() {
    assertThat(ModelYaml.parse(TEXT)).isEqualTo(SPEC);
    assertThat(ModelYaml.print(SPEC)).isEqualTo(TEXT);
  }

  @Test
  void strengthsThatAreLeftOutChangeNothing() {
    ModelSpec spec =
        ModelYaml.parse(
            """
            input: [4, 4, 3]
            layers: [color-jitter, {horizontal-flip: 0.25}, flatten, linear: 2]
            loss: cross-entropy
            """);
    assertThat(spec.layers())
        .startsWith(new ColorJitter(NONE, NONE, NONE, NONE), new HorizontalFlip(Quantity.of(0.25)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
      color-jitter: {hu: 0.1}           ! line 2: layer 1: color-jitter: unknown key 'hu'; did you mean 'hue'?
      color-jitter: {hue: 3}            ! line 2: color-jitter: the hue must lie in 0 … 0.5, not 3
      cutout: 3                          ! line 2: layer 1: cutout: 'length' is missing; it is a number or the name of a hyperparameter
      normalize: {mean: 0.5, std: [1]}   ! line 2: layer 1: normalize: mean must be a list of numbers, not '0.5'
      normalize: {mean: [a], std: [1]}   ! line 2: layer 1: normalize: mean must be a number, not 'a'
      normalize: {mean: [0.5], std: [1]} ! line 2: layer 1: normalize has 1 means, but the examples are 4 × 4 × 3
      affine-warp: {rotation: turn}      ! line 2: layer 1: hyperparameter 'turn' is not declared; declare it under hyperparameters
      """)
  void whatIsWrongIsAnsweredWithOneLine(String layer, String message) {
    assertThatThrownBy(
            () ->
                ModelYaml.parse(
                    "input: [4, 4, 3]\nlayers: [{"
                        + layer.strip()
                        + "}, flatten, linear: 2]\nloss: cross-entropy"))
        .hasMessage(message);
  }

  @Test
  void aLayerWithWeightsComesAfterAllThatWorkOnTheExamples() {
    assertThatThrownBy(
            () ->
                ModelYaml.parse(
                    """
                    input: 12
                    layers:
                      - input-scale: 0.1
                      - linear: 6
                      - relu
                      - gaussian-noise: 0.1
                      - linear: 2
                    loss: cross-entropy
                    """))
        .hasMessage(
            "line 6: layer 4: it works on the examples themselves;"
                + " put it before layer 2, the first with weights");
  }
}
