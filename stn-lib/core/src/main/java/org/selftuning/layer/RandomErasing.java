package org.selftuning.layer;

import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, replaces a square of each image [H, W, C] by noise: independent normal
 * numbers of mean 0 and variance 1, as normalized images have them (Zhong et al. 2020, their
 * variant with random values; their rectangles have other proportions too). The square's area is
 * uniform between 0 and a share s of the image's, its center uniform over the pixels; what lies
 * outside is cut off.
 *
 * @param area s, in 0 … 1; 0 changes nothing
 */
public record RandomErasing(Quantity area) implements Augmentation {
  private static final String NAME = "random-erasing";

  /** Checks a fixed area. */
  public RandomErasing {
    Augmentation.check(NAME, "area", area, 0, 1);
  }

  @Override
  public Shape output(Shape input) {
    return Augmentation.image(NAME, input, 0);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("noise");
    RandomSquare square = new RandomSquare(binding, input, binding.read(area));
    int[] dims = input.prepend(binding.batch()).dims();
    Tensor one = binding.tensor(1, 1);
    ops.fill(one, 1);
    Tensor zeros = binding.tensor(dims);
    Tensor noise = binding.tensor(dims);
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          square.draw(pass);
          ops.noise(stream, one, 0, zeros, noise);
          square.surround(x, noise);
          return noise;
        });
  }
}
