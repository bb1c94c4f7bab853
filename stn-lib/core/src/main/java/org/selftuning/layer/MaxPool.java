package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * Takes the largest value of each window, channel by channel. Input [H, W, C], output [H′, W′, C]
 * with H′ = ⌊(H − size) / stride⌋ + 1, and W′ likewise.
 *
 * @param size height and width of the window, at least 1
 * @param stride pixels from one window to the next, at least 1; usually the size
 */
public record MaxPool(int size, @Default(as = "size") int stride) implements EngineLayer {

  /** Checks the window; whether it fits an image shows in {@link #output}. */
  public MaxPool {
    check("max-pool", size, stride);
  }

  /** Windows side by side. */
  public MaxPool(int size) {
    this(size, size);
  }

  static void check(String kind, int size, int stride) {
    if (size < 1 || stride < 1) {
      throw new IllegalArgumentException(
          kind + ": size and stride must be at least 1, not " + size + " and " + stride);
    }
  }

  private Window window(Shape input) {
    return Conv2d.window("max-pool", input, size, stride, 0);
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
      private Tensor x;

      @Override
      public Tensor forward(Tensor x, Pass pass) {
        this.x = x;
        ops.maxPool(x, window, y);
        return y;
      }

      @Override
      public Tensor jvp(Tensor dx, Pass pass) {
        if (dx == null) {
          return null;
        }
        ops.maxPoolTangent(x, y, dx, window, change);
        return change;
      }

      @Override
      public Tensor backward(Tensor dy, Pass pass) {
        if (dx != null) {
          ops.maxPoolBackward(x, y, dy, window, dx);
        }
        return dx;
      }
    };
  }
}
