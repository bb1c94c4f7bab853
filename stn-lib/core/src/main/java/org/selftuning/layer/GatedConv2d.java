package org.selftuning.layer;

import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Window;

/**
 * A convolution whose filters respond to the hyperparameters (MacKay et al. 2019, section 3.2): for
 * each output channel,
 *
 * <pre>  y = W_elem ∗ x + b_elem + (V z) ⊙ (W_hyper ∗ x) + (C z) ⊙ b_hyper </pre>
 *
 * <p>Input [H, W, channels], output [H′, W′, filters] as of {@link Conv2d}; z [n] is the example's
 * own unconstrained hyperparameter vector, and so an example has one pair of gates for each filter,
 * at every position the same.
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
public record GatedConv2d(
    int filters,
    int kernel,
    @Default("1") int stride,
    @Default("0") int padding,
    @Default("fan-in") FilterStart start,
    @Default("1") int groups)
    implements EngineLayer {

  /** Checks the filters; whether they fit an image shows in {@link #output}. */
  public GatedConv2d {
    Conv2d.check("gated-conv2d", filters, kernel, stride, padding);
    Conv2d.checkGroups("gated-conv2d", filters, groups);
  }

  /** A convolution of all channels that starts in this way. */
  public GatedConv2d(int filters, int kernel, int stride, int padding, FilterStart start) {
    this(filters, kernel, stride, padding, start, 1);
  }

  /** A convolution of all channels that starts with {@link FilterStart#FAN_IN}. */
  public GatedConv2d(int filters, int kernel, int stride, int padding) {
    this(filters, kernel, stride, padding, FilterStart.FAN_IN);
  }

  private Window window(Shape input) {
    return Conv2d.window("gated-conv2d", input, kernel, stride, padding, groups);
  }

  @Override
  public Shape output(Shape input) {
    Window window = window(input);
    return Shape.of(window.outHeight(), window.outWidth(), filters);
  }

  @Override
  public boolean responds(Shape input) {
    return true;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 2L * filters * (window(input).values() / groups + 1L + hyperparameters);
  }

  @Override
  public Layer ungated() {
    return new Conv2d(filters, kernel, stride, padding, start, groups);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Window window = window(input);
    boolean adds = binding.needsInputGradient() && binding.response() == Response.CENTERED;
    Product product = Conv2d.product(binding, window, groups, filters, adds);
    Window part = GroupedProduct.part(window, groups);
    return new BoundGatedAffine(
        binding, product, filters, start.filters(part, filters / groups), start.biasPair(part));
  }
}
