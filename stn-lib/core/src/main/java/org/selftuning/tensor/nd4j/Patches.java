package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.selftuning.tensor.Window;

/**
 * Images as matrices of the windows' contents: row (b, i, j) of [B·P, K] is what the window at
 * place (i, j) of example b covers, so that a convolution is a matrix product. A window's row of
 * pixels lies in one piece in memory and is copied as such.
 */
final class Patches {
  private final Window w;
  private final float[] zeros;
  private final float[] image;
  private final float[] line;

  Patches(Window window) {
    w = window;
    zeros = new float[w.size() * w.channels()];
    image = new float[w.imageSize()];
    line = new float[w.outWidth() * w.values()];
  }

  /** Copies the windows of examples {@code from} … {@code to} to the first rows of patches. */
  void gather(FloatBuffer images, int from, int to, FloatBuffer patches) {
    int run = w.size() * w.channels();
    for (int b = from, at = 0; b < to; b++) {
      for (int i = 0; i < w.outHeight(); i++) {
        for (int j = 0; j < w.outWidth(); j++) {
          int left = left(j);
          int right = right(j);
          for (int u = 0; u < w.size(); u++, at += run) {
            int row = i * w.stride() + u - w.padding();
            if (row < 0 || row >= w.height()) {
              patches.put(at, zeros, 0, run);
              continue;
            }
            int before = left * w.channels();
            int inside = (right - left) * w.channels();
            int pixel = (b * w.height() + row) * w.width() + first(j) + left;
            if (inside < run) {
              patches.put(at, zeros, 0, run);
            }
            patches.put(at + before, images, pixel * w.channels(), inside);
          }
        }
      }
    }
  }

  /** Adds the first rows of patches where they came from: examples {@code from} … {@code to}. */
  void scatter(FloatBuffer patches, int from, int to, FloatBuffer images) {
    int outWidth = w.outWidth();
    int at = 0;
    for (int b = from; b < to; b++) {
      java.util.Arrays.fill(image, 0);
      for (int i = 0; i < w.outHeight(); i++, at += outWidth * w.values()) {
        patches.get(at, line, 0, outWidth * w.values());
        for (int j = 0; j < outWidth; j++) {
          for (int u = 0; u < w.size(); u++) {
            int row = i * w.stride() + u - w.padding();
            if (row >= 0 && row < w.height()) {
              add(j, u, row);
            }
          }
        }
      }
      images.put(b * w.imageSize(), image, 0, w.imageSize());
    }
  }

  /** Adds row u of the window at column j to a row of the image. */
  private void add(int j, int u, int row) {
    int left = left(j);
    int n = (right(j) - left) * w.channels();
    int source = j * w.values() + (u * w.size() + left) * w.channels();
    int target = (row * w.width() + first(j) + left) * w.channels();
    for (int c = 0; c < n; c++) {
      image[target + c] += line[source + c];
    }
  }

  /** The column of the image where the window at place j begins; negative in the padding. */
  private int first(int j) {
    return j * w.stride() - w.padding();
  }

  /** The window's first column inside the image. */
  private int left(int j) {
    return Math.max(0, -first(j));
  }

  /** The column after the window's last inside the image. */
  private int right(int j) {
    return Math.min(w.size(), w.width() - first(j));
  }
}
