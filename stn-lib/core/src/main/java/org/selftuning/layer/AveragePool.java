package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * Takes the mean of each window, channel by channel. Input [H, W, C], output [H′, W′, C] with H′ =
 * ⌊(H − size) / stride⌋ + 1, and W′ likewise.
 *
 * @param size height and width of the window, at least 1
 * @param stride pixels from one window to the next, at least 1; usually the size
 */
public record AveragePool(int size, @Default(as = "size") int stride) implements EngineLayer {

  /** Checks the window; whether it fits an image shows in {@link #output}. */
  public AveragePool {
    MaxPool.check("average-pool", size, stride);
  }

  /** Windows side by side. */
  public AveragePool(int size) {
    this(size, size);
  }

  private Window window(Shape input) {
    return Conv2d.window("average-pool", input, size, stride, 0);
  }

  @Override
  public Shape output(Shape input) {
    Window window = window(input);
    return Shape.of(window.outHeight(), window.outWidth(), window.channels());
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    Window window = window(input);
    Tensor y = binding.tensor(output(input).prepend(binding.batch()).dims());
    Tensor dx = binding.gradient(input.prepend(binding.batch()).dims());
    Tensor change = binding.change(dx != null, y.shape().dims());
    return new ForwardMode() {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        ops.averagePool(x, window, y);
        return y;
      }

      @Override
      public Tensor jvp(Tensor dx, Pass pass) {
        if (dx == null) {
          return null;
        }
        ops.averagePool(dx, window, change);
        return change;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        if (dx != null) {
          ops.averagePoolBackward(dy, window, dx);
        }
        return dx;
      }
    };
  }
}
