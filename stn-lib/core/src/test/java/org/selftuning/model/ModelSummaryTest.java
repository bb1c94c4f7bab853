package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import tech.tablesaw.api.Table;

class ModelSummaryTest {
  private static final ModelSpec MODEL =
      ModelSpec.input(28, 28, 1)
          .tune(
              Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05).sigma(1),
              Hyperparameter.discrete("count", 0, 24, 4).perBatch())
          .flatten()
          .dropout("rate")
          .gatedLinear(256)
          .relu()
          .dropout("rate")
          .dropout("count")
          .linear(10)
          .crossEntropy();

  private final ModelSummary summary = new ModelSummary(MODEL);

  @Test
  void layersAreATableWithShapesAndCounts() {
    Table layers = summary.layers();
    assertThat(layers.rowCount()).isEqualTo(7);
    assertThat(layers.stringColumn("kind").asList())
        .startsWith("flatten", "dropout: rate", "gated-linear: 256", "relu");
    assertThat(layers.stringColumn("output").asList())
        .containsExactly("784", "784", "256", "256", "256", "256", "10");
    assertThat(layers.longColumn("parameters").get(2)).isEqualTo(2L * 256 * (784 + 1 + 2));
    assertThat((long) layers.longColumn("parameters").sum()).isEqualTo(MODEL.parameterCount());
  }

  @Test
  void hyperparametersAreATableThatSaysWhereTheyAreUsed() {
    Table tuned = summary.hyperparameters();
    assertThat(tuned.columnNames())
        .containsExactly(
            "hyperparameter",
            "size",
            "range",
            "start",
            "sigma",
            "discrete",
            "per",
            "used by layer");
    assertThat(tuned.stringColumn("used by layer").asList()).containsExactly("2, 5", "6");
    assertThat(tuned.stringColumn("range").asList()).containsExactly("[0, 0.95]", "[0, 24]");
    assertThat(tuned.doubleColumn("start").asList()).containsExactly(0.05, 4.0);
    assertThat(tuned.booleanColumn("discrete").asList()).containsExactly(false, true);
  }

  @Test
  void theTextIsAligned() {
    assertThat(summary.text())
        .isEqualTo(
            """
            layer  kind               output  parameters
            ────────────────────────────────────────────
                1  flatten               784           0
                2  dropout: rate         784           0
                3  gated-linear: 256     256     402,944
                4  relu                  256           0
                5  dropout: rate         256           0
                6  dropout: count        256           0
                7  linear: 10             10       2,570

            hyperparameter  range      start  sigma  discrete  per      used by layer
            ─────────────────────────────────────────────────────────────────────────
            rate            [0, 0.95]   0.05      1  no        example  2, 5
            count           [0, 24]        4    0.5  yes       batch    6

            input 28 × 28 × 1, output 10, loss cross-entropy; 7 layers, 405,514 parameters, 2 hyperparameters
            """);
    assertThat(summary).hasToString(summary.text());
  }

  @Test
  void anOrdinaryNetworkHasNoHyperparameterTable() {
    ModelSummary ordinary = new ModelSummary(ModelSpec.input(4).linear(2).crossEntropy());
    assertThat(ordinary.hyperparameters().rowCount()).isZero();
    assertThat(ordinary.text())
        .isEqualTo(
            """
            layer  kind       output  parameters
            ────────────────────────────────────
                1  linear: 2       2          10

            input 4, output 2, loss cross-entropy; 1 layer, 10 parameters, 0 hyperparameters
            """);
  }
}
