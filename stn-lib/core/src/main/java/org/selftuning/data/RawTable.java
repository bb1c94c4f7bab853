package org.selftuning.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table as cells of text, each as it came but for the spaces around it.
 *
 * @param source where it came from, for messages: a file's name
 * @param name what people call it
 * @param columns in their order
 * @param rows the number of rows
 * @param separator between cells; a comma where there is none
 * @param note on how it was read, to follow its size in a report
 */
public record RawTable(
    String source, String name, List<Cells> columns, int rows, char separator, String note) {

  /** Keeps a copy. */
  public RawTable {
    columns = List.copyOf(columns);
  }

  /** Returns the column of this name, if there is one. */
  public Optional<Cells> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Returns the column of this name, or refuses with the nearest names. */
  public Cells require(String name) throws DataFormatException {
    Optional<Cells> found = column(name);
    if (found.isPresent()) {
      return found.get();
    }
    List<String> names = columns.stream().map(Cells::name).toList();
    List<String> near =
        names.stream()
            .filter(n -> distance(n, name) <= Math.max(2, name.length() / 3))
            .sorted(Comparator.comparingInt(n -> distance(n, name)))
            .limit(3)
            .toList();
    throw new DataFormatException(
        source,
        "has no column '"
            + name
            + (near.isEmpty()
                ? "'; its columns are " + quoted(names)
                : "'; did you mean "
                    + String.join(" or ", near.stream().map(n -> "'" + n + "'").toList())
                    + "?"));
  }

  private static String quoted(List<String> names) {
    return names.stream().limit(20).map(n -> "'" + n + "'").collect(Collectors.joining(", "))
        + (names.size() > 20 ? " and " + (names.size() - 20) + " more" : "");
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

  /** Takes the rows of a table, from the first to the last. */
  public static final class Builder {
    private static final int SHARED_TEXTS = 1000;

    private final String source;
    private final String unit;
    private final Set<String> missing;
    private final List<Cells> columns = new ArrayList<>();
    private final List<Map<String, String>> shared = new ArrayList<>();

    /**
     * For a table with these columns.
     *
     * @param source where it comes from, for messages: a file's name
     * @param unit what a row is called there: "line"
     * @param header the columns' names; one that is empty is called by its place
     * @throws DataFormatException if two columns have one name
     */
    public Builder(String source, String unit, List<String> header, TableFormat format)
        throws DataFormatException {
      this.source = source;
      this.unit = unit;
      this.missing = Set.copyOf(format.missing());
      Map<String, Integer> numbers = new HashMap<>();
      for (int i = 0; i < header.size(); i++) {
        String text = header.get(i).strip().replaceAll("\\R", " ");
        boolean unnamed = text.isEmpty();
        String name = unnamed ? "column " + (i + 1) : text;
        Integer before = numbers.putIfAbsent(name, i + 1);
        if (before != null) {
          throw new DataFormatException(
              source,
              String.format(
                  "columns %d and %d of the header are both named '%s'; give them different names",
                  before, i + 1, name));
        }
        columns.add(new Cells(source, unit, name, i + 1, unnamed));
        shared.add(new HashMap<>());
      }
    }

    /**
     * Adds a row.
     *
     * @param number of the line or row, for messages
     * @param cells one for each column: numbers, texts, dates, true and false; null is missing
     * @throws DataFormatException if there are more or fewer
     */
    public void row(long number, List<?> cells) throws DataFormatException {
      if (cells.size() != columns.size()) {
        throw new DataFormatException(
            source,
            String.format(
                "%s %d has %d cell%s, but the header has %d; %s",
                unit,
                number,
                cells.size(),
                cells.size() == 1 ? "" : "s",
                columns.size(),
                cells.size() > columns.size()
                    ? "take out what is too much, put a cell with a separator in it in quotation"
                        + " marks, or name the column in the header"
                    : "write missing cells as empty ones"));
      }
      for (int i = 0; i < columns.size(); i++) {
        Object value = cells.get(i);
        String raw = value == null ? "" : value instanceof Number n ? text(n) : value.toString();
        String text = raw.strip();
        Map<String, String> texts = shared.get(i);
        String cell =
            texts.size() < SHARED_TEXTS
                ? texts.computeIfAbsent(text, t -> t)
                : texts.getOrDefault(text, text);
        boolean spaces = raw.length() != text.length();
        columns.get(i).add(cell, number, missing, spaces, value instanceof Number);
      }
    }

    /** A number as text: whole ones without a decimal point, NaN as nothing. */
    private static String text(Number number) {
      double value = number.doubleValue();
      if (Double.isNaN(value)) {
        return "";
      }
      boolean floating = number instanceof Double || number instanceof Float;
      return floating && value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : number.toString();
    }

    /**
     * Returns the table.
     *
     * @param name what people call it
     * @param separator between cells; a comma where there is none
     * @param note on how it was read, to follow its size in a report
     * @throws DataFormatException if it has no rows
     */
    public RawTable table(String name, char separator, String note) throws DataFormatException {
      int rows = columns.isEmpty() ? 0 : columns.get(0).size();
      if (rows == 0) {
        throw new DataFormatException(source, "has a header and no rows below it");
      }
      return new RawTable(source, name, columns, rows, separator, note);
    }
  }
}
