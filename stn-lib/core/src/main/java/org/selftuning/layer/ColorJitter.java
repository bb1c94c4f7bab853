package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, changes the colors of each RGB image [H, W, 3] with values in 0 … 1: its
 * brightness, contrast and saturation each by a factor uniform on [max(0, 1 − s), 1 + s], and its
 * hue by a turn uniform on [−s, s], in this order (torchvision takes a random one), cutting at 0
 * and 1 after each. A strength of 0 changes nothing. Images that are normalized come after it.
 *
 * @param brightness strength s, from 0 on
 * @param contrast strength s, from 0 on
 * @param saturation strength s, from 0 on
 * @param hue strength s in whole turns, in 0 … 0.5
 */
public record ColorJitter(
    @Default("0") Quantity brightness,
    @Default("0") Quantity contrast,
    @Default("0") Quantity saturation,
    @Default("0") Quantity hue)
    implements Augmentation {
  private static final String NAME = "color-jitter";

  /** Checks fixed strengths. */
  public ColorJitter {
    Augmentation.check(NAME, "brightness", brightness, 0, Double.POSITIVE_INFINITY);
    Augmentation.check(NAME, "contrast", contrast, 0, Double.POSITIVE_INFINITY);
    Augmentation.check(NAME, "saturation", saturation, 0, Double.POSITIVE_INFINITY);
    Augmentation.check(NAME, "hue", hue, 0, 0.5);
  }

  @Override
  public Shape output(Shape input) {
    return Augmentation.image(NAME, input, 3);
  }

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    List<Binding.Reading> strengths = quantities().stream().map(binding::read).toList();
    return Augmentation.bound(binding, NAME, change(binding, input, strengths));
  }

  /** The change by these strengths of brightness, contrast, saturation and hue. */
  static Augmentation.Change change(Binding binding, Shape input, List<Binding.Reading> strengths) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("colour");
    Tensor amounts = binding.tensor(binding.batch(), strengths.size());
    Tensor y = binding.tensor(input.prepend(binding.batch()).dims());
    int hueColumn = strengths.size() - 1;
    return (x, pass) -> {
      for (int i = 0; i < strengths.size(); i++) {
        Binding.Reading strength = strengths.get(i);
        Jitter kind = i == hueColumn ? Jitter.SHIFT : Jitter.FACTOR;
        ops.jitter(stream, kind, strength.in(pass), strength.column(), amounts, i);
      }
      ops.color(x, amounts, y);
      return y;
    };
  }
}
