package org.selftuning.layer;

import org.selftuning.tensor.Shape;

/**
 * In a training pass, sets each element to 0 with probability p and divides the others by 1 − p
 * (Srivastava et al. 2014, in its inverted form); otherwise does nothing. Any shape. A tuned rate
 * is each example's own.
 *
 * @param rate p, in 0 … 1; or one for each element of an example, of a step in a sequence
 */
public record Dropout(Quantity rate) implements EngineLayer {

  /** Checks a fixed rate. */
  public Dropout {
    checkRate("dropout: the rate", rate);
  }

  static void checkRate(String what, Quantity rate) {
    double[] ends = rate.ends();
    if (!(rate instanceof Quantity.Tuned) && !(ends[0] >= 0 && ends[1] <= 1)) {
      throw new IllegalArgumentException(what + " must lie in 0 … 1, not " + rate);
    }
  }

  /** Dropout at a fixed rate. */
  public static Dropout of(double rate) {
    return new Dropout(Quantity.of(rate));
  }

  /** Dropout at the rate of a hyperparameter. */
  public static Dropout tuned(String hyperparameter) {
    return new Dropout(Quantity.tuned(hyperparameter));
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public int numbers(Shape input) {
    return input.rank() == 2 ? input.dim(1) : input.size();
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    int[] extents = binding.extents(input);
    boolean sequence = extents[0] > binding.batch();
    int[] mask = sequence ? extents : new int[] {binding.batch(), input.size()};
    return new BoundDropout(binding, rate, input, 1, mask);
  }
}
