package org.selftuning.theory;

import java.util.List;
import java.util.Map;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.EngineLayer;
import org.selftuning.layer.GaussianNoise;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Quantity;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, adds normal numbers of variance e^λ∕N to the features, each example by its
 * own λ. For a network that is linear in its features, and so for y = w·x,
 *
 * <pre>  E[(y(x + noise) − t)²] = (y(x) − t)² + e^λ ‖∂y∕∂x‖² ∕ N </pre>
 *
 * <p>so that training with noise minimizes the penalized objective (Bishop 1995, "Training with
 * noise is equivalent to Tikhonov regularization"; equal, and not only to second order, because the
 * network is linear). It lets every example carry its own λ, as a self-tuning network needs, where
 * a penalty on weights would have one for the whole minibatch.
 *
 * <p>The variances are computed on the host, which is no matter for the small networks it is made
 * for; {@link GaussianNoise} is the layer for all others.
 *
 * @param hyperparameter the name of λ, which has the real line as its range
 * @param examples N, the number of training examples
 */
public record JacobianNoise(String hyperparameter, int examples) implements EngineLayer {

  /** Checks the number of examples. */
  public JacobianNoise {
    if (examples < 1) {
      throw new IllegalArgumentException(
          "jacobian-noise: examples must be at least 1, not " + examples);
    }
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public boolean atInput() {
    return true;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(Quantity.tuned(hyperparameter));
  }

  @Override
  public Layer fixedAt(Map<String, Double> values) {
    Quantity.Fixed lambda = (Quantity.Fixed) Quantity.tuned(hyperparameter).fixedAt(values);
    return new GaussianNoise(Quantity.of(deviation(lambda.value())));
  }

  private double deviation(double lambda) {
    return Math.exp(lambda / 2) / Math.sqrt(examples);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("noise");
    int column = binding.read(Quantity.tuned(hyperparameter)).column();
    int width = binding.hyperparameters();
    Tensor deviations = binding.tensor(binding.batch(), 1);
    Tensor noisy = binding.tensor(input.prepend(binding.batch()).dims());
    float[] values = new float[binding.batch() * width];
    float[] each = new float[binding.batch()];
    return new BoundLayer() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        if (!pass.training()) {
          return x;
        }
        pass.values().read(values);
        for (int b = 0; b < each.length; b++) {
          each[b] = (float) deviation(values[b * width + column]);
        }
        deviations.write(each);
        ops.noise(stream, deviations, 0, x, noisy);
        return noisy;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        return null;
      }
    };
  }
}
