package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.record.StepPlan.Kind;
import org.selftuning.record.StepPlan.Operation;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

final class StepPlanTest {
  private static final int BATCH = 4;

  private static StepPlan plan(String yaml) {
    ModelSpec spec = ModelYaml.parse(yaml);
    return StepPlan.of(spec, TrainOptions.defaults().batch(BATCH), Device.named("cpu"));
  }

  @Test
  void productsAreCounted() {
    StepPlan plan =
        plan(
            """
            input: 6
            layers:
              - linear: 5
              - relu
              - linear: 3
            loss: cross-entropy
            """);
    long first = 2 * BATCH * 5 * 6;
    long second = 2 * BATCH * 3 * 5;
    assertThat(plan.arithmetic(Kind.EVALUATION)).isEqualTo(first + second);
    assertThat(plan.arithmetic(Kind.TRAINING))
        .as("outputs, gradients of weights, and of the second layer's input")
        .isEqualTo(2 * first + 3 * second);
    assertThat(plan.of(Kind.VALIDATION)).isEmpty();
    assertThat(plan.of(Kind.EVALUATION))
        .extracting(Operation::name)
        .containsSubsequence("matmul", "addBias", "activate", "matmul", "addBias");
    Operation product = plan.of(Kind.EVALUATION).get(0);
    assertThat(product.bytes()).isEqualTo(4 * (BATCH * 6 + 5 * 6 + BATCH * 5));
    assertThat(product.extents()).hasToString("5 × 6");
  }

  @Test
  void convolutionsAreCounted() {
    StepPlan plan =
        plan(
            """
            input: [4, 4, 2]
            layers:
              - conv2d: {filters: 6, kernel: 3, padding: 1}
              - conv2d: {filters: 5, kernel: 1}
              - flatten
            loss: cross-entropy
            """);
    long first = 2L * (BATCH * 4 * 4 * 6) * (3 * 3 * 2);
    long second = 2L * (BATCH * 4 * 4 * 5) * 6;
    assertThat(plan.arithmetic(Kind.EVALUATION)).isEqualTo(first + second);
    assertThat(plan.arithmetic(Kind.TRAINING)).isEqualTo(2 * first + 3 * second);
  }

  @Test
  void theTableAddsUp() {
    StepPlan plan =
        plan(
            """
            input: 6
            hyperparameters: {rate: {range: [0, 0.9], start: 0.1}}
            layers:
              - gated-linear: 5
              - dropout: rate
              - gated-linear: 3
            loss: cross-entropy
            """);
    Table table = plan.table();
    for (Kind kind : Kind.values()) {
      long calls = 0;
      double flops = 0;
      for (Row row : table.where(table.stringColumn("step").isEqualTo(kind.toString()))) {
        if (row.getString("operation").equals("all")) {
          assertThat(row.getInt("calls")).isEqualTo((int) calls).isPositive();
          assertThat(row.getDouble("GFLOP")).isEqualTo(plan.arithmetic(kind) / 1e9);
          assertThat(row.getDouble("GFLOP")).isBetween(flops * 0.999, flops * 1.001);
        } else {
          calls += row.getInt("calls");
          flops += row.getDouble("GFLOP");
        }
      }
      List<Operation> operations = plan.of(kind);
      assertThat(plan.operations(kind).stringColumn("operation").asList())
          .isEqualTo(operations.stream().map(Operation::name).toList());
    }
    assertThat(plan.arithmetic(Kind.TRAINING)).isGreaterThan(plan.arithmetic(Kind.VALIDATION));
    assertThat(plan.memory()).isGreaterThan(4 * 2 * (5 * 6 + 3 * 5));
  }
}
