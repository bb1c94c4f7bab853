package org.selftuning.layer;

import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, multiplies each example by a number uniform on [1/(1 + s), 1 + s] (MacKay et
 * al. 2019). Any shape.
 *
 * @param strength s, from 0 on; 0 changes nothing
 */
public record InputScale(Quantity strength) implements Augmentation {
  private static final String NAME = "input-scale";

  /** Checks a fixed strength. */
  public InputScale {
    Augmentation.check(NAME, "strength", strength, 0, Double.POSITIVE_INFINITY);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("scale");
    Binding.Reading reading = binding.read(strength);
    Tensor factor = binding.tensor(binding.batch(), 1);
    Tensor y = binding.tensor(input.prepend(binding.batch()).dims());
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          ops.jitter(stream, Jitter.RATIO, reading.in(pass), reading.column(), factor, 0);
          ops.scaleExamples(x, factor, y);
          return y;
        });
  }
}
