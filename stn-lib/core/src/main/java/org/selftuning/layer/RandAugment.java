package org.selftuning.layer;

import java.util.List;
import java.util.stream.IntStream;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, changes each RGB image [H, W, 3] with values in 0 … 1 by a few changes chosen
 * at random, all of one magnitude (after Cubuk et al. 2020). The choice is among brightness,
 * contrast, saturation, hue, rotation, shear, zoom and translation, whose strengths at magnitude 1
 * are 0.9, 0.9, 0.9, 0.5, 30°, 17°, 0.3 and 0.3; see {@link ColorJitter} and {@link AffineWarp}.
 * Each is chosen independently, {@code changes} of them on average, and they are applied in this
 * order; the paper applies exactly that number in a random order, from fourteen.
 *
 * @param changes how many on average, in 1 … 8
 * @param magnitude 0 … 1; 0 changes nothing, a tuned one is each example's own
 */
public record RandAugment(@Default("2") int changes, Quantity magnitude) implements Augmentation {
  private static final String NAME = "rand-augment";
  private static final float[] MOST = {0.9f, 0.9f, 0.9f, 0.5f, 30, 17, 0.3f, 0.3f};
  private static final int COLORS = 4;

  /** Checks the number, and a fixed magnitude. */
  public RandAugment {
    if (changes < 1 || changes > MOST.length) {
      throw new IllegalArgumentException(
          NAME + ": the number of changes must lie in 1 … " + MOST.length + ", not " + changes);
    }
    Augmentation.check(NAME, "magnitude", magnitude, 0, 1);
  }

  @Override
  public Shape output(Shape input) {
    return Augmentation.image(NAME, input, 3);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    Ops ops = binding.ops();
    int batch = binding.batch();
    RandomStream stream = binding.stream("choice");
    Binding.Reading reading = binding.read(magnitude);
    float chosen = (float) changes / MOST.length;
    Tensor left = binding.tensor(1, 1);
    ops.fill(left, 1 - chosen);
    Tensor most = binding.tensor(1, MOST.length);
    float[] numbers = new float[MOST.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = chosen * MOST[i]; // a mask that keeps with this probability has its reciprocal
    }
    most.write(numbers);
    Tensor magnitudes = binding.tensor(batch, 1);
    Tensor all = binding.tensor(batch, MOST.length);
    Tensor strengths = binding.tensor(batch, MOST.length);
    List<Binding.Reading> each =
        IntStream.range(0, MOST.length)
            .mapToObj(i -> new Binding.Reading(strengths, i, 1))
            .toList();
    Change color = ColorJitter.change(binding, input, each.subList(0, COLORS));
    Change warp = AffineWarp.change(binding, input, each.subList(COLORS, MOST.length));
    return Augmentation.bound(
        binding,
        NAME,
        (x, pass) -> {
          Tensor values = reading.in(pass);
          int rows = values.shape().dim(0); // 1 or B
          Tensor magnitude = magnitudes.rows(0, rows);
          ops.copyColumns(values, reading.column(), magnitude, 0, 1);
          ops.matmul(magnitude, false, most, false, 1, 0, all.rows(0, rows));
          ops.dropoutMask(stream, left, 0, 1, strengths);
          ops.scaleRows(strengths, all.rows(0, rows), 1, strengths);
          return warp.apply(color.apply(x, pass), pass);
        });
  }
}
