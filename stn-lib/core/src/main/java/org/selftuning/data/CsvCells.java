package org.selftuning.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The cells of one column, as they are in the file. */
final class CsvCells {
  private final Path file;
  private final String name;
  private final int number;
  private final boolean unnamed;
  private final Map<String, Integer> markers = new TreeMap<>();
  private String[] cells = new String[16];
  private int[] lines = new int[16];
  private int size;
  private int trimmed;

  /**
   * For a column without rows.
   *
   * @param number of the column, from 1
   * @param unnamed whether the header has no name for it
   */
  CsvCells(Path file, String name, int number, boolean unnamed) {
    this.file = file;
    this.name = name;
    this.number = number;
    this.unnamed = unnamed;
  }

  /** Adds the cell of the next row. */
  void add(String cell, long line, Set<String> missing, boolean spaces) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, 2 * size);
      lines = Arrays.copyOf(lines, 2 * size);
    }
    boolean lacks = cell.isEmpty() || missing.contains(cell);
    if (lacks) {
      markers.merge(cell, 1, Integer::sum);
    }
    trimmed += spaces && !lacks ? 1 : 0;
    lines[size] = (int) line;
    cells[size++] = lacks ? null : cell;
  }

  Path file() {
    return file;
  }

  String name() {
    return name;
  }

  int size() {
    return size;
  }

  /** The text in a row, from 0; null if it is missing. */
  String get(int row) {
    return cells[row];
  }

  boolean isMissing(int row) {
    return cells[row] == null;
  }

  int missing() {
    return markers.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How often each marker of a missing cell occurs; the empty cell's is "". */
  Map<String, Integer> markers() {
    return markers;
  }

  /** The number of cells that had spaces around them. */
  int trimmed() {
    return trimmed;
  }

  IntStream known() {
    return IntStream.range(0, size).filter(row -> cells[row] != null);
  }

  /** An error about the cell in {@code row}. */
  DataFormatException refused(int row, String problem) {
    return new DataFormatException(
        file, String.format("line %d, column '%s': %s", lines[row], name, problem));
  }

  /** An error about the column. */
  DataFormatException refused(String problem) {
    return new DataFormatException(file, "column '" + name + "' " + problem);
  }

  /** A short form of the text in {@code row} for messages. */
  String quoted(int row) {
    String text = cells[row].replaceAll("\\s+", " ");
    return "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "'";
  }

  int line(int row) {
    return lines[row];
  }

  /** Refuses a column without any value. */
  void requireValues() throws DataFormatException {
    if (missing() == size) {
      throw unnamed
          ? new DataFormatException(
              file,
              String.format(
                  "column %d has no name and no values; ignore it with --ignore \"%s\"",
                  number, name))
          : refused("has no values; ignore it with --ignore " + option());
    }
  }

  /** Refuses missing cells, with what may be done about them. */
  void requireComplete(String remedy) throws DataFormatException {
    int missing = missing();
    if (missing > 0) {
      int first = IntStream.range(0, size).filter(this::isMissing).findFirst().orElse(0);
      throw refused(
          String.format(
              "has %d missing cell%s, the first in line %d; %s",
              missing, missing == 1 ? "" : "s", lines[first], remedy));
    }
  }

  /** The column's name as the value of an option. */
  String option() {
    return name.matches("[\\w.-]+") ? name : "\"" + name + "\"";
  }
}
