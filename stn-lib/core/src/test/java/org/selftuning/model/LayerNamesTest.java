package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;

class LayerNamesTest {
  private static final String MODEL =
      """
      input: [8, 8, 2]
      hyperparameters:
        rate: {range: [0, 0.9], start: 0.1}
      layers:
        - gated-conv2d: {filters: 4, kernel: 3, padding: 1}
          name: first
        - relu:
          name: active
        - repeat:
            times: 2
            layers:
              - residual:
                  - batch-norm
                  - dropout: rate
                    name: dropped
                name: block
          name: body
        - branches:
            join: concatenate
            paths:
              - []
              - - conv2d: {filters: 4, kernel: 1}
                  name: side
        - flatten
        - linear: 10
          name: "true"
      loss: cross-entropy
      """;

  private final ModelSpec model = ModelYaml.parse(MODEL);

  @Test
  void namesAreReadWhereverLayersAreAndPrintedAgain() {
    assertThat(model.names())
        .containsExactly(
            Map.entry("1", "first"),
            Map.entry("2", "active"),
            Map.entry("3", "body"),
            Map.entry("3.1", "block"),
            Map.entry("3.1.2", "dropped"),
            Map.entry("4.2.1", "side"),
            Map.entry("6", "true"));
    assertThat(ModelYaml.print(model)).isEqualTo(MODEL);
    assertThat(ModelYaml.parse(ModelYaml.print(model))).isEqualTo(model);
    ModelSpec nameless = model.named(Map.of());
    assertThat(nameless).isNotEqualTo(model);
    assertThat(nameless.named(model.names())).isEqualTo(model);
    assertThat(ModelYaml.print(nameless)).doesNotContain("name:");
  }

  @Test
  void namesStayWithTheirLayers() {
    assertThat(model.ungated().names()).isEqualTo(model.names());
    assertThat(model.fixedAt(Map.of("rate", 0.2)).names()).isEqualTo(model.names());
    ModelSpec built =
        ModelSpec.input(4).linear(3).name("hidden").relu().linear(2).name("out").crossEntropy();
    assertThat(built.names()).isEqualTo(Map.of("1", "hidden", "3", "out"));
  }

  /** Weights start alike, and a checkpoint of either fits the other. */
  @Test
  void namesChangeNoNumber() {
    try (Ops ops = Device.named("cpu").open()) {
      Network with = new Network(model, ops, 2, 5);
      Network without = new Network(model.named(Map.of()), ops, 2, 5);
      assertThat(with.parameters().values().toArray())
          .isEqualTo(without.parameters().values().toArray());
      assertThat(with.streams().keySet()).isEqualTo(without.streams().keySet());
    }
  }

  @Test
  void summariesShowThem() {
    ModelSummary summary = new ModelSummary(model);
    assertThat(summary.layers().columnNames()).startsWith("layer", "name", "kind");
    assertThat(summary.layers().stringColumn("name").asList())
        .containsSubsequence("first", "active", "body", "block", "dropped", "side", "true");
    assertThat(summary.text()).contains("dropped", "3 (body)");
    assertThat(new ModelSummary(model.named(Map.of())).layers().columnNames())
        .doesNotContain("name");
  }

  @Test
  void errorsNameTheLayer() {
    String wide = MODEL.replace("filters: 4, kernel: 3, padding: 1", "filters: 4, kernel: 30");
    assertThatThrownBy(() -> ModelYaml.parse(wide))
        .hasMessageStartingWith("line 5: layer 1 (first): ");
    assertThatThrownBy(() -> ModelYaml.parse(MODEL.replace("name: side", "name: first")))
        .hasMessage("line 18: layer 4.2.1: the name 'first' belongs to layer 1; give each its own");
    assertThatThrownBy(() -> ModelYaml.parse(MODEL.replace("name: body", "name: my body")))
        .hasMessageContaining("layer 3: the name 'my body' must be one word");
    assertThatThrownBy(() -> ModelYaml.parse(MODEL.replace("name: body", "name: 7")))
        .hasMessageContaining("must be a word, not '7'");
    assertThatThrownBy(() -> ModelSpec.input(4).linear(2).crossEntropy().named(Map.of("2", "x")))
        .hasMessage("there is no layer 2 to be named 'x'");
    assertThat(List.copyOf(model.names().values())).doesNotHaveDuplicates();
  }
}
