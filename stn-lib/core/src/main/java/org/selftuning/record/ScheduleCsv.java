package org.selftuning.record;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads a schedule from CSV: a column step, then one column a hyperparameter. */
final class ScheduleCsv {
  private ScheduleCsv() {}

  static Schedule parse(String text) {
    String header = text.lines().findFirst().orElse("");
    int width = header.split(",", -1).length;
    ColumnType[] types = new ColumnType[width];
    java.util.Arrays.fill(types, ColumnType.DOUBLE);
    Table table;
    try {
      table =
          Table.read()
              .usingOptions(
                  CsvReadOptions.builder(new StringReader(text)).columnTypes(types).build());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not readable as CSV of numbers: " + e.getMessage(), e);
    }
    if (!table.column(0).name().equals("step")) {
      throw new IllegalArgumentException(
          "the first column is '" + table.column(0).name() + "', expected 'step'");
    }
    long[] steps = new long[table.rowCount()];
    for (int row = 0; row < steps.length; row++) {
      steps[row] = (long) cell(table, row, 0);
    }
    List<String> names = new ArrayList<>();
    double[][] values = new double[width - 1][steps.length];
    boolean[] discrete = new boolean[width - 1];
    for (int h = 0; h < values.length; h++) {
      names.add(table.column(h + 1).name());
      discrete[h] = true;
      for (int row = 0; row < steps.length; row++) {
        values[h][row] = cell(table, row, h + 1);
        discrete[h] &= values[h][row] == Math.rint(values[h][row]);
      }
    }
    return new Schedule(names, discrete, steps, values);
  }

  private static double cell(Table table, int row, int column) {
    double x = ((DoubleColumn) table.column(column)).getDouble(row);
    if (Double.isNaN(x)) {
      throw new IllegalArgumentException(
          "line " + (row + 2) + ", column '" + table.column(column).name() + "': no number");
    }
    return x;
  }
}
