package org.selftuning.data;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The raw cells of one column of a table, as texts; what {@link ColumnRule} makes features of. */
public final class Cells {
  private final String source;
  private final String unit;
  private final String name;
  private final int number;
  private final boolean unnamed;
  private final Map<String, Integer> markers = new TreeMap<>();
  private String[] cells = new String[16];
  private int[] lines = new int[16];
  private int size;
  private int trimmed;
  private int typed;

  /**
   * For a column without rows.
   *
   * @param source what the table comes from, for messages: a file's name
   * @param unit what a row is called in it: "line"
   * @param number of the column, from 1
   * @param unnamed whether the header has no name for it
   */
  Cells(String source, String unit, String name, int number, boolean unnamed) {
    this.source = source;
    this.unit = unit;
    this.name = name;
    this.number = number;
    this.unnamed = unnamed;
  }

  /** Adds the cell of the next row. */
  void add(String cell, long line, Set<String> missing, boolean spaces, boolean number) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, 2 * size);
      lines = Arrays.copyOf(lines, 2 * size);
    }
    boolean lacks = cell.isEmpty() || missing.contains(cell);
    if (lacks) {
      markers.merge(cell, 1, Integer::sum);
    }
    trimmed += spaces && !lacks ? 1 : 0;
    typed += number && !lacks ? 1 : 0;
    lines[size] = (int) line;
    cells[size++] = lacks ? null : cell;
  }

  /** Whether the cells came as numbers, not as texts: then no decimal mark is open. */
  boolean typed() {
    return typed > 0 && typed == size - missing();
  }

  /** The column's name. */
  public String name() {
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
        source, String.format("%s, column '%s': %s", place(row), name, problem));
  }

  /** An error about the column. */
  DataFormatException refused(String problem) {
    return new DataFormatException(source, "column '" + name + "' " + problem);
  }

  /** A short form of the text in {@code row} for messages. */
  String quoted(int row) {
    String text = cells[row].replaceAll("\\s+", " ");
    return "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "'";
  }

  /** Where a row is: "line 12". */
  String place(int row) {
    return unit + " " + lines[row];
  }

  /** Refuses a column without any value. */
  void requireValues() throws DataFormatException {
    if (missing() == size) {
      throw unnamed
          ? new DataFormatException(
              source,
              String.format(
                  "column %d has no name and no values; ignore it with --ignore \"%s\"",
                  number, name))
          : refused("has no values; ignore it with --ignore " + option());
    }
  }

  /** Refuses missing cells, with what may be done about them. */
  void requireComplete(String remedy) throws DataFormatException {
    requireComplete(IntStream.range(0, size).toArray(), remedy);
  }

  /** Refuses missing cells in some rows. */
  void requireComplete(int[] rows, String remedy) throws DataFormatException {
    long missing = missing() == 0 ? 0 : Arrays.stream(rows).filter(this::isMissing).count();
    if (missing > 0) {
      int first = Arrays.stream(rows).filter(this::isMissing).findFirst().orElse(0);
      throw refused(
          String.format(
              "has %d missing cell%s, the first in %s; %s",
              missing, missing == 1 ? "" : "s", place(first), remedy));
    }
  }

  /** The column's name as the value of an option. */
  String option() {
    return name.matches("[\\w.-]+") ? name : "\"" + name + "\"";
  }
}
