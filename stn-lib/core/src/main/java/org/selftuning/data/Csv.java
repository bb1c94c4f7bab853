package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selftuning.tensor.Shape;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A CSV file as a data set. Each column of numbers becomes one feature with mean 0 and standard
 * deviation 1 in the training part; each column of text, or of true and false, becomes one feature
 * a category, 1 where the row has it and 0 elsewhere. In a regression the target is brought to mean
 * 0 and standard deviation 1 in the training part too, so that a mean squared error of 1 is what
 * predicting the mean earns: value = {@code targetMean} + {@code targetStd} · prediction.
 *
 * @param split the three parts
 * @param features what each feature is: "age", "sex=female"
 * @param targetMean 0 for a classification
 * @param targetStd 1 for a classification
 * @param dropped the number of rows left out for their empty cells
 */
public record Csv(
    Split split, List<String> features, double targetMean, double targetStd, int dropped) {

  /** Keeps a copy. */
  public Csv {
    features = List.copyOf(features);
  }

  /**
   * Reads a file with a header line; cells are separated by commas, semicolons or tabs, whichever
   * the header has most of. Empty cells and NA, N/A, NaN, null and ? count as missing.
   *
   * @throws DataFormatException if the file is no table, lacks the target, has missing cells that
   *     the options refuse, or a column that cannot be used
   * @throws IOException if the file cannot be read
   */
  public static Csv read(Path file, CsvOptions options) throws IOException {
    CsvTable read = CsvTable.read(file);
    for (String name : options.ignored()) {
      read.require(name);
    }
    Column<?> required = read.require(options.target());
    Table table = read.table().removeColumns(options.ignored().toArray(String[]::new));
    int rows = table.rowCount();
    if (options.missing() == CsvOptions.Missing.DROP) {
      table = table.dropRowsWithMissingValues();
    } else if (options.missing() == CsvOptions.Missing.REFUSE) {
      for (Column<?> column : table.columns()) {
        read.requireComplete(
            column, column == required ? "drop such rows" : "drop such rows, or fill the cells");
      }
    } else {
      read.requireComplete(required, "drop such rows");
    }
    if (table.columnCount() < 2 || table.rowCount() < 3) {
      throw new DataFormatException(
          file,
          String.format(
              "%d rows and %d columns are left; there must be a target, a feature, and a row for"
                  + " each of training, validation and test",
              table.rowCount(), table.columnCount()));
    }
    return encode(file, table, options, rows - table.rowCount());
  }

  private static Csv encode(Path file, Table table, CsvOptions options, int dropped)
      throws IOException {
    String name = DataFolder.stem(file);
    int rows = table.rowCount();
    Split.Rows parts =
        Split.Rows.of(name, rows, options.validationShare(), options.testShare(), options.seed());

    List<CsvColumn> encoded = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      if (!column.name().equals(options.target())) {
        encoded.add(CsvColumn.feature(file, column, parts.train()));
      }
    }
    int width = encoded.stream().mapToInt(CsvColumn::width).sum();
    float[] x = new float[Math.multiplyExact(rows, width)];
    List<String> features = new ArrayList<>();
    for (CsvColumn column : encoded) {
      column.write(x, features.size(), width);
      features.addAll(column.features());
    }

    Column<?> target = table.column(options.target());
    boolean numeric = target instanceof NumericColumn<?>;
    Dataset all;
    double mean = 0;
    double std = 1;
    if (options.task() == CsvOptions.Task.CLASSIFICATION
        || (options.task() == CsvOptions.Task.AUTOMATIC && !numeric)) {
      List<String> classes = CsvColumn.categories(target);
      if (classes.size() < 2) {
        throw new DataFormatException(
            file, "column '" + target.name() + "' has one class only: " + classes);
      }
      int[] labels = new int[rows];
      Arrays.setAll(labels, row -> classes.indexOf(target.getString(row)));
      all = Dataset.classes(name, Shape.of(width), x, labels, classes);
    } else if (numeric) {
      CsvColumn.Numbers numbers =
          CsvColumn.Numbers.of(file, (NumericColumn<?>) target, parts.train());
      float[] y = new float[rows];
      numbers.write(y, 0, 1);
      mean = numbers.mean();
      std = numbers.std();
      all = Dataset.values(name, Shape.of(width), x, y, 1);
    } else {
      throw new DataFormatException(
          file,
          String.format(
              "column '%s' holds text such as '%s', not numbers; a regression needs numbers, a"
                  + " classification takes both",
              target.name(), target.getString(0)));
    }
    return new Csv(parts.of(all), features, mean, std, dropped);
  }
}
