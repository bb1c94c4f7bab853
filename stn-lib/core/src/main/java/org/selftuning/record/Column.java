package org.selftuning.record;

import java.util.Arrays;

/**
 * A growing column of numbers without boxes. One thread appends; {@link #frozen} hands out what is
 * there so far without copying it, because later appends never touch it. Not thread-safe by itself.
 */
final class Column {
  private double[] data;
  private int size;

  Column() {
    this(new double[256], 0);
  }

  private Column(double[] data, int size) {
    this.data = data;
    this.size = size;
  }

  void add(double x) {
    if (size == data.length) {
      data = Arrays.copyOf(data, 2 * size);
    }
    data[size++] = x;
  }

  double get(int row) {
    if (row >= size) {
      throw new IndexOutOfBoundsException("row " + row + " of " + size);
    }
    return data[row];
  }

  int size() {
    return size;
  }

  /** Forgets the rows from {@code rows} on; columns frozen before keep theirs. */
  void truncate(int rows) {
    data = Arrays.copyOf(data, Math.max(256, rows));
    size = rows;
  }

  Column frozen() {
    return first(size);
  }

  /** The first rows, as they will not change again. */
  Column first(int rows) {
    return new Column(data, Math.min(rows, size));
  }
}
