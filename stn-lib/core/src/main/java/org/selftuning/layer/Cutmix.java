package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, puts a square of another image of the minibatch into each image [H, W, C],
 * and mixes what they cost by the share m of the pixels that it covers (Yun et al. 2019):
 *
 * <pre>  loss ← (1 − m)·loss(y, t) + m·loss(y, t′) </pre>
 *
 * <p>The square's area is uniform between 0 and s of the image's, which at s = 1 is their Beta(1,
 * 1); its center is uniform over the pixels, and what lies outside is cut off. Their rectangle has
 * the image's sides in proportion; of a square image it is a square too. The other image is that of
 * {@link Mixup}, and so is the score that a training step reports.
 *
 * @param strength s, in 0 … 1; a tuned one is each example's own
 */
public record Cutmix(Quantity strength) implements Augmentation {
  private static final String NAME = "cutmix";

  /** Checks a fixed strength. */
  public Cutmix {
    Augmentation.check(NAME, "strength", strength, 0, 1);
  }

  @Override
  public Shape output(Shape input) {
    return Augmentation.image(NAME, input, 0);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    int batch = binding.batch();
    RandomSquare square = new RandomSquare(binding, input, binding.read(strength));
    Mixing mixing = new Mixing(ops, batch);
    binding.mix(mixing);
    Tensor y = binding.tensor(input.prepend(batch).dims());
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          square.draw(pass);
          square.covered(mixing.share());
          mixing.partners(x.reshape(batch, input.size()), y.reshape(batch, input.size()));
          square.surround(x, y);
          return y;
        });
  }
}
