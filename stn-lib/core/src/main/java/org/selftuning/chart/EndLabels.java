package org.selftuning.chart;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Places labels beside the ends of lines, near them but never over each other. */
final class EndLabels {
  private EndLabels() {}

  /**
   * Returns where each label goes.
   *
   * @param wanted the heights of the lines' ends
   * @param spacing the least distance between two labels
   * @param top the smallest height allowed
   * @param bottom the largest height allowed
   */
  static double[] place(double[] wanted, double spacing, double top, double bottom) {
    List<Integer> order =
        IntStream.range(0, wanted.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> wanted[i]))
            .toList();
    double gap =
        wanted.length < 2 ? spacing : Math.min(spacing, (bottom - top) / (wanted.length - 1));
    double[] placed = new double[wanted.length];
    // Labels that touch form a block around the mean of where they want to be.
    int[] first = new int[wanted.length];
    double[] start = new double[wanted.length];
    int blocks = 0;
    for (int i = 0; i < order.size(); i++) {
      first[blocks] = i;
      start[blocks] = clamp(wanted[order.get(i)], top, bottom);
      blocks++;
      while (blocks > 1
          && start[blocks - 2] + gap * (first[blocks - 1] - first[blocks - 2])
              > start[blocks - 1]) {
        blocks--;
        double sum = 0;
        int count = i + 1 - first[blocks - 1];
        for (int k = 0; k < count; k++) {
          sum += wanted[order.get(first[blocks - 1] + k)] - k * gap;
        }
        start[blocks - 1] = clamp(sum / count, top, bottom - (count - 1) * gap);
      }
    }
    for (int b = 0; b < blocks; b++) {
      int end = b + 1 < blocks ? first[b + 1] : order.size();
      for (int i = first[b]; i < end; i++) {
        placed[order.get(i)] = start[b] + (i - first[b]) * gap;
      }
    }
    return placed;
  }

  private static double clamp(double x, double low, double high) {
    return Math.max(low, Math.min(high, x));
  }
}
