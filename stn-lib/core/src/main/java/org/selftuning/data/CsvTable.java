package org.selftuning.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.io.csv.CsvReader;

/**
 * A CSV file as Tablesaw reads it, with messages for people.
 *
 * @param file where it came from
 * @param table its contents
 */
record CsvTable(Path file, Table table) {
  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.INTEGER,
          ColumnType.LONG,
          ColumnType.DOUBLE,
          ColumnType.BOOLEAN,
          ColumnType.STRING);
  private static final String[] MISSING = {"", "NA", "N/A", "NaN", "nan", "null", "?"};
  private static final char[] SEPARATORS = {',', ';', '\t'};

  static CsvTable read(Path file) throws IOException {
    String header;
    try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      header = lines.readLine();
    } catch (CharacterCodingException e) {
      throw new DataFormatException(file, "is not UTF-8 text; save it as UTF-8", e);
    }
    if (header == null || header.isBlank()) {
      throw new DataFormatException(
          file, "starts with an empty line; a header with the columns' names is expected");
    }
    try {
      Table table =
          new CsvReader()
              .read(
                  CsvReadOptions.builder(file.toFile())
                      .tableName(DataFolder.stem(file))
                      .separator(separator(header))
                      .columnTypesToDetect(TYPES)
                      .missingValueIndicator(MISSING)
                      .sample(false)
                      .build());
      if (table.rowCount() == 0) {
        throw new DataFormatException(file, "has a header and no rows below it");
      }
      return new CsvTable(file, table);
    } catch (RuntimeException e) { // Tablesaw has one for each way of going wrong
      Throwable why = e.getCause() == null ? e : e.getCause();
      String message = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
      throw new DataFormatException(
          file,
          "is not a table ("
              + message
              + "); columns need different names, and every row as many cells as the header",
          e);
    }
  }

  private static char separator(String header) {
    char best = SEPARATORS[0];
    for (char candidate : SEPARATORS) {
      if (count(header, candidate) > count(header, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char c) {
    return text.chars().filter(other -> other == c).count();
  }

  /** Returns the column of this name, or tells the nearest names. */
  Column<?> require(String name) throws DataFormatException {
    if (table.columnNames().contains(name)) {
      return table.column(name);
    }
    List<String> near =
        table.columnNames().stream()
            .filter(n -> distance(n, name) <= Math.max(2, name.length() / 3))
            .sorted(Comparator.comparingInt(n -> distance(n, name)))
            .limit(3)
            .toList();
    throw new DataFormatException(
        file,
        "has no column '"
            + name
            + (near.isEmpty()
                ? "'; its columns are " + quoted(table.columnNames())
                : "'; did you mean "
                    + String.join(" or ", near.stream().map(n -> "'" + n + "'").toList())
                    + "?"));
  }

  private static String quoted(List<String> names) {
    return names.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
  }

  /** Refuses missing cells, with what may be done about them. */
  void requireComplete(Column<?> column, String remedy) throws DataFormatException {
    int missing = column.countMissing();
    if (missing > 0) {
      int first = IntStream.range(0, column.size()).filter(column::isMissing).findFirst().orElse(0);
      throw new DataFormatException(
          file,
          String.format(
              "column '%s' has %d missing cell%s, the first in row %d below the header; %s",
              column.name(), missing, missing == 1 ? "" : "s", first + 1, remedy));
    }
  }

  /** The edit distance (Levenshtein), letter case aside. */
  private static int distance(String a, String b) {
    int[] row = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int[] above = row;
      row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        row[j] = Math.min(above[j - 1] + (same ? 0 : 1), 1 + Math.min(above[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
