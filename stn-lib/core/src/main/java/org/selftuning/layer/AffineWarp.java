package org.selftuning.layer;

import java.util.List;
import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * In a training pass, moves each image [H, W, C] by one affine map with bilinear interpolation: a
 * shear along x, a zoom and a rotation about the middle, then a shift. Angles and shares are
 * uniform on [−s, s], the zoom on [max(0, 1 − s), 1 + s]. A strength of 0 changes nothing.
 *
 * @param rotation strength s in degrees, in 0 … 180
 * @param shear strength s in degrees, in 0 … 89
 * @param zoom strength s, in 0 … 1
 * @param translation strength s as a share of the width, and of the height, in 0 … 1
 */
public record AffineWarp(
    @Default("0") Quantity rotation,
    @Default("0") Quantity shear,
    @Default("0") Quantity zoom,
    @Default("0") Quantity translation)
    implements Augmentation {
  private static final String NAME = "affine-warp";

  /** Columns of a motion: rotation, shear along x and y, zoom, shift right and down. */
  private static final int MOTION = 6;

  /** Checks fixed strengths. */
  public AffineWarp {
    Augmentation.check(NAME, "rotation", rotation, 0, 180);
    Augmentation.check(NAME, "shear", shear, 0, 89);
    Augmentation.check(NAME, "zoom", zoom, 0, 1);
    Augmentation.check(NAME, "translation", translation, 0, 1);
  }

  @Override
  public Shape output(Shape input) {
    return Augmentation.image(NAME, input, 0);
  }

  /** How one column of the motion is drawn. */
  private record Draw(Binding.Reading strength, Jitter kind, int column) {}

  @Override
  public BoundLayer bind(Binding binding, Shape input) {
    List<Binding.Reading> strengths = quantities().stream().map(binding::read).toList();
    return Augmentation.bound(binding, NAME, change(binding, input, strengths));
  }

  /** The change by these strengths of rotation, shear, zoom and translation. */
  static Augmentation.Change change(Binding binding, Shape input, List<Binding.Reading> strengths) {
    Ops ops = binding.ops();
    RandomStream stream = binding.stream("warp");
    List<Draw> draws =
        List.of(
            new Draw(strengths.get(0), Jitter.SHIFT, 0),
            new Draw(strengths.get(1), Jitter.SHIFT, 1),
            new Draw(strengths.get(2), Jitter.FACTOR, 3),
            new Draw(strengths.get(3), Jitter.SHIFT, 4),
            new Draw(strengths.get(3), Jitter.SHIFT, 5));
    Tensor motion = binding.tensor(binding.batch(), MOTION);
    Tensor y = binding.tensor(input.prepend(binding.batch()).dims());
    return (x, pass) -> {
      for (Draw draw : draws) {
        Binding.Reading strength = draw.strength();
        ops.jitter(
            stream, draw.kind(), strength.in(pass), strength.column(), motion, draw.column());
      }
      ops.warp(x, motion, y);
      return y;
    };
  }
}
