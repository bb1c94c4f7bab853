package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, sets squares of each image [H, W, C] to 0 in all channels (DeVries &amp;
 * Taylor 2017). Their centers are uniform over the pixels; what of a square lies outside is cut
 * off. After {@link Normalize}, where the reference code has it, 0 is the mean color; before it,
 * black.
 *
 * @param holes the number of squares, in 0 … 100, usually discrete
 * @param length their side in pixels, from 0 on, usually discrete
 */
public record Cutout(Quantity holes, Quantity length) implements Augmentation {
  private static final String NAME = "cutout";
  private static final int MOST = 100;

  /** Checks fixed quantities. */
  public Cutout {
    Augmentation.check(NAME, "number of holes", holes, 0, MOST);
    Augmentation.check(NAME, "length", length, 0, Double.POSITIVE_INFINITY);
  }

  @Override
  public Shape output(Shape input) {
    return Augmentation.image(NAME, input, 0);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("cutout");
    Binding.Reading number = binding.read(holes);
    Binding.Reading side = binding.read(length);
    double highest = binding.highest(holes);
    if (!(highest <= MOST)) {
      throw new IllegalArgumentException(
          NAME + ": the range of '" + holes + "' must end at " + MOST + " or below");
    }
    int most = (int) Math.max(1, highest);
    Tensor y = binding.tensor(input.prepend(binding.batch()).dims());
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          ops.cutout(
              stream, number.in(pass), number.column(), most, side.in(pass), side.column(), x, y);
          return y;
        });
  }
}
