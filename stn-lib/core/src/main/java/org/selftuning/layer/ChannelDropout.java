package org.selftuning.layer;

import org.selftuning.tensor.Shape;

/**
 * In a training pass, sets whole channels of an example to 0, each with probability p, and divides
 * the others by 1 − p (Tompson et al. 2015); otherwise does nothing. Input and output [H, W, C]. A
 * tuned rate is each example's own.
 *
 * @param rate p, in 0 … 1; or one for each channel
 */
public record ChannelDropout(Quantity rate) implements EngineLayer {

  /** Checks a fixed rate. */
  public ChannelDropout {
    Dropout.checkRate("channel-dropout: the rate", rate);
  }

  /** Channel dropout at a fixed rate. */
  public static ChannelDropout of(double rate) {
    return new ChannelDropout(Quantity.of(rate));
  }

  /** Channel dropout at the rate of a hyperparameter. */
  public static ChannelDropout tuned(String hyperparameter) {
    return new ChannelDropout(Quantity.tuned(hyperparameter));
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 3) {
      throw new IllegalArgumentException(
          "channel-dropout needs an image, height × width × channels, but gets "
              + input
              + "; take dropout");
    }
    return input;
  }

  @Override
  public int numbers(Shape input) {
    return input.dim(-1);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    int positions = input.dim(0) * input.dim(1);
    return new BoundDropout(binding, rate, input, positions, binding.batch(), input.dim(-1));
  }
}
