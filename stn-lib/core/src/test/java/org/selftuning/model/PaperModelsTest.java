package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.tensor.Shape;

/** The networks of the papers: the same in Java and in YAML, and of the papers' sizes. */
class PaperModelsTest {
  private static final Map<String, ModelSpec> MODELS =
      Map.of(
          "cnn-small", PaperModels.smallCnn(),
          "alexnet-cifar10", PaperModels.alexNet(),
          "lstm-ptb", PaperModels.lstm(),
          "mlp-mnist", PaperModels.mlp(),
          "cnn-fashion", PaperModels.fashionCnn(),
          "alexnet-delta", PaperModels.deltaAlexNet(),
          "vgg16", PaperModels.vgg16(false),
          "vgg16-bn", PaperModels.vgg16(true));

  static Stream<Arguments> models() {
    return MODELS.entrySet().stream().map(m -> Arguments.of(m.getKey(), m.getValue()));
  }

  @ParameterizedTest
  @MethodSource("models")
  void javaAndYamlAreTheSame(String file, ModelSpec model) {
    ModelSpec read = ModelYaml.read(Path.of("../../notebooks/models", file + ".yaml"));
    assertThat(model).isEqualTo(read);
  }

  /** Weights of gated layers, and hyperparameters, of the convolutional networks. */
  @ParameterizedTest
  @CsvSource({
    "cnn-small, 3, 3 10 20 40, 0",
    "alexnet-cifar10, 15, 3 64 192 384 256 256, 1024 4096 4096 10",
    "alexnet-delta, 18, 3 64 192 384 256 256, 1024 4096 4096 10",
    "vgg16, 26, 3 64 64 128 128 256 256 256 512 512 512 512 512 512, 512 512 512 10"
  })
  void convolutionalNetworksHaveThePapersSizes(String name, int n, String filters, String units) {
    ModelSpec model = MODELS.get(name);
    assertThat(model.hyperparameters()).hasSize(n);
    int[] widths = Arrays.stream(filters.split(" ")).mapToInt(Integer::parseInt).toArray();
    int[] dense = Arrays.stream(units.split(" ")).mapToInt(Integer::parseInt).toArray();
    long expected = 0;
    for (int i = 1; i < widths.length; i++) {
      expected += 2L * widths[i] * (9L * widths[i - 1] + 1 + n);
    }
    for (int i = 1; i < dense.length; i++) {
      expected += 2L * dense[i] * (dense[i - 1] + 1L + n);
    }
    if (dense.length == 1) {
      expected += 10 * (4 * 4 * 40 + 1);
    }
    assertThat(model.parameterCount()).isEqualTo(expected);
  }

  @Test
  void theFashionNetworkHasThePapersSizes() {
    ModelSpec model = PaperModels.fashionCnn();
    assertThat(model.shapes()).contains(Shape.of(7, 7, 32), Shape.of(1568));
    assertThat(model.hyperparameters()).hasSize(6);
  }

  @Test
  void theMlpHasThePapersSizes() {
    ModelSpec model = PaperModels.mlp();
    assertThat(model.output()).isEqualTo(Shape.of(10));
    assertThat(model.parameterCount())
        .isEqualTo(2L * (1200 * (784 + 1 + 3) + 1200 * (1200 + 1 + 3) + 10 * (1200 + 1 + 3)));
    assertThat(model.hyperparameters()).hasSize(3).allMatch(h -> h.sigma() == 1);
  }
}
