package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.NormalQuantiles;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Augmentation and random numbers. */
abstract class AugmentingOps extends SequenceOps {
  private CudaTensor quantiles;

  AugmentingOps(Machine machine) {
    super(machine);
  }

  private static int ceiling(int n, int of) {
    return (n + of - 1) / of;
  }

  /** The columns of a matrix of strengths, and its rows. */
  private static int columns(Tensor strength) {
    return strength.shape().dim(-1);
  }

  private static int groups(Tensor strength) {
    return strength.size() / columns(strength);
  }

  @Override
  public void normal(RandomStream stream, Tensor x) {
    int blocks = ceiling(x.size(), RandomStream.BLOCK);
    each("normal", blocks, draw(stream, blocks), x, x.size());
  }

  @Override
  public void dropoutMask(
      RandomStream stream, Tensor rate, int column, int rowsPerExample, Tensor mask, boolean each) {
    int columns = mask.shape().dim(-1);
    int rows = mask.size() / columns;
    long blocks = (long) rows * ceiling(columns, 2 * RandomStream.BLOCK);
    each(
        "dropoutMask",
        blocks,
        draw(stream, blocks),
        rate,
        column,
        mask,
        rows,
        columns,
        rowsPerExample,
        groups(rate),
        columns(rate),
        each ? 1 : 0);
  }

  @Override
  public void jitter(
      RandomStream stream, Jitter kind, Tensor strength, int column, Tensor amounts, int to) {
    int k = columns(amounts);
    int examples = groups(amounts);
    int number =
        switch (kind) {
          case SHIFT -> 0;
          case FACTOR -> 1;
          case RATIO -> 2;
        };
    each(
        "jitter",
        examples,
        draw(stream, ceiling(examples, RandomStream.BLOCK)),
        number,
        strength,
        column,
        amounts,
        to,
        examples,
        k,
        groups(strength),
        columns(strength));
  }

  @Override
  public void scaleExamples(Tensor x, Tensor factor, Tensor y) {
    each("scaleExamples", x.size(), x, factor, y, x.size(), x.size() / factor.size());
  }

  @Override
  public void noise(RandomStream stream, Tensor strength, int column, Tensor x, Tensor y) {
    if (quantiles == null) {
      quantiles = tensor(1 << 16);
      quantiles.write(NormalQuantiles.all());
    }
    int examples = x.shape().dim(0);
    int size = x.size() / examples;
    long blocks = (long) examples * ceiling(size, 2 * RandomStream.BLOCK);
    each(
        "noise",
        blocks,
        draw(stream, blocks),
        quantiles,
        strength,
        column,
        x,
        y,
        examples,
        size,
        groups(strength),
        columns(strength));
  }

  @Override
  public void mirror(Tensor x, Tensor keep, Tensor y) {
    Shape shape = x.shape();
    each("mirror", x.size(), x, keep, y, x.size(), shape.dim(1), shape.dim(2), shape.dim(3));
  }

  @Override
  public void color(Tensor x, Tensor amounts, Tensor y) {
    int examples = x.shape().dim(0);
    launch("color", examples, x, amounts, y, examples, x.size() / examples / 3);
  }

  @Override
  public void warp(Tensor x, Tensor motion, Tensor y) {
    Shape shape = x.shape();
    int examples = shape.dim(0);
    Arguments.Address maps = room("maps", 4L * examples * Float.BYTES);
    each("warpMaps", examples, motion, maps, examples);
    int pixels = x.size() / shape.dim(3);
    each("warp", pixels, x, motion, maps, y, pixels, shape.dim(1), shape.dim(2), shape.dim(3));
  }

  @Override
  public void cutout(
      RandomStream stream,
      Tensor holes,
      int holesColumn,
      int most,
      Tensor length,
      int lengthColumn,
      Tensor x,
      Tensor y) {
    Shape shape = x.shape();
    int pixels = x.size() / shape.dim(3);
    long blocks = (long) shape.dim(0) * ceiling(2 * most, RandomStream.BLOCK);
    each(
        "cutout",
        pixels,
        draw(stream, blocks),
        holes,
        holesColumn,
        most,
        length,
        lengthColumn,
        x,
        y,
        pixels,
        shape.dim(1),
        shape.dim(2),
        shape.dim(3),
        groups(holes),
        columns(holes),
        groups(length),
        columns(length));
  }
}
