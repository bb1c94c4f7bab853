package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;

/** The layers for images as descriptions: shapes, counts, and what they refuse. */
class ImageLayersTest {

  static Stream<Arguments> outputs() {
    return Stream.of(
        Arguments.of(new GatedConv2d(64, 3, 2, 1), Shape.of(32, 32, 3), Shape.of(16, 16, 64)),
        Arguments.of(new Conv2d(16, 5, 1, 2), Shape.of(28, 28, 1), Shape.of(28, 28, 16)),
        Arguments.of(new MaxPool(2), Shape.of(5, 4, 7), Shape.of(2, 2, 7)),
        Arguments.of(new AveragePool(3, 1), Shape.of(5, 4, 7), Shape.of(3, 2, 7)),
        Arguments.of(ChannelDropout.of(0.5), Shape.of(5, 4, 7), Shape.of(5, 4, 7)),
        Arguments.of(new BatchNorm(), Shape.of(5, 4, 7), Shape.of(5, 4, 7)));
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void outputsHaveTheirShape(Layer layer, Shape input, Shape output) {
    assertThat(layer.output(input)).isEqualTo(output);
  }

  @Test
  void parametersAreCounted() {
    Shape input = Shape.of(8, 8, 3);
    assertThat(new Conv2d(5, 3, 1, 1).parameterCount(input, 2)).isEqualTo(5 * (27 + 1));
    assertThat(new GatedConv2d(5, 3, 1, 1).parameterCount(input, 2))
        .isEqualTo(2 * 5 * (27 + 1 + 2));
    assertThat(new BatchNorm().parameterCount(input, 2)).isEqualTo(6);
    assertThat(new GatedBatchNorm().parameterCount(input, 2)).isEqualTo(4 * 3 + 2 * 3 * 2);
  }

  @Test
  void filtersStartAsAsked() {
    HyperparameterSpace space =
        new HyperparameterSpace(List.of(Hyperparameter.continuous("p", Range.interval(0, 1), 0.5)));
    try (Ops ops = Device.named("cpu").open()) {
      Binding binding = new Binding(ops, 1, space, 3);
      binding.enter("in");
      new GatedConv2d(64, 3, 1, 1).bind(binding, Shape.of(4, 4, 16));
      binding.enter("out");
      new GatedConv2d(64, 3, 1, 1, FilterStart.FAN_OUT).bind(binding, Shape.of(4, 4, 16));
      binding.parameters().place(ops, 3);
      Map<String, double[]> starts = new HashMap<>();
      binding.parameters().list().forEach(p -> starts.put(p.name(), Doubles.read(p.value())));
      assertThat(Arrays.stream(starts.get("in.weight"))).allMatch(w -> Math.abs(w) <= 1 / 12.0);
      assertThat(deviation(starts.get("in.weight")))
          .isCloseTo(1 / 12.0 / Math.sqrt(3), Percentage.withPercentage(2));
      assertThat(deviation(starts.get("out.weight")))
          .isCloseTo(Math.sqrt(2.0 / (9 * 64)), Percentage.withPercentage(2));
      assertThat(starts.get("out.bias")).startsWith(Doubles.all(64, 0));
      assertThat(starts.get("out.bias")).endsWith(Doubles.all(64, 0.001f));
    }
  }

  private static double deviation(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElseThrow());
  }

  @Test
  void ungatedLayersAreTheOrdinaryOnes() {
    Map<String, Double> values = Map.of("p", 0.25);
    assertThat(new GatedConv2d(5, 3, 2, 1).ungated()).isEqualTo(new Conv2d(5, 3, 2, 1));
    assertThat(new GatedBatchNorm().ungated()).isEqualTo(new BatchNorm());
    assertThat(ChannelDropout.tuned("p").fixedAt(values)).isEqualTo(ChannelDropout.of(0.25));
  }

  static Stream<Arguments> misfits() {
    Shape image = Shape.of(4, 6, 3);
    Shape flat = Shape.of(72);
    return Stream.of(
        Arguments.of(
            new GatedConv2d(8, 7, 1, 1),
            image,
            "gated-conv2d: a size of 7 × 7 is larger than the image of 4 × 6 with its padding of"
                + " 1"),
        Arguments.of(
            new Conv2d(8, 3, 5, 1), image, "conv2d: a stride of 5 does not fit an image of 4 × 6"),
        Arguments.of(
            new MaxPool(5),
            image,
            "max-pool: a size of 5 × 5 is larger than the image of 4 × 6 with its padding of 0"),
        Arguments.of(
            new AveragePool(2, 5),
            image,
            "average-pool: a stride of 5 does not fit an image of 4 × 6"),
        Arguments.of(
            new GatedConv2d(8, 3, 1, 1),
            flat,
            "gated-conv2d needs an image, height × width × channels, but gets 72;"
                + " put it before flatten"),
        Arguments.of(
            ChannelDropout.of(0.5),
            flat,
            "channel-dropout needs an image, height × width × channels, but gets 72;"
                + " take dropout"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void whatDoesNotFitIsRefused(Layer layer, Shape input, String message) {
    assertThatThrownBy(() -> layer.output(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new GatedConv2d(0, 3, 1, 1))
        .hasMessage("gated-conv2d: filters, kernel and stride must be at least 1, not 0, 3 and 1");
    assertThatThrownBy(() -> new Conv2d(8, 3, 1, 3))
        .hasMessage("conv2d: padding must lie in 0 … 2 (the kernel less 1), not 3");
    assertThatThrownBy(() -> new MaxPool(0))
        .hasMessage("max-pool: size and stride must be at least 1, not 0 and 0");
    assertThatThrownBy(() -> ChannelDropout.of(1.5))
        .hasMessage("channel-dropout: the rate must lie in 0 … 1, not 1.5");
  }
}
