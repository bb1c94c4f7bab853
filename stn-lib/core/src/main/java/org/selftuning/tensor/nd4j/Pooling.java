package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Window;

/**
 * Largest values and means of windows without padding. Images are [H, W, C] one after another: what
 * a row of windows covers lies in one piece, and the channels of a pixel are the inner loop.
 */
final class Pooling {
  private final Scratch scratch;

  Pooling(Scratch scratch) {
    this.scratch = scratch;
  }

  /** What happens to the channels of a pixel that a window covers. */
  private interface Pixel {
    /**
     * Visits one pixel.
     *
     * @param input the rows of the image that a row of windows covers
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
    float[] input = scratch.row(0, covered);
    float[] output = scratch.row(1, line);
    int rows = y.capacity() / line;
    for (int r = 0; r < rows; r++) {
      x.get(begin(r, w), input, 0, covered);
      Arrays.fill(output, 0, line, start);
      each(w, input, output, pixel);
      if (scale != 1) {
        for (int c = 0; c < line; c++) {
          output[c] *= scale;
        }
      }
      y.put(r * line, output, 0, line);
    }
  }

  /** Where in the images the pixels begin that row {@code r} of all windows covers. */
  private static int begin(int r, Window w) {
    int image = r / w.outHeight();
    int row = r % w.outHeight() * w.stride();
    return (image * w.height() + row) * w.width() * w.channels();
  }

  private static void each(Window w, float[] input, float[] output, Pixel pixel) {
    int channels = w.channels();
    for (int j = 0; j < w.outWidth(); j++) {
      for (int u = 0; u < w.size(); u++) {
        for (int v = 0; v < w.size(); v++) {
          int at = (u * w.width() + j * w.stride() + v) * channels;
          pixel.visit(input, at, output, j * channels, channels);
        }
      }
    }
  }

  void maxGradient(FloatBuffer x, FloatBuffer y, FloatBuffer dy, Window w, FloatBuffer dx) {
    int covered = w.size() * w.width() * w.channels();
    int line = w.outWidth() * w.channels();
    float[] input = scratch.row(2, covered);
    float[] largest = scratch.row(3, line);
    spread(
        dy,
        w,
        dx,
        r -> {
          x.get(begin(r, w), input, 0, covered);
          y.get(r * line, largest, 0, line);
        },
        (gradient, at, left, to, channels) -> {
          for (int c = 0; c < channels; c++) {
            // What the first of equals takes is gone for the others.
            float taken = input[at + c] == largest[to + c] ? left[to + c] : 0;
            gradient[at + c] += taken;
            left[to + c] -= taken;
          }
        });
  }

  void maxTangent(FloatBuffer x, FloatBuffer y, FloatBuffer dx, Window w, FloatBuffer dy) {
    int covered = w.size() * w.width() * w.channels();
    int line = w.outWidth() * w.channels();
    float[] input = scratch.row(0, covered);
    float[] change = scratch.row(1, line);
    float[] inputChange = scratch.row(2, covered);
    float[] largest = scratch.row(3, line);
    int rows = y.capacity() / line;
    for (int r = 0; r < rows; r++) {
      x.get(begin(r, w), input, 0, covered);
      dx.get(begin(r, w), inputChange, 0, covered);
      y.get(r * line, largest, 0, line);
      each(
          w,
          input,
          change,
          (values, at, output, to, channels) -> {
            for (int c = 0; c < channels; c++) {
              if (values[at + c] == largest[to + c]) {
                output[to + c] = inputChange[at + c];
                largest[to + c] = Float.NaN; // the first of equals has it; NaN equals nothing
              }
            }
          });
      dy.put(r * line, change, 0, line);
    }
  }

  void meanGradient(FloatBuffer dy, Window w, FloatBuffer dx) {
    float share = 1f / (w.size() * w.size());
    spread(
        dy,
        w,
        dx,
        r -> {},
        (gradient, at, from, to, channels) -> {
          for (int c = 0; c < channels; c++) {
            gradient[at + c] += share * from[to + c];
          }
        });
  }

  /** Adds what each pixel's visit makes of dy to dx. */
  private void spread(
      FloatBuffer dy,
      Window w,
      FloatBuffer dx,
      java.util.function.IntConsumer beforeRow,
      Pixel pixel) {
    int covered = w.size() * w.width() * w.channels();
    int line = w.outWidth() * w.channels();
    float[] gradient = scratch.row(0, covered);
    float[] from = scratch.row(1, line);
    float[] none = scratch.row(4, w.imageSize());
    Arrays.fill(none, 0, w.imageSize(), 0);
    int rows = dy.capacity() / line;
    for (int r = 0; r < rows; r++) {
      if (r % w.outHeight() == 0) {
        dx.put(r / w.outHeight() * w.imageSize(), none, 0, w.imageSize());
      }
      int at = begin(r, w);
      beforeRow.accept(r);
      dx.get(at, gradient, 0, covered);
      dy.get(r * line, from, 0, line);
      each(w, gradient, from, pixel);
      dx.put(at, gradient, 0, covered);
    }
  }
}
