package org.selftuning.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/** A column of a table as features of a network. */
sealed interface CsvColumn {

  /** More different texts than this are taken for names or row numbers. */
  int MOST_CATEGORIES = 100;

  /** What each feature is. */
  List<String> features();

  /** Writes the features of all rows into {@code x} [rows, width] at column {@code at}. */
  void write(float[] x, int at, int width);

  /** The number of features. */
  default int width() {
    return features().size();
  }

  /**
   * Returns the features of {@code column}.
   *
   * @param train the rows of the training part: statistics are theirs
   */
  static CsvColumn feature(Path file, Column<?> column, int[] train) throws DataFormatException {
    return column instanceof NumericColumn<?> numbers
        ? Numbers.of(file, numbers, train)
        : OneHot.of(file, column, train);
  }

  /**
   * Returns the different values of {@code column} that are not missing: numbers by size, others by
   * the alphabet.
   */
  static List<String> categories(Column<?> column) {
    Comparator<Integer> order =
        column instanceof NumericColumn<?> numbers
            ? Comparator.comparingDouble(numbers::getDouble)
            : Comparator.comparing(column::getString);
    return IntStream.range(0, column.size())
        .filter(row -> !column.isMissing(row))
        .boxed()
        .sorted(order)
        .map(column::getString)
        .distinct()
        .toList();
  }

  /** Numbers, (value − mean) / std; a missing one is 0, the mean. */
  @SuppressWarnings("ArrayRecordComponent") // a column's cells; compared by no one
  record Numbers(String name, double[] values, double mean, double std) implements CsvColumn {
    static Numbers of(Path file, NumericColumn<?> column, int[] train) throws DataFormatException {
      double[] known =
          Arrays.stream(train)
              .filter(row -> !column.isMissing(row))
              .mapToDouble(column::getDouble)
              .toArray();
      double mean = Arrays.stream(known).average().orElse(Double.NaN);
      if (!Double.isFinite(mean)) {
        throw new DataFormatException(
            file,
            "column '" + column.name() + "' has no finite mean in the training part; ignore it");
      }
      double variance = Arrays.stream(known).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      return new Numbers(
          column.name(), column.asDoubleArray(), mean, variance > 0 ? Math.sqrt(variance) : 1);
    }

    @Override
    public List<String> features() {
      return List.of(name);
    }

    @Override
    public void write(float[] x, int at, int width) {
      for (int row = 0; row < values.length; row++) {
        x[row * width + at] = Double.isNaN(values[row]) ? 0 : (float) ((values[row] - mean) / std);
      }
    }
  }

  /** One feature a category; a missing cell counts as the most frequent one. */
  @SuppressWarnings("ArrayRecordComponent") // a column's cells; compared by no one
  record OneHot(String name, List<String> categories, int[] values) implements CsvColumn {
    static OneHot of(Path file, Column<?> column, int[] train) throws DataFormatException {
      List<String> categories = CsvColumn.categories(column);
      if (categories.isEmpty() || categories.size() > MOST_CATEGORIES) {
        throw new DataFormatException(
            file,
            String.format(
                "column '%s' holds %s; ignore it%s",
                column.name(),
                categories.isEmpty()
                    ? "nothing"
                    : categories.size() + " different texts, too many for categories",
                categories.isEmpty() ? "" : ", or mend the cells that are not numbers"));
      }
      int[] values = new int[column.size()];
      Arrays.setAll(
          values, row -> column.isMissing(row) ? -1 : categories.indexOf(column.getString(row)));
      int[] counts = new int[categories.size()];
      for (int row : train) {
        if (values[row] >= 0) {
          counts[values[row]]++;
        }
      }
      int commonest =
          IntStream.range(0, counts.length)
              .reduce(0, (best, c) -> counts[c] > counts[best] ? c : best);
      Arrays.setAll(values, row -> values[row] < 0 ? commonest : values[row]);
      return new OneHot(column.name(), categories, values);
    }

    @Override
    public List<String> features() {
      return categories.stream().map(category -> name + "=" + category).toList();
    }

    @Override
    public void write(float[] x, int at, int width) {
      for (int row = 0; row < values.length; row++) {
        x[row * width + at + values[row]] = 1;
      }
    }
  }
}
