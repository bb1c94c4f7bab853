package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Window;

/**
 * Largest values and means of windows without padding. Images are [H, W, C] one after another: what
 * a row of windows covers lies in one piece, and the channels of a pixel are the inner loop.
 */
final class Pooling {
  private final WorkerPool workers;

  Pooling(WorkerPool workers) {
    this.workers = workers;
  }

  /** What happens to the channels of a pixel that a window covers. */
  private interface Pixel {
    /**
     * Visits one pixel.
     *
     * @param input the image, or the rows of it that a row of windows covers
     * @param at where the pixel's channels begin in it
     * @param output the row of windows
     * @param to where the window's channels begin in it
     * @param channels how many there are
     */
    void visit(float[] input, int at, float[] output, int to, int channels);
  }

  void max(FloatBuffer x, Window w, FloatBuffer y) {
    reduce(x, w, y, Float.NEGATIVE_INFINITY, 1, Pooling::larger);
  }

  void mean(FloatBuffer x, Window w, FloatBuffer y) {
    reduce(x, w, y, 0, 1f / (w.size() * w.size()), Pooling::sum);
  }

  private static void larger(float[] input, int at, float[] output, int to, int channels) {
    for (int c = 0; c < channels; c++) {
      output[to + c] = Math.max(output[to + c], input[at + c]);
    }
  }

  private static void sum(float[] input, int at, float[] output, int to, int channels) {
    for (int c = 0; c < channels; c++) {
      output[to + c] += input[at + c];
    }
  }

  /** Begins each output with {@code start}, visits its pixels, and multiplies it by scale. */
  private void reduce(
      FloatBuffer x, Window w, FloatBuffer y, float start, float scale, Pixel pixel) {
    int covered = w.size() * w.width() * w.channels();
    int line = w.outWidth() * w.channels();
    workers.share(
        y.capacity() / line,
        covered,
        (from, to, scratch) -> {
          float[] input = scratch.row(0, covered);
          float[] output = scratch.row(1, line);
          for (int r = from; r < to; r++) {
            x.get(begin(r, w), input, 0, covered);
            Arrays.fill(output, 0, line, start);
            each(w, input, 0, output, pixel);
            if (scale != 1) {
              for (int c = 0; c < line; c++) {
                output[c] *= scale;
              }
            }
            y.put(r * line, output, 0, line);
          }
        });
  }

  /** Where in the images the pixels begin that row {@code r} of all windows covers. */
  private static int begin(int r, Window w) {
    int image = r / w.outHeight();
    int row = r % w.outHeight() * w.stride();
    return (image * w.height() + row) * w.width() * w.channels();
  }

  /** Visits the pixels of a row of windows that begins at {@code begin} of the input. */
  private static void each(Window w, float[] input, int begin, float[] output, Pixel pixel) {
    int channels = w.channels();
    for (int j = 0; j < w.outWidth(); j++) {
      for (int u = 0; u < w.size(); u++) {
        for (int v = 0; v < w.size(); v++) {
          int at = begin + (u * w.width() + j * w.stride() + v) * channels;
          pixel.visit(input, at, output, j * channels, channels);
        }
      }
    }
  }

  void maxGradient(CpuTensor x, CpuTensor y, CpuTensor dy, Window w, CpuTensor dx) {
    if (w.stride() >= w.size()) {
      maxGradientApart(x.bits(), y.bits(), dy.bits(), w, dx.bits());
      return;
    }
    int size = w.imageSize();
    int line = w.outWidth() * w.channels();
    spread(
        dy.buffer(),
        w,
        dx.buffer(),
        (image, row, scratch) -> {
          float[] input = scratch.row(2, size);
          float[] largest = scratch.row(3, line);
          if (row == 0) {
            x.buffer().get(image * size, input, 0, size);
          }
          y.buffer().get((image * w.outHeight() + row) * line, largest, 0, line);
          return (gradient, at, left, to, channels) -> {
            for (int c = 0; c < channels; c++) {
              // What the first of equals takes is gone for the others.
              float taken = input[at + c] == largest[to + c] ? left[to + c] : 0;
              gradient[at + c] += taken;
              left[to + c] -= taken;
            }
          };
        });
  }

