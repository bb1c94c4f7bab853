package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * Makes a sequence of an example's rows, such as a window of a time series [T, D]: from here on its
 * T steps are computed by layers of sequences. It must be the first layer. Input and output [T, D].
 */
public record Sequence() implements EngineLayer {

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    if (!before.isEmpty()) {
      throw new IllegalArgumentException(
          "sequence must be the first layer, where examples come in");
    }
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "sequence needs examples of steps × features, such as 24x3, but gets " + input);
    }
    return input;
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    int batch = binding.batch();
    int steps = input.dim(0);
    binding.beginSequence(steps);
    Tensor y = binding.tensor(steps * batch, input.dim(1));
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        ops.transpose(x, 1, batch, steps, y);
        return y;
      }

      @Override
      public Tensor jvp(Tensor dx, Pass pass) {
        return null;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        return null;
      }
    };
  }
}
