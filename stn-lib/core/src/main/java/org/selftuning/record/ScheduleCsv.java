package org.selftuning.record;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a schedule from CSV: a column step, then one column a hyperparameter. */
final class ScheduleCsv {
  private static final int MOST_COLUMNS = 10_000;
  private static final int LONGEST_CELL = 10_000;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

  private ScheduleCsv() {}

  static Schedule parse(String text) {
    List<String[]> rows = rows(text);
    String[] header = rows.isEmpty() ? new String[] {""} : rows.get(0);
    if (!"step".equals(header[0])) {
      throw new IllegalArgumentException(
          "line 1: the first column is '" + header[0] + "', expected 'step'");
    }
    int n = header.length - 1;
    long[] steps = new long[rows.size() - 1];
    double[][] values = new double[n][steps.length];
    for (int i = 0; i < steps.length; i++) {
      String[] row = rows.get(i + 1);
      String line = "line " + (i + 2);
      if (row.length != header.length) {
        throw new IllegalArgumentException(
            line + " has " + row.length + " cells, expected " + header.length);
      }
      steps[i] = Json.whole(number(line, header[0], row[0]), line + ", column 'step'");
      for (int h = 0; h < n; h++) {
        values[h][i] = number(line, header[h + 1], row[h + 1]);
      }
    }
    boolean[] discrete = new boolean[n];
    for (int h = 0; h < n; h++) {
      discrete[h] = Arrays.stream(values[h]).allMatch(x -> x == Math.rint(x));
    }
    return new Schedule(Arrays.asList(header).subList(1, n + 1), discrete, steps, values);
  }

  private static List<String[]> rows(String text) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setComment('\0');
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setMaxCharsPerColumn(LONGEST_CELL);
    CsvParser parser = new CsvParser(settings);
    try {
      return parser.parseAll(new StringReader(text));
    } catch (TextParsingException e) {
      throw new IllegalArgumentException(
          String.format(
              "line %d has more than %,d columns, or a cell of more than %,d characters",
              e.getLineIndex() + 1, MOST_COLUMNS, LONGEST_CELL),
          e);
    }
  }

  private static double number(String line, String column, String cell) {
    double x = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    if (!Double.isFinite(x)) {
      throw new IllegalArgumentException(line + ", column '" + column + "': no number");
    }
    return x;
  }
}
