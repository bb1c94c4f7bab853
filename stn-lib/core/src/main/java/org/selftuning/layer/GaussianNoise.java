package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, adds independent normal numbers of mean 0 to each element. Any shape.
 *
 * @param std their standard deviation, from 0 on; 0 changes nothing
 */
public record GaussianNoise(Quantity std) implements Augmentation {
  private static final String NAME = "gaussian-noise";

  /** Checks a fixed standard deviation. */
  public GaussianNoise {
    Augmentation.check(NAME, "std", std, 0, Double.POSITIVE_INFINITY);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("noise");
    Binding.Reading reading = binding.read(std);
    Tensor y = binding.tensor(input.prepend(binding.batch()).dims());
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          ops.noise(stream, reading.in(pass), reading.column(), x, y);
          return y;
        });
  }
}
