package org.selftuning.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A CSV file as cells of text, each as it is in the file but for the spaces around it.
 *
 * @param file where it came from
 * @param columns in the file's order
 * @param rows the number of rows below the header
 * @param separator between cells
 * @param encoding of the text
 * @param emptyLines the number of empty lines between rows
 */
record CsvTable(
    Path file, List<CsvCells> columns, int rows, char separator, Charset encoding, int emptyLines) {
  private static final int MOST_COLUMNS = 1_000_000;
  private static final int LONGEST_CELL = 1 << 24;
  private static final int LONGEST_ROW = 1 << 26;
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int SAMPLE = 50;

  private static final Pattern STARTED = Pattern.compile("record that started in line (\\d+)");

  /** A row of its own that only a quotation mark left open can swallow. */
  private static final String END = "\0";

  static CsvTable read(Path file, CsvFormat format) throws IOException {
    CsvText source = CsvText.read(file, format);
    String text = source.text();
    if (text.isBlank() || text.lines().findFirst().orElse("").isBlank()) {
      throw new DataFormatException(
          file,
          (source.skipped() == 0 ? "starts" : "continues after its line sep=")
              + " with an empty line; a header with the columns' names is expected");
    }
    Optional<Character> named = format.separator().or(source::separator);
    char separator = named.isPresent() ? named.get() : separator(file, text);
    boolean ended = text.endsWith("\n") || text.endsWith("\r");
    Rows rows = new Rows(file, source.skipped(), format.missing());
    try (CsvReader<CsvRecord> reader = reader(text + (ended ? "" : "\n") + END, separator)) {
      for (CsvRecord row : reader) {
        rows.add(row);
      }
    } catch (CsvParseException e) {
      throw new DataFormatException(file, refusal(e, source.skipped()), e);
    }
    return rows.table(separator, source.encoding());
  }

  /** What a row that cannot be split into cells is refused with. */
  private static String refusal(CsvParseException e, int skipped) {
    Matcher started = STARTED.matcher(String.valueOf(e.getMessage()));
    long line = skipped + (started.find() ? Long.parseLong(started.group(1)) : 1);
    String why = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
    return why.contains("closing quote")
        ? String.format(
            "the row that starts in line %d has text after a closing quotation mark; write a"
                + " quotation mark within a cell twice",
            line)
        : String.format(
            Locale.ROOT,
            "the row that starts in line %d is too large; the most are %,d columns, %,d characters"
                + " in a cell and %,d in a row",
            line,
            MOST_COLUMNS,
            LONGEST_CELL,
            LONGEST_ROW);
  }

  private static CsvReader<CsvRecord> reader(String text, char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .skipEmptyLines(false)
        .trimWhitespacesAroundQuotes(!Character.isWhitespace(separator))
        .allowExtraFields(true)
        .allowMissingFields(true)
        .maxBufferSize(LONGEST_ROW)
        .build(
            CsvRecordHandler.of(
                limits ->
                    limits
                        .maxFields(MOST_COLUMNS)
                        .maxFieldSize(LONGEST_CELL)
                        .maxRecordSize(LONGEST_ROW)),
            text);
  }

  /**
   * The separator that cuts the first rows into as many cells as the header; of several the one
   * that makes the most cells.
   */
  private static char separator(Path file, String text) throws DataFormatException {
    char best = SEPARATORS[0];
    int most = 1;
    boolean bestFits = false;
    char rival = 0;
    for (char candidate : SEPARATORS) {
      int cells = 0;
      boolean fits = true;
      try (CsvReader<CsvRecord> reader = reader(text, candidate)) {
        int seen = 0;
        for (CsvRecord row : reader) {
          cells = cells == 0 ? row.getFieldCount() : cells;
          fits &= isEmpty(row) || row.getFieldCount() == cells;
          if (++seen == SAMPLE) {
            break;
          }
        }
      } catch (CsvParseException | IOException e) {
        fits = false; // the quotation marks belong to another separator
      }
      boolean better = fits == bestFits ? cells > most : fits && cells > 1;
      if (better) {
        best = candidate;
        most = cells;
        bestFits = fits;
        rival = 0;
      } else if (cells == most && fits == bestFits && cells > 1) {
        rival = candidate;
      }
    }
    if (rival != 0) {
      throw new DataFormatException(
          file,
          String.format(
              "the header has %d cells whether they are separated by '%s' or by '%s'; say which"
                  + " with --separator",
              most, best, rival));
    }
    return best;
  }

  private static boolean isEmpty(CsvRecord row) {
    return row.getFieldCount() == 1 && row.getField(0).isBlank();
  }

  /** What was read so far. */
  private static final class Rows {
    private static final int SHARED_TEXTS = 1000;

    private final Path file;
    private final int skipped;
    private final Set<String> missing;
    private final List<CsvCells> columns = new ArrayList<>();
    private final List<Map<String, String>> shared = new ArrayList<>();
    private final List<Long> pendingEmpty = new ArrayList<>();
    private int emptyLines;
    private long line;

    Rows(Path file, int skipped, List<String> missing) {
      this.file = file;
      this.skipped = skipped;
      this.missing = Set.copyOf(missing);
    }

    void add(CsvRecord row) throws DataFormatException {
      line = row.getStartingLineNumber() + skipped;
      if (row.getField(row.getFieldCount() - 1).endsWith(END)) {
        requireClosed(row.getFieldCount() == 1 && row.getField(0).equals(END));
      } else if (columns.isEmpty()) {
        header(row);
      } else if (isEmpty(row)) {
        pendingEmpty.add(line);
      } else {
        emptyLines += pendingEmpty.size();
        pendingEmpty.clear();
        cells(row);
      }
    }

    private void requireClosed(boolean closed) throws DataFormatException {
      if (!closed) {
        throw new DataFormatException(
            file,
            "a quotation mark in the row that starts in line "
                + line
                + " is never closed; close it, or write it twice if it belongs to the cell");
      }
    }

    private void header(CsvRecord row) throws DataFormatException {
      Map<String, Integer> numbers = new HashMap<>();
      for (int i = 0; i < row.getFieldCount(); i++) {
        String text = row.getField(i).strip().replaceAll("\\R", " ");
        boolean unnamed = text.isEmpty();
        String name = unnamed ? "column " + (i + 1) : text;
        Integer before = numbers.putIfAbsent(name, i + 1);
        if (before != null) {
          throw new DataFormatException(
              file,
              String.format(
                  "columns %d and %d of the header are both named '%s'; give them different names",
                  before, i + 1, name));
        }
        columns.add(new CsvCells(file, name, i + 1, unnamed));
        shared.add(new HashMap<>());
      }
    }

    private void cells(CsvRecord row) throws DataFormatException {
      if (row.getFieldCount() != columns.size()) {
        int more = row.getFieldCount() - columns.size();
        throw new DataFormatException(
            file,
            String.format(
                "line %d has %d cell%s, but the header has %d; %s",
                line,
                row.getFieldCount(),
                row.getFieldCount() == 1 ? "" : "s",
                columns.size(),
                more > 0
                    ? "take out what is too much, put a cell with a separator in it in quotation"
                        + " marks, or name the column in the header"
                    : "write missing cells as empty ones"));
      }
      for (int i = 0; i < columns.size(); i++) {
        String raw = row.getField(i);
        String text = raw.strip();
        Map<String, String> texts = shared.get(i);
        String cell =
            texts.size() < SHARED_TEXTS
                ? texts.computeIfAbsent(text, t -> t)
                : texts.getOrDefault(text, text);
        columns.get(i).add(cell, line, missing, raw.length() != text.length());
      }
    }

    CsvTable table(char separator, Charset encoding) throws DataFormatException {
      int rows = columns.get(0).size();
      if (rows == 0) {
        throw new DataFormatException(file, "has a header and no rows below it");
      }
      return new CsvTable(file, List.copyOf(columns), rows, separator, encoding, emptyLines);
    }
  }

  /** Returns the column of this name, or refuses with the nearest names. */
  CsvCells require(String name) throws DataFormatException {
    List<String> names = columns.stream().map(CsvCells::name).toList();
    int at = names.indexOf(name);
    if (at >= 0) {
      return columns.get(at);
    }
    List<String> near =
        names.stream()
            .filter(n -> distance(n, name) <= Math.max(2, name.length() / 3))
            .sorted(Comparator.comparingInt(n -> distance(n, name)))
            .limit(3)
            .toList();
    throw new DataFormatException(
        file,
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
}
