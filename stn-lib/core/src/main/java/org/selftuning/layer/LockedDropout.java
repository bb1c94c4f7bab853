package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * Dropout for sequences: one mask for each example, the same at all of its steps (Gal &amp;
 * Ghahramani 2016, variational dropout). In a training pass sets unit d of an example to 0 with
 * probability p and divides the others by 1 − p; otherwise does nothing. Input and output [T, D]. A
 * tuned rate is each example's own.
 *
 * @param rate p, in 0 … 1; or one for each unit
 */
public record LockedDropout(Quantity rate) implements EngineLayer {

  /** Checks a fixed rate. */
  public LockedDropout {
    Dropout.checkRate("locked-dropout: the rate", rate);
  }

  /** Locked dropout at the rate of a hyperparameter. */
  public static LockedDropout tuned(String hyperparameter) {
    return new LockedDropout(Quantity.tuned(hyperparameter));
  }

  @Override
  public void requireBefore(List<Layer> before, Shape input) {
    Lstm.requireEmbedding("locked-dropout", before);
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "locked-dropout needs a sequence of vectors but gets " + input);
    }
    return input;
  }

  @Override
  public int numbers(Shape input) {
    return input.dim(1);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    binding.beginSequence(input.dim(0));
    return new BoundDropout(binding, rate, input, 1, binding.batch(), input.dim(1));
  }
}
