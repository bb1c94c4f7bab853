package org.selftuning.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.GaussianNoise;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Quantity;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

class JacobianNoiseTest {
  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(List.of(Hyperparameter.continuous("lambda", Range.real(), 0)));

  @Test
  void everyExampleHasTheVarianceOfItsOwnLambda() {
    int width = 20_000;
    int examples = 50;
    float[] lambda = {-3, 0, 2};
    try (Ops ops = Device.named("cpu").open()) {
      BoundLayer layer =
          new JacobianNoise("lambda", examples)
              .bind(new Binding(ops, lambda.length, SPACE, 1), Shape.of(width));
      Tensor x = ops.tensor(lambda.length, width);
      Tensor z = ops.tensor(lambda.length, 1);
      z.write(lambda);
      float[] noise = layer.forward(x, Pass.train(z, z, 1, 0)).toArray();
      for (int b = 0; b < lambda.length; b++) {
        double sum = 0;
        for (int k = 0; k < width; k++) {
          sum += noise[b * width + k] * (double) noise[b * width + k];
        }
        double variance = Math.exp(lambda[b]) / examples;
        assertThat(sum / width).isCloseTo(variance, within(0.05 * variance));
      }
      assertThat(layer.forward(x, Pass.validate(z, z, ops.tensor(3, 1)))).isSameAs(x);
      assertThat(layer.forward(x, Pass.evaluate(z, z))).isSameAs(x);
    }
  }

  @Test
  void fixedItIsGaussianNoise() {
    GaussianNoise fixed =
        (GaussianNoise) new JacobianNoise("lambda", 16).fixedAt(Map.of("lambda", Math.log(4)));
    assertThat(((Quantity.Fixed) fixed.std()).value()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void needsExamples() {
    assertThatThrownBy(() -> new JacobianNoise("lambda", 0))
        .hasMessage("jacobian-noise: examples must be at least 1, not 0");
  }
}
