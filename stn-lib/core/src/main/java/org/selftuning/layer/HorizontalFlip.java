package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, exchanges left and right of an image [H, W, C], each with this probability.
 *
 * @param probability in 0 … 1
 */
public record HorizontalFlip(@Default("0.5") Quantity probability) implements Augmentation {
  private static final String NAME = "horizontal-flip";

  /** Checks a fixed probability. */
  public HorizontalFlip {
    Augmentation.check(NAME, "probability", probability, 0, 1);
  }

  @Override
  public Shape output(Shape input) {
    return Augmentation.image(NAME, input, 0);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("flip");
    Binding.Reading reading = binding.read(probability);
    Tensor keep = binding.tensor(binding.batch(), 1);
    Tensor y = binding.tensor(input.prepend(binding.batch()).dims());
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          ops.dropoutMask(stream, reading.in(pass), reading.column(), 1, keep);
          ops.mirror(x, keep, y);
          return y;
        });
  }
}
