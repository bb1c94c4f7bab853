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
 * @param groups how many groups the channels are in; a filter covers those of one group, and each
 *     group has filters/groups of them. As many groups as channels and filters make a depthwise
 *     convolution
 */
public record Conv2d(
    int filters,
    int kernel,
    @Default("1") int stride,
    @Default("0") int padding,
    @Default("fan-in") FilterStart start,
    @Default("1") int groups)
    implements EngineLayer {

  /** Checks the filters; whether they fit an image shows in {@link #output}. */
  public Conv2d {
    check("conv2d", filters, kernel, stride, padding);
    checkGroups("conv2d", filters, groups);
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

  static void checkGroups(String kind, int filters, int groups) {
    if (groups < 1 || filters % groups != 0) {
      throw new IllegalArgumentException(
          kind + ": groups must divide the " + filters + " filters, which " + groups + " does not");
    }
  }

  /** How the window of a convolution slides over the channels of each group. */
  static Window window(String kind, Shape input, int size, int stride, int padding, int groups) {
    Window window = window(kind, input, size, stride, padding);
    if (window.channels() % groups != 0) {
      throw new IllegalArgumentException(
          kind
              + ": groups must divide the "
              + window.channels()
              + " channels, which "
              + groups
              + " does not");
    }
    return window;
  }

  /** The product of filters and images. */
  static Product product(Binding binding, Window window, int groups, int filters, boolean adds) {
    if (groups > 1) {
      return new GroupedProduct(binding, window, groups, filters);
    }
    ConvolutionProduct product = new ConvolutionProduct(binding, window);
    return adds ? product.adding() : product;
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

  /** A convolution of all channels that starts in this way. */
  public Conv2d(int filters, int kernel, int stride, int padding, FilterStart start) {
    this(filters, kernel, stride, padding, start, 1);
  }

  /** A convolution of all channels that starts with {@link FilterStart#FAN_IN}. */
  public Conv2d(int filters, int kernel, int stride, int padding) {
    this(filters, kernel, stride, padding, FilterStart.FAN_IN);
  }

  private Window window(Shape input) {
    return window("conv2d", input, kernel, stride, padding, groups);
  }

  @Override
  public Shape output(Shape input) {
    Window window = window(input);
    return Shape.of(window.outHeight(), window.outWidth(), filters);
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return filters * (window(input).values() / groups + 1L);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Window window = window(input);
    Product product = product(binding, window, groups, filters, false);
    Window part = GroupedProduct.part(window, groups);
    return new BoundAffine(
        binding, product, filters, start.filters(part, filters / groups), start.bias(part));
  }
}
