package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Window;

/**
 * Convolutions of each channel on its own. Filters are [R, size²], R a multiple of the channels C;
 * the channels of a pixel are the inner loop.
 */
final class Depthwise {
  private final WorkerPool workers;

  Depthwise(WorkerPool workers) {
    this.workers = workers;
  }

  /** The filters of each place of the window, one after another: [size², R]. */
  private static float[] byPlace(FloatBuffer filters, int places) {
    int rows = filters.capacity() / places;
    float[] turned = new float[filters.capacity()];
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < places; k++) {
        turned[k * rows + r] = filters.get(r * places + k);
      }
    }
    return turned;
  }

  /** The first place from left to right whose column {@code v} lies in the image. */
  private static int firstInside(Window w, int v) {
    return Math.max(0, (w.padding() - v + w.stride() - 1) / w.stride());
  }

  /** The place after the last whose column {@code v} lies in the image. */
  private static int endInside(Window w, int v) {
    int last = w.width() - 1 + w.padding() - v;
    return last < 0 ? 0 : Math.min(w.outWidth(), last / w.stride() + 1);
  }

  void output(FloatBuffer x, FloatBuffer filters, Window w, FloatBuffer y) {
    int places = w.size() * w.size();
    int rows = filters.capacity() / places;
    float[] turned = byPlace(filters, places);
    int line = w.width() * w.channels();
    int out = w.outWidth() * rows;
    workers.share(
        y.capacity() / out,
        out * places,
        (from, to, scratch) -> {
          float[] input = scratch.row(0, line);
          float[] output = scratch.row(1, out);
          for (int r = from; r < to; r++) {
            Arrays.fill(output, 0, out, 0);
            for (int u = 0; u < w.size(); u++) {
              int row = r % w.outHeight() * w.stride() + u - w.padding();
              if (row >= 0 && row < w.height()) {
                x.get((r / w.outHeight() * w.height() + row) * line, input, 0, line);
                for (int v = 0; v < w.size(); v++) {
                  add(w, v, input, turned, (u * w.size() + v) * rows, output, rows);
                }
              }
            }
            y.put(r * out, output, 0, out);
          }
        });
  }

  /** Adds what column {@code v} of the window makes of a row of pixels to a row of places. */
  private static void add(
      Window w, int v, float[] input, float[] filter, int first, float[] output, int rows) {
    int channels = w.channels();
    for (int j = firstInside(w, v); j < endInside(w, v); j++) {
      int at = (j * w.stride() + v - w.padding()) * channels;
      for (int r = 0; r < rows; r += channels) {
        int f = first + r;
        int to = j * rows + r;
        for (int c = 0; c < channels; c++) {
          output[to + c] += input[at + c] * filter[f + c];
        }
      }
    }
  }

  void inputGradient(FloatBuffer dy, FloatBuffer filters, Window w, FloatBuffer dx) {
    int places = w.size() * w.size();
    int rows = filters.capacity() / places;
    int channels = w.channels();
    float[] turned = byPlace(filters, places);
    int size = w.imageSize();
    int out = w.outWidth() * rows;
    workers.each(
        dx.capacity() / size,
        size * places,
        (image, scratch) -> {
          float[] gradient = scratch.row(0, size);
          float[] output = scratch.row(1, out);
          Arrays.fill(gradient, 0, size, 0);
          for (int i = 0; i < w.outHeight(); i++) {
            dy.get((image * w.outHeight() + i) * out, output, 0, out);
            for (int k = 0; k < places; k++) {
              int row = i * w.stride() + k / w.size() - w.padding();
              int v = k % w.size();
              if (row < 0 || row >= w.height()) {
                continue;
              }
              for (int j = firstInside(w, v); j < endInside(w, v); j++) {
                int at = (row * w.width() + j * w.stride() + v - w.padding()) * channels;
                for (int r = 0; r < rows; r += channels) {
                  int f = k * rows + r;
                  int from = j * rows + r;
                  for (int c = 0; c < channels; c++) {
                    gradient[at + c] += output[from + c] * turned[f + c];
                  }
                }
              }
            }
          }
          dx.put(image * size, gradient, 0, size);
        });
  }

  void filterGradient(
      FloatBuffer dy, FloatBuffer x, Window w, float alpha, float beta, FloatBuffer dFilters) {
    int places = w.size() * w.size();
    int rows = dFilters.capacity() / places;
    int line = w.width() * w.channels();
    int out = w.outWidth() * rows;
    int images = x.capacity() / w.imageSize();
    workers.share(
        places,
        images * w.positions() * rows,
        (from, to, scratch) -> {
          float[] input = scratch.row(0, line);
          float[] output = scratch.row(1, out);
          float[] rowSum = scratch.row(2, rows);
          float[] imageSum = scratch.row(3, rows);
          float[] sum = scratch.row(4, rows);
          for (int k = from; k < to; k++) {
            Arrays.fill(sum, 0, rows, 0);
            for (int image = 0; image < images; image++) {
              Arrays.fill(imageSum, 0, rows, 0);
              for (int i = 0; i < w.outHeight(); i++) {
                int row = i * w.stride() + k / w.size() - w.padding();
                if (row >= 0 && row < w.height()) {
                  x.get((image * w.height() + row) * line, input, 0, line);
                  dy.get((image * w.outHeight() + i) * out, output, 0, out);
                  Arrays.fill(rowSum, 0, rows, 0);
                  multiply(w, k % w.size(), input, output, rowSum, rows);
                  addTo(imageSum, rowSum, rows); // sums of sums: rounding stays small
                }
              }
              addTo(sum, imageSum, rows);
            }
            for (int r = 0; r < rows; r++) {
              int at = r * places + k;
              float kept = beta == 0 ? 0 : beta * dFilters.get(at);
              dFilters.put(at, kept + alpha * sum[r]);
            }
          }
        });
  }

  private static void multiply(
      Window w, int v, float[] input, float[] output, float[] sum, int rows) {
    int channels = w.channels();
    for (int j = firstInside(w, v); j < endInside(w, v); j++) {
      int at = (j * w.stride() + v - w.padding()) * channels;
      for (int r = 0; r < rows; r += channels) {
        int from = j * rows + r;
        for (int c = 0; c < channels; c++) {
          sum[r + c] += input[at + c] * output[from + c];
        }
      }
    }
  }

  private static void addTo(float[] sum, float[] part, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += part[i];
    }
  }
}
