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
  private final WorkerPool workers;
  private final float[] zeros;

  Patches(Window window, WorkerPool workers) {
    w = window;
    this.workers = workers;
    zeros = new float[w.size() * w.channels()];
  }

  /** Copies the windows of examples {@code from} … {@code to} to the first rows of patches. */
  void gather(FloatBuffer images, int from, int to, FloatBuffer patches) {
    int size = w.positions() * w.values();
    workers.each(to - from, size, (i, scratch) -> gather(images, from + i, patches, i * size));
  }

  private void gather(FloatBuffer images, int example, FloatBuffer patches, int begin) {
    int run = w.size() * w.channels();
    int at = begin;
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
          int pixel = (example * w.height() + row) * w.width() + first(j) + left;
          if (inside < run) {
            patches.put(at, zeros, 0, run);
          }
          patches.put(at + before, images, pixel * w.channels(), inside);
        }
      }
    }
  }

  /** Adds the first rows of patches where they came from: examples {@code from} … {@code to}. */
  void scatter(FloatBuffer patches, int from, int to, FloatBuffer images) {
    int size = w.positions() * w.values();
    workers.each(
        to - from,
        size,
        (i, scratch) -> scatter(patches, i * size, images, (from + i) * w.imageSize(), scratch));
  }

  private void scatter(
      FloatBuffer patches, int begin, FloatBuffer images, int target, Scratch scratch) {
    int width = w.outWidth() * w.values();
    float[] image = scratch.row(0, w.imageSize());
    float[] line = scratch.row(1, width);
    java.util.Arrays.fill(image, 0, w.imageSize(), 0);
    for (int i = 0; i < w.outHeight(); i++) {
      patches.get(begin + i * width, line, 0, width);
      for (int j = 0; j < w.outWidth(); j++) {
        for (int u = 0; u < w.size(); u++) {
          int row = i * w.stride() + u - w.padding();
          if (row >= 0 && row < w.height()) {
            add(line, j, u, image, row);
          }
        }
      }
    }
    images.put(target, image, 0, w.imageSize());
  }

  /** Adds row u of the window at column j to a row of the image. */
  private void add(float[] line, int j, int u, float[] image, int row) {
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
