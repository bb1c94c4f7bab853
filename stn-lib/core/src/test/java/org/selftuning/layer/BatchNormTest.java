package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** The running averages of batch normalization; its formulas are in {@link LayerTest}. */
class BatchNormTest {

  @Test
  void trainingDrawsTheAveragesThatEvaluationTakes() {
    try (Ops ops = Device.named("cpu").open()) {
      Binding binding = new Binding(ops, 4, new HyperparameterSpace(List.of()), 1);
      binding.enter("norm");
      BoundLayer layer = new BatchNorm().bind(binding, Shape.of(1, 2, 1));
      binding.parameters().place(ops, 1);
      Map<String, Tensor> averages = binding.averages();
      assertThat(averages).containsOnlyKeys("norm.mean", "norm.variance");
      Tensor x = ops.tensor(4, 1, 2, 1);
      Random random = new Random(2);
      double mean = 0;
      double variance = 1;
      for (int step = 0; step < 3; step++) {
        double[] values = Doubles.normal(random, 8);
        Doubles.write(x, values);
        layer.forward(x, Pass.train(null, null, 1, 0));
        double m = 0;
        for (double v : values) {
          m += v / 8;
        }
        double s = 0;
        for (double v : values) {
          s += (v - m) * (v - m) / 7;
        }
        mean = 0.9 * mean + 0.1 * m;
        variance = 0.9 * variance + 0.1 * s;
      }
      double[] drawn = {mean, variance};
      assertAverages(averages, drawn);
      layer.forward(x, Pass.validate(null, null, ops.tensor(1, 1)));
      assertAverages(averages, drawn);

      double[] expected = Doubles.read(x);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (expected[i] - mean) / Math.sqrt(variance + 1e-5);
      }
      Tensor y = layer.forward(x, Pass.evaluate(null, null));
      Doubles.assertClose("evaluation", Doubles.read(y), expected, 1e-5);
      assertAverages(averages, drawn);
    }
  }

  private static void assertAverages(Map<String, Tensor> averages, double[] expected) {
    Doubles.assertClose(
        "averages",
        new double[] {
          averages.get("norm.mean").toArray()[0], averages.get("norm.variance").toArray()[0]
        },
        expected,
        1e-6);
  }
}
