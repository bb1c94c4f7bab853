package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * An ordinary convolution with a bias for each filter. Input [H, W, C], output [H′, W′, filters]
 * with H′ = ⌊(H + 2·padding − kernel) / stride⌋ + 1, and W′ likewise.
 *
 * @param filters the number of output channels, at least 1
 * @param kernel height and width of a filter, at least 1
 * @param stride pixels from one place of the filter to the next, at least 1
 * @param padding zeros around the image, less than {@code kernel}
 * @param start how filters and biases start
 */
public record Conv2d(int filters, int kernel, int stride, int padding, FilterStart start)
    implements Layer {

  /** Checks the filters; whether they fit an image shows in {@link #output}. */
  public Conv2d {
    check("conv2d", filters, kernel, stride, padding);
  }

  static void check(String kind, int filters, int kernel, int stride, int padding) {
    if (filters < 1 || kernel < 1 || stride < 1) {
      throw new IllegalArgumentException(
          kind
              + ": filters, kernel and stride must be at least 1, not %d, %d and %d"
                  .formatted(filters, kernel, stride));
    }
    if (padding < 0 || padding >= kernel) {
      throw new IllegalArgumentException(
          kind
              + ": padding must lie in 0 … %d (the kernel less 1), not %d"
                  .formatted(kernel - 1, padding));
    }
  }

  /** How a window slides over the input of a layer of this kind. */
  static Window window(String kind, Shape input, int size, int stride, int padding) {
    if (input.rank() != 3) {
      throw new IllegalArgumentException(
          kind
              + " needs an image, height × width × channels, but gets "
              + input
              + (input.rank() == 1 ? "; put it before flatten" : ""));
    }
    try {
      return new Window(input.dim(0), input.dim(1), input.dim(2), size, stride, padding);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(kind + ": " + e.getMessage(), e);
    }
  }

  /** A convolution that starts with {@link FilterStart#FAN_IN}. */
  public Conv2d(int filters, int kernel, int stride, int padding) {
    this(filters, kernel, stride, padding, FilterStart.FAN_IN);
  }

  private Window window(Shape input) {
    return window("conv2d", input, kernel, stride, padding);
  }

  @Override
  public Shape output(Shape input) {
    Window window = window(input);
    return Shape.of(window.outHeight(), window.outWidth(), filters);
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return filters * (window(input).values() + 1L);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    return new Bound(binding, window(input), filters, start);
  }

  private static final class Bound implements ForwardMode {
    private final Ops ops;
    private final Window window;
    private final Parameter weight;
    private final Parameter bias;
    private final Tensor y;
    private final Tensor dx;
    private final Tensor change;
    private Tensor x;

    Bound(Binding binding, Window window, int filters, FilterStart start) {
      int batch = binding.batch();
      ops = binding.ops();
      this.window = window;
      dx =
          binding.needsInputGradient()
              ? binding.tensor(batch, window.height(), window.width(), window.channels())
              : null;
      weight = binding.plain("weight", start.filters(window, filters), filters, window.values());
      bias = binding.plain("bias", start.bias(window), filters);
      y = binding.tensor(batch, window.outHeight(), window.outWidth(), filters);
      change = binding.change(dx != null, batch, window.outHeight(), window.outWidth(), filters);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      this.x = x;
      ops.convolve(x, weight.value(), window, y);
      ops.addRow(y, bias.value(), y);
      return y;
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      if (dx == null) {
        return null;
      }
      ops.convolve(dx, weight.value(), window, change);
      return change;
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      if (pass.learnsGeneral()) {
        ops.convolveBackwardFilters(dy, x, window, pass.alpha(), pass.beta(), weight.gradient());
        ops.sumRows(dy, pass.alpha(), pass.beta(), bias.gradient());
      }
      if (dx != null) {
        ops.convolveBackwardInput(dy, weight.value(), window, dx);
      }
      return dx;
    }
  }
}