  /** Where windows do not overlap, each pixel takes its gradient from one: bits are moved. */
  private void maxGradientApart(IntBuffer x, IntBuffer y, IntBuffer dy, Window w, IntBuffer dx) {
    int size = w.imageSize();
    int line = w.outWidth() * w.channels();
    workers.each(
        dx.capacity() / size,
        size,
        (image, scratch) -> {
          int[] input = scratch.words(0, size);
          int[] gradient = scratch.words(1, size);
          int[] largest = scratch.words(2, line);
          int[] left = scratch.words(3, line);
          x.get(image * size, input, 0, size);
          Arrays.fill(gradient, 0, size, 0);
          for (int i = 0; i < w.outHeight(); i++) {
            int row = (image * w.outHeight() + i) * line;
            y.get(row, largest, 0, line);
            dy.get(row, left, 0, line);
            take(w, i * w.stride() * w.width() * w.channels(), input, largest, left, gradient);
          }
          dx.put(image * size, gradient, 0, size);
        });
  }

  private static void take(
      Window w, int begin, int[] input, int[] largest, int[] left, int[] gradient) {
    int channels = w.channels();
    for (int j = 0; j < w.outWidth(); j++) {
      for (int u = 0; u < w.size(); u++) {
        for (int v = 0; v < w.size(); v++) {
          int at = begin + (u * w.width() + j * w.stride() + v) * channels;
          for (int c = 0, to = j * channels; c < channels; c++, to++) {
            int other = input[at + c] ^ largest[to];
            int differs = (other | -other) >> 31; // all ones, or 0 where they are equal
            gradient[at + c] = left[to] & ~differs;
            left[to] &= differs;
          }
        }
      }
    }
  }

  void maxTangent(FloatBuffer x, FloatBuffer y, FloatBuffer dx, Window w, FloatBuffer dy) {
    int covered = w.size() * w.width() * w.channels();
    int line = w.outWidth() * w.channels();
    workers.share(
        y.capacity() / line,
        covered,
        (from, to, scratch) -> {
          float[] input = scratch.row(0, covered);
          float[] change = scratch.row(1, line);
          float[] inputChange = scratch.row(2, covered);
          float[] largest = scratch.row(3, line);
          for (int r = from; r < to; r++) {
            x.get(begin(r, w), input, 0, covered);
            dx.get(begin(r, w), inputChange, 0, covered);
            y.get(r * line, largest, 0, line);
            each(
                w,
                input,
                0,
                change,
                (values, at, output, out, channels) -> {
                  for (int c = 0; c < channels; c++) {
                    if (values[at + c] == largest[out + c]) {
                      output[out + c] = inputChange[at + c];
                      largest[out + c] = Float.NaN; // the first of equals has it
                    }
                  }
                });
            dy.put(r * line, change, 0, line);
          }
        });
  }

  void meanGradient(FloatBuffer dy, Window w, FloatBuffer dx) {
    float share = 1f / (w.size() * w.size());
    Pixel shared =
        (gradient, at, from, to, channels) -> {
          for (int c = 0; c < channels; c++) {
            gradient[at + c] += share * from[to + c];
          }
        };
    spread(dy, w, dx, (image, row, scratch) -> shared);
  }

  /** What each pixel's visit does in a row of windows; an image's rows come in their order. */
  private interface Row {
    Pixel begin(int image, int row, Scratch scratch);
  }

  /** Adds what each pixel's visit makes of dy to dx, an image at a time. */
  private void spread(FloatBuffer dy, Window w, FloatBuffer dx, Row row) {
    int size = w.imageSize();
    int line = w.outWidth() * w.channels();
    workers.each(
        dx.capacity() / size,
        size,
        (image, scratch) -> {
          float[] gradient = scratch.row(0, size);
          float[] from = scratch.row(1, line);
          Arrays.fill(gradient, 0, size, 0);
          for (int i = 0; i < w.outHeight(); i++) {
            dy.get((image * w.outHeight() + i) * line, from, 0, line);
            int begin = i * w.stride() * w.width() * w.channels();
            each(w, gradient, begin, from, row.begin(image, i, scratch));
          }
          dx.put(image * size, gradient, 0, size);
        });
  }
}
