package org.selftuning.layer;

import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Batch normalization (Ioffe &amp; Szegedy 2015): for each channel, the last extent of the input,
 *
 * <pre>  y = scale · (x − mean) / √(variance + 10⁻⁵) + shift </pre>
 *
 * <p>Any shape; the output has the input's. Training and validation passes take mean and variance
 * over the minibatch and all positions. Evaluation passes take running averages of those of the
 * training passes, which start at 0 and 1 and go a tenth of the way at each; the variances averaged
 * are the unbiased ones.
 */
public record BatchNorm() implements EngineLayer {

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 2L * input.dim(-1);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new Bound(binding, input);
  }

  private static final class Bound implements ForwardMode {
    private final Ops ops;
    private final BatchStatistics statistics;
    private final Parameter factors;
    private final Tensor dFactors;

    Bound(Binding binding, Shape input) {
      ops = binding.ops();
      int channels = input.dim(-1);
      statistics = new BatchStatistics(binding, input);
      List<Initializer> start = List.of(new Initializer.Constant(1), new Initializer.Constant(0));
      factors = binding.plain("factors", new Initializer.Parts(start), 1, 2 * channels);
      dFactors = binding.tensor(1, 2 * channels);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return statistics.normalize(x, factors.value(), pass);
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      return dx == null ? null : statistics.jvp(dx, factors.value(), dFactors);
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      Tensor dx = statistics.backward(dy, factors.value(), dFactors);
      if (pass.learnsGeneral()) {
        ops.columnSums(dFactors, pass.alpha(), pass.beta(), factors.gradient());
      }
      return dx;
    }
  }
}
