package org.selftuning.data;

import java.util.Arrays;
import java.util.Optional;
import org.selftuning.tensor.Shape;

/**
 * Windows of rows as examples: x [length, features] of one after the other, y of a later row.
 *
 * @param name what people call it
 * @param rows the features of single rows, and their targets; NaN where there are none
 * @param length rows of a window
 * @param windows [n][length] the rows of each
 * @param later [n] the row that is predicted; −1 where it lies in the future
 * @param preparation what was done to the raw data
 */
@SuppressWarnings("ArrayRecordComponent") // an identity, not a value: nobody compares data sets
record WindowSet(
    String name, ArraySet rows, int length, int[][] windows, int[] later, Preparation preparation)
    implements Dataset {

  @Override
  public int size() {
    return windows.length;
  }

  @Override
  public Shape shape() {
    return Shape.of(length, rows.shape().size());
  }

  @Override
  public Target target() {
    return rows.target();
  }

  @Override
  public Optional<TableReport> report() {
    return rows.report();
  }

  @Override
  public void read(int index, float[] x, int xOffset, float[] y, int yOffset) {
    int width = rows.shape().size();
    for (int k = 0; k < length; k++) {
      System.arraycopy(rows.x(), windows[index][k] * width, x, xOffset + k * width, width);
    }
    readTarget(index, y, yOffset);
  }

  @Override
  public void readTarget(int index, float[] y, int yOffset) {
    if (later[index] < 0) {
      Arrays.fill(y, yOffset, yOffset + target().width(), Float.NaN);
    } else {
      rows.readTarget(later[index], y, yOffset);
    }
  }

  @Override
  public String toString() {
    return name + " (" + size() + " windows of " + shape() + ")";
  }
}
