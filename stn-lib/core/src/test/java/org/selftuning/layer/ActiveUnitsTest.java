package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.graph.Initializer;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

class ActiveUnitsTest {
  private static final int BATCH = 3;
  private static final int UNITS = 4;
  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(
              Hyperparameter.continuous("p", Range.above(0), 1),
              Hyperparameter.discrete("k", 0, 9, 2)));

  /** Of features, of an image of 2 × 1 pixels, and of a sequence of 2 steps. */
  @ParameterizedTest
  @CsvSource({"4, 1, 1", "2 1 4, 2, 1", "2 4, 1, 2"})
  void theFirstUnitsOfEachExampleAreKept(String dims, int inner, int steps) {
    Shape shape = Shape.of(List.of(dims.split(" ")).stream().mapToInt(Integer::parseInt).toArray());
    int rows = BATCH * inner * steps;
    try (Ops ops = Device.named("cpu").open()) {
      Binding binding = new Binding(ops, BATCH, SPACE, 1);
      if (steps > 1) {
        binding.beginSequence(steps);
      }
      binding.plain("weights before", new Initializer.Constant(0), 1);
      BoundLayer layer = new ActiveUnits(Quantity.tuned("k")).bind(binding, shape);
      Tensor x = ops.tensor(binding.extents(shape));
      ops.fill(x, 3);
      Tensor values = ops.tensor(BATCH, 2);
      values.write(new float[] {7.5f, 2, 0.1f, 0, 1e9f, 9});
      Tensor one = ops.tensor(1, 2);
      one.write(new float[] {0.5f, 3});
      int[] counts = {2, 0, 9};
      double[] kept = new double[rows * UNITS];
      double[] threeKept = new double[rows * UNITS];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = i % UNITS < counts[i / UNITS / inner % BATCH] ? 3 : 0;
        threeKept[i] = i % UNITS < 3 ? 3 : 0;
      }
      Pass perExample = Pass.train(ops.tensor(BATCH, 2), values, 1, 0);
      assertThat(Doubles.read(layer.forward(x, perExample))).isEqualTo(kept);
      assertThat(Doubles.read(layer.backward(x, perExample))).isEqualTo(kept);
      Pass shared = Pass.evaluate(ops.tensor(1, 2), one);
      assertThat(Doubles.read(layer.forward(x, shared))).isEqualTo(threeKept);
      BoundLayer fixed = new ActiveUnits(Quantity.of(3)).bind(binding, shape);
      assertThat(Doubles.read(fixed.forward(x, perExample))).isEqualTo(threeKept);
    }
  }

  @Test
  void aFixedNumberIsWhole() {
    assertThatThrownBy(() -> new ActiveUnits(Quantity.of(2.5)))
        .hasMessage("active-units: the count must be a whole number, 0 or more, not 2.5");
    assertThatThrownBy(() -> new ActiveUnits(Quantity.of(-1))).hasMessageContaining("not -1");
  }
}
