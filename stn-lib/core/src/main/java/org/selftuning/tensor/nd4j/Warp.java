package org.selftuning.tensor.nd4j;

import java.util.Arrays;

/** The affine map that takes a pixel of a moved image [H, W, C] back to its origin. */
final class Warp {
  private final int height;
  private final int width;
  private final int channels;

  Warp(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /**
   * Moves one image.
   *
   * @param motion [6]: rotation, shear along x and y in degrees; zoom; shares to the right and down
   */
  void apply(float[] motion, float[] from, float[] to) {
    double angle = Math.toRadians(motion[0]);
    double shearX = Math.tan(Math.toRadians(motion[1]));
    double shearY = Math.tan(Math.toRadians(motion[2]));
    double cos = Math.cos(angle) / motion[3];
    double sin = Math.sin(angle) / motion[3];
    double both = 1 + shearX * shearY;
    // Back through rotation and zoom, then through both shears.
    float xx = (float) (both * cos - shearX * sin);
    float xy = (float) (both * sin + shearX * cos);
    float yx = (float) (shearY * cos - sin);
    float yy = (float) (shearY * sin + cos);
    float middleX = (width - 1) / 2f;
    float middleY = (height - 1) / 2f;
    for (int row = 0; row < height; row++) {
      float down = row - middleY - motion[5] * height;
      for (int column = 0; column < width; column++) {
        float right = column - middleX - motion[4] * width;
        float x = xx * right + xy * down + middleX;
        float y = yx * right + yy * down + middleY;
        sample(from, x, y, to, (row * width + column) * channels);
      }
    }
  }

  /** Writes the pixel at (x, y), between four pixels. */
  private void sample(float[] from, float x, float y, float[] to, int at) {
    if (!(x > -1 && x < width && y > -1 && y < height)) { // NaN is outside too
      Arrays.fill(to, at, at + channels, 0);
      return;
    }
    int left = x < 0 ? -1 : (int) x;
    int top = y < 0 ? -1 : (int) y;
    float toRight = x - left;
    float toBottom = y - top;
    float wl = left < 0 ? 0 : 1 - toRight;
    float wr = left + 1 < width ? toRight : 0;
    float wt = top < 0 ? 0 : 1 - toBottom;
    float wb = top + 1 < height ? toBottom : 0;
    float inside = (wl + wr) * (wt + wb);
    int l = Math.max(left, 0) * channels;
    int r = Math.min(left + 1, width - 1) * channels;
    int t = Math.max(top, 0) * width * channels;
    int b = Math.min(top + 1, height - 1) * width * channels;
    wt *= inside;
    wb *= inside;
    for (int c = 0; c < channels; c++) {
      to[at + c] =
          wt * (wl * from[t + l + c] + wr * from[t + r + c])
              + wb * (wl * from[b + l + c] + wr * from[b + r + c]);
    }
  }
}
