package org.selftuning.chart;

import java.util.Arrays;

/**
 * Brings a line to at most two points a pixel: the smallest and the largest of each stay, so that
 * no spike is lost, and the line's last.
 */
final class Thinning {
  private double[] x;
  private double[] y;
  private int size;

  private Thinning(int capacity) {
    x = new double[capacity];
    y = new double[capacity];
  }

  /** Returns what there is to draw of a line on an axis of {@code pixels} pixels. */
  static Line toPixels(Line line, Axis axis, int pixels) {
    Thinning thin = new Thinning(1 + Math.min(line.x().length, 2 * pixels));
    thin.thin(line, axis, pixels);
    return new Line(
        line.name(),
        Arrays.copyOf(thin.x, thin.size),
        Arrays.copyOf(thin.y, thin.size),
        line.look(),
        line.circles(),
        line.end());
  }

  private void thin(Line line, Axis axis, int pixels) {
    int i = 0;
    int n = line.x().length;
    while (i < n) {
      if (!Double.isFinite(line.y()[i])) {
        add(line.x()[i], Double.NaN);
        i++;
        continue;
      }
      double pixel = Math.floor(axis.share(line.x()[i]) * pixels);
      int min = i;
      int max = i;
      int next = i;
      while (next < n
          && Double.isFinite(line.y()[next])
          && Math.floor(axis.share(line.x()[next]) * pixels) == pixel) {
        min = line.y()[next] < line.y()[min] ? next : min;
        max = line.y()[next] > line.y()[max] ? next : max;
        next++;
      }
      int first = Math.min(min, max);
      int second = Math.max(min, max);
      add(line.x()[first], line.y()[first]);
      if (second != first) {
        add(line.x()[second], line.y()[second]);
      }
      if (next == n && next - 1 != second) {
        add(line.x()[n - 1], line.y()[n - 1]);
      }
      i = next;
    }
  }

  private void add(double px, double py) {
    if (size == x.length) {
      x = Arrays.copyOf(x, 2 * size);
      y = Arrays.copyOf(y, 2 * size);
    }
    x[size] = px;
    y[size++] = py;
  }
}
