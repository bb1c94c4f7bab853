package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.AugmentationOps;
import org.selftuning.tensor.Jitter;
import org.selftuning.tensor.NormalQuantiles;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * The processor's augmentation: each example is copied to an array on the heap, changed there, and
 * copied on, with the examples shared out to all cores.
 */
final class Augmentations implements AugmentationOps {
  private static final int BLOCK = RandomStream.BLOCK;

  private final WorkerPool workers;

  Augmentations(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** One column of a matrix of strengths. */
  private record Strength(FloatBuffer values, int groups, int n, int column) {
    static Strength of(Tensor matrix, int column) {
      int n = matrix.shape().dim(-1);
      return new Strength(buffer(matrix), matrix.size() / n, n, column);
    }

    float at(int example) {
      return Math.max(0, values.get(example % groups * n + column));
    }
  }

  /** Changes one example's elements, which lie at the beginning of {@code x}. */
  private interface Change {
    void on(int example, float[] x, Scratch scratch);
  }

  /** y ← x, each example changed. */
  private void each(Tensor x, Tensor y, Change change) {
    int examples = x.shape().dim(0);
    int size = x.size() / examples;
    FloatBuffer from = buffer(x);
    FloatBuffer to = buffer(y);
    workers.each(
        examples,
        size,
        (example, own) -> {
          float[] image = own.row(0, size);
          from.get(example * size, image, 0, size);
          change.on(example, image, own);
          to.put(example * size, image, 0, size);
        });
  }

  /** Blocks for {@code words} words. */
  private static int blocks(int words) {
    return (words + BLOCK - 1) / BLOCK;
  }

  @Override
  public void jitter(
      RandomStream stream, Jitter kind, Tensor strength, int column, Tensor amounts, int to) {
    int k = amounts.shape().dim(-1);
    int examples = amounts.size() / k;
    int padded = blocks(examples) * BLOCK;
    int[] words = workers.own().words(padded);
    stream.words(stream.take(blocks(examples)), words, padded);
    Strength strengths = Strength.of(strength, column);
    for (int b = 0; b < examples; b++) {
      double s = strengths.at(b);
      double low =
          switch (kind) {
            case SHIFT -> -s;
            case FACTOR -> Math.max(0, 1 - s);
            case RATIO -> 1 / (1 + s);
          };
      double high = kind == Jitter.SHIFT ? s : 1 + s;
      float drawn = (float) (low + (high - low) * RandomStream.unit(words[b]));
      buffer(amounts).put(b * k + to, drawn);
    }
  }

  @Override
  public void scaleExamples(Tensor x, Tensor factor, Tensor y) {
    int size = x.size() / factor.size();
    FloatBuffer factors = buffer(factor);
    each(
        x,
        y,
        (example, image, own) -> {
          float f = factors.get(example);
          for (int i = 0; i < size; i++) {
            image[i] *= f;
          }
        });
  }

  @Override
  public void noise(RandomStream stream, Tensor strength, int column, Tensor x, Tensor y) {
    int examples = x.shape().dim(0);
    int size = x.size() / examples;
    int blocks = blocks((size + 1) / 2);
    long first = stream.take((long) blocks * examples);
    Strength strengths = Strength.of(strength, column);
    each(
        x,
        y,
        (example, image, own) -> {
          float s = strengths.at(example);
          if (s > 0) {
            int[] words = own.words(blocks * BLOCK);
            stream.words(first + (long) example * blocks, words, blocks * BLOCK);
            NormalQuantiles.add(words, s, image, size);
          }
        });
  }

  @Override
  public void mirror(Tensor x, Tensor keep, Tensor y) {
    Shape shape = x.shape();
    int channels = shape.dim(3);
    int line = shape.dim(2) * channels;
    int size = shape.dim(1) * line;
    FloatBuffer kept = buffer(keep);
    each(
        x,
        y,
        (example, image, own) -> {
          if (kept.get(example) == 0) {
            for (int start = 0; start < size; start += line) {
              mirror(image, start, start + line - channels, channels);
            }
          }
        });
  }

  /** Exchanges the pixels from {@code left} to {@code right}, the first with the last. */
  private static void mirror(float[] image, int left, int right, int channels) {
    for (int l = left, r = right; l < r; l += channels, r -= channels) {
      for (int c = 0; c < channels; c++) {
        float kept = image[l + c];
        image[l + c] = image[r + c];
        image[r + c] = kept;
      }
    }
  }

  @Override
  public void color(Tensor x, Tensor amounts, Tensor y) {
    int size = x.size() / x.shape().dim(0);
    FloatBuffer all = buffer(amounts);
    each(
        x,
        y,
        (example, image, own) -> {
          float brightness = all.get(4 * example);
          float contrast = all.get(4 * example + 1);
          float saturation = all.get(4 * example + 2);
          float hue = all.get(4 * example + 3);
          if (brightness != 1) {
            Color.brighten(image, size, brightness);
          }
          if (contrast != 1) {
            Color.contrast(image, size, contrast);
          }
          if (saturation != 1) {
            Color.saturate(image, size, saturation);
          }
          if (hue != 0) {
            Color.turnHue(image, size, hue);
          }
        });
  }

  @Override
  public void warp(Tensor x, Tensor motion, Tensor y) {
    Shape shape = x.shape();
    Warp warp = new Warp(shape.dim(1), shape.dim(2), shape.dim(3));
    int size = x.size() / shape.dim(0);
    FloatBuffer from = buffer(x);
    FloatBuffer motions = buffer(motion);
    FloatBuffer to = buffer(y);
    workers.each(
        shape.dim(0),
        size,
        (example, own) -> {
          float[] image = own.row(0, size);
          float[] moved = own.row(1, size);
          float[] by = own.row(2, 6);
          motions.get(6 * example, by, 0, 6);
          from.get(example * size, image, 0, size);
          warp.apply(by, image, moved);
          to.put(example * size, moved, 0, size);
        });
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
    int blocks = blocks(2 * most);
    long first = stream.take((long) blocks * shape.dim(0));
    Strength numbers = Strength.of(holes, holesColumn);
    Strength lengths = Strength.of(length, lengthColumn);
    each(
        x,
        y,
        (example, image, own) -> {
          int count = (int) Math.min(most, numbers.at(example));
          float half = lengths.at(example) / 2;
          if (count > 0) {
            int[] words = own.words(blocks * BLOCK);
            stream.words(first + (long) example * blocks, words, blocks * BLOCK);
            for (int hole = 0; hole < count; hole++) {
              int row = below(shape.dim(1), words[2 * hole]);
              int column = below(shape.dim(2), words[2 * hole + 1]);
              cut(image, shape, row, column, half);
            }
          }
        });
  }

  /** A whole number in 0 … end − 1. */
  private static int below(int end, int word) {
    return (int) ((word & 0xFFFFFFFFL) * end >>> 32);
  }

  /** Sets the square around a pixel to 0. */
  private static void cut(float[] image, Shape shape, int row, int column, float half) {
    int width = shape.dim(2);
    int channels = shape.dim(3);
    int top = Math.max(0, (int) Math.floor(row - half));
    int bottom = Math.min(shape.dim(1), (int) Math.floor(row + half));
    int left = Math.max(0, (int) Math.floor(column - half));
    int right = Math.min(width, (int) Math.floor(column + half));
    for (int i = top; i < bottom && left < right; i++) {
      Arrays.fill(image, (i * width + left) * channels, (i * width + right) * channels, 0);
    }
  }
}
