package org.selftuning.data;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The mean and the standard deviation of numbers.
 *
 * @param mean finite
 * @param std positive; 1 where all numbers are the same
 */
record Scale(double mean, double std) {

  /**
   * Of a column's numbers in the training part; NaN is missing.
   *
   * @throws DataFormatException if there are none, or they are too large
   */
  static Scale of(Cells cells, DoubleStream values) throws DataFormatException {
    double[] known = values.filter(v -> !Double.isNaN(v)).toArray();
    double mean = Arrays.stream(known).average().orElse(Double.NaN);
    double variance = Arrays.stream(known).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    if (!Double.isFinite(mean) || !Double.isFinite(variance)) {
      throw cells.refused(
          (known.length == 0 ? "has no value" : "has no finite mean and variance")
              + " in the training part; ignore it with --ignore "
              + cells.option());
    }
    return new Scale(mean, variance > 0 ? Math.sqrt(variance) : 1);
  }
}
