package org.selftuning.data;

import java.util.Arrays;

/**
 * Draws round strokes on a small gray canvas. A pixel is as bright as the share of it that lies
 * within the pen's radius, taken to fall off linearly over one pixel at the edge.
 */
final class Pen {
  /** Straight pieces of the curve between two points. */
  private static final int PIECES = 7;

  private final int size;
  private final float[] ink;

  /** A black canvas of {@code size} × {@code size} pixels. */
  Pen(int size) {
    this.size = size;
    this.ink = new float[size * size];
  }

  /** The canvas: [size, size], 0 … 1. */
  float[] ink() {
    return ink;
  }

  /** Wipes the canvas. */
  void clear() {
    Arrays.fill(ink, 0);
  }

  /**
   * Returns the points of a Catmull-Rom spline through {@code points}: x₀, y₀, x₁, y₁, … The
   * tangent at an end points along the outermost piece.
   */
  static double[] smooth(double[] points) {
    int n = points.length / 2;
    double[] fine = new double[2 * ((n - 1) * PIECES + 1)];
    for (int i = 0; i < n - 1; i++) {
      for (int k = 0; k <= PIECES; k++) {
        double t = (double) k / PIECES;
        for (int axis = 0; axis < 2; axis++) {
          double p0 = points[2 * Math.max(i - 1, 0) + axis];
          double p1 = points[2 * i + axis];
          double p2 = points[2 * (i + 1) + axis];
          double p3 = points[2 * Math.min(i + 2, n - 1) + axis];
          fine[2 * (i * PIECES + k) + axis] =
              p1
                  + 0.5 * t * (p2 - p0)
                  + t * t * (p0 - 2.5 * p1 + 2 * p2 - 0.5 * p3)
                  + t * t * t * (1.5 * (p1 - p2) + 0.5 * (p3 - p0));
        }
      }
    }
    return fine;
  }

  /**
   * Draws the line through {@code points} in pixels, its radius going from one end's to the
   * other's; where lines meet the brighter one stays.
   */
  void stroke(double[] points, double startRadius, double endRadius, double brightness) {
    int n = points.length / 2;
    for (int i = 0; i < n - 1; i++) {
      double radius = startRadius + (endRadius - startRadius) * i / Math.max(1, n - 2);
      segment(
          points[2 * i],
          points[2 * i + 1],
          points[2 * i + 2],
          points[2 * i + 3],
          radius,
          brightness);
    }
  }

  private void segment(
      double x0, double y0, double x1, double y1, double radius, double brightness) {
    double reach = radius + 1;
    int left = Math.max(0, (int) Math.floor(Math.min(x0, x1) - reach));
    int right = Math.min(size - 1, (int) Math.ceil(Math.max(x0, x1) + reach));
    int top = Math.max(0, (int) Math.floor(Math.min(y0, y1) - reach));
    int bottom = Math.min(size - 1, (int) Math.ceil(Math.max(y0, y1) + reach));
    double dx = x1 - x0;
    double dy = y1 - y0;
    double scale = 1 / Math.max(1e-12, dx * dx + dy * dy);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) * scale));
        double awayX = x - x0 - t * dx;
        double awayY = y - y0 - t * dy;
        double distance = Math.sqrt(awayX * awayX + awayY * awayY);
        double cover = Math.max(0, Math.min(1, radius + 0.5 - distance));
        int at = y * size + x;
        ink[at] = Math.max(ink[at], (float) (cover * brightness));
      }
    }
  }
}
