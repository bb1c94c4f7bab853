package org.selftuning.chart;

import java.util.Arrays;

/**
 * Brings a line to about two points a pixel: where there are more, the smallest and the largest of
 * each pixel stay, so that no spike is lost; where there are fewer, points on the straight line
 * between are put in, so that one smooth path can be drawn through all of them.
 */
final class Thinning {
  private double[] x;
  private double[] y;
  private int size;

  private Thinning(int capacity) {
    x = new double[capacity];
    y = new double[capacity];
  }

  /** Returns the line at one to two points for each of {@code pixels}. */
  static Line toPixels(Line line, Axis xAxis, Axis yAxis, int pixels) {
    Thinning sparse = new Thinning(4 * pixels);
    sparse.thin(line, xAxis, pixels);
    Thinning dense = new Thinning(8 * pixels);
    dense.fill(sparse, xAxis, yAxis, pixels);
    return new Line(
        line.name(),
        Arrays.copyOf(dense.x, dense.size),
        Arrays.copyOf(dense.y, dense.size),
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

  private void fill(Thinning from, Axis xAxis, Axis yAxis, int pixels) {
    double pixel = (xAxis.high() - xAxis.low()) / pixels;
    for (int i = 0; i < from.size; i++) {
      if (i > 0 && Double.isFinite(from.y[i]) && Double.isFinite(from.y[i - 1])) {
        int between = (int) Math.ceil((from.x[i] - from.x[i - 1]) / pixel);
        double a = yAxis.share(from.y[i - 1]);
        double b = yAxis.share(from.y[i]);
        for (int k = 1; k < between; k++) {
          double share = (double) k / between;
          add(
              from.x[i - 1] + share * (from.x[i] - from.x[i - 1]),
              yAxis.value(a + share * (b - a)));
        }
      }
      add(from.x[i], from.y[i]);
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
