package org.selftuning.layer;

import org.selftuning.tensor.Shape;
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
    Window window = window(input);
    Product product = new ConvolutionProduct(binding, window);
    return new BoundAffine(
        binding, product, filters, start.filters(window, filters), start.bias(window));
  }
}
