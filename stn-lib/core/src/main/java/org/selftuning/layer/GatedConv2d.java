package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
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
 */
public record GatedConv2d(int filters, int kernel, int stride, int padding, FilterStart start)
    implements Layer {

  /** Checks the filters; whether they fit an image shows in {@link #output}. */
  public GatedConv2d {
    Conv2d.check("gated-conv2d", filters, kernel, stride, padding);
  }

  /** A convolution that starts with {@link FilterStart#FAN_IN}. */
  public GatedConv2d(int filters, int kernel, int stride, int padding) {
    this(filters, kernel, stride, padding, FilterStart.FAN_IN);
  }

  private Window window(Shape input) {
    return Conv2d.window("gated-conv2d", input, kernel, stride, padding);
  }

  @Override
  public Shape output(Shape input) {
    Window window = window(input);
    return Shape.of(window.outHeight(), window.outWidth(), filters);
  }

  @Override
  public boolean gated() {
    return true;
  }

  @Override
  public long parameterCount(Shape input, int hyperparameters) {
    return 2L * filters * (window(input).values() + 1L + hyperparameters);
  }

  @Override
  public Layer ungated() {
    return new Conv2d(filters, kernel, stride, padding, start);
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
    private final Gates gates;
    private final Tensor products;
    private final Tensor y;
    private final Tensor dx;
    private final Tensor oneWeight;
    private final Tensor oneBias;
    private final CentredGate centred;
    private Tensor x;

    Bound(Binding binding, Window window, int filters, FilterStart start) {
      int batch = binding.batch();
      int values = window.values();
      ops = binding.ops();
      this.window = window;
      dx =
          binding.needsInputGradient()
              ? binding.tensor(batch, window.height(), window.width(), window.channels())
              : null;
      weight = binding.pair("weight", start.filters(window, filters), 2 * filters, values);
      bias = binding.pair("bias", start.biasPair(window), 2 * filters);
      gates = new Gates(binding, 2 * filters);
      products = binding.tensor(batch, window.outHeight(), window.outWidth(), 2 * filters);
      y = binding.tensor(batch, window.outHeight(), window.outWidth(), filters);
      oneWeight = binding.tensor(filters, values);
      oneBias = binding.tensor(filters);
      centred = binding.response().centred() ? centred(binding) : null;
    }

    private CentredGate centred(Binding binding) {
      boolean twice = dx != null && binding.response() == Response.CENTRED;
      Tensor spare = twice ? binding.tensor(dx.shape().dims()) : null;
      Convolution product = new Convolution(ops, window, spare);
      return new CentredGate(
          ops, product, weight, bias, gates, window.positions(), products, y, dx);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      this.x = x;
      if (pass.parted()) {
        return centred.forward(x, pass);
      }
      if (pass.mode() == Pass.Mode.EVALUATE) {
        ops.convolve(x, oneWeight, window, y);
        ops.addRow(y, oneBias, y);
      } else {
        ops.convolve(x, weight.value(), window, products);
        ops.gate(products, bias.value(), gates.open(pass), window.positions(), y);
      }
      return y;
    }

    @Override
    public Tensor jvp(Tensor dx, Pass pass) {
      return centred.jvp(dx);
    }

    @Override
    public Tensor backward(Tensor dy, Pass pass) {
      if (pass.parted()) {
        return centred.backward(x, dy, pass);
      }
      Tensor open = gates.last();
      boolean training = pass.training();
      ops.gateBackward(
          dy,
          products,
          bias.value(),
          open,
          window.positions(),
          gates.gradient(),
          pass.alpha(),
          pass.beta(),
          training ? bias.gradient() : null);
      gates.backward(pass);
      if (dx != null && pass.shared()) {
        ops.collapseWeight(weight.value(), open, oneWeight);
        ops.convolveBackwardInput(dy, oneWeight, window, dx);
      } else if (dx != null) {
        ops.convolveBackwardInput(products, weight.value(), window, dx);
      }
      if (training) {
        ops.convolveBackwardFilters(
            products, x, window, pass.alpha(), pass.beta(), weight.gradient());
      }
      return dx;
    }

    @Override
    public void collapse(Pass pass) {
      Tensor open = gates.open(pass);
      ops.collapseWeight(weight.value(), open, oneWeight);
      ops.collapseBias(bias.value(), open, oneBias);
    }
  }

  /**
   * W ∗ x on images.
   *
   * @param spare of the input's size, for gradients that are added; null if none are
   */
  private record Convolution(Ops ops, Window window, Tensor spare) implements CentredGate.Product {
    @Override
    public void forward(Tensor x, Tensor w, Tensor y) {
      ops.convolve(x, w, window, y);
    }

    @Override
    public void backwardInput(Tensor dy, Tensor w, Tensor dx, boolean onto) {
      ops.convolveBackwardInput(dy, w, window, onto ? spare : dx);
      if (onto) {
        ops.axpy(1, spare, dx);
      }
    }

    @Override
    public void backwardWeight(Tensor dy, Tensor x, float alpha, float beta, Tensor dW) {
      ops.convolveBackwardFilters(dy, x, window, alpha, beta, dW);
    }
  }
}
