package org.selftuning.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads tables of text: CSV, and TSV, whose cells are separated by tabs.
 *
 * @param word csv or tsv
 */
record DelimitedReader(String word) implements TableReader {
  private static final int MOST_COLUMNS = 1_000_000;
  private static final int LONGEST_CELL = 1 << 24;
  private static final int LONGEST_ROW = 1 << 26;
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int SAMPLE = 50;

  private static final Pattern STARTED = Pattern.compile("record that started in line (\\d+)");

  /** A row of its own that only a quotation mark left open can swallow. */
  private static final String END = "\0";

  @Override
  public List<String> endings() {
    return word.equals("tsv") ? List.of(".tsv", ".tab") : List.of(".csv");
  }

  @Override
  public String description() {
    return "a text with a header line, its cells separated by "
        + (word.equals("tsv") ? "tabs" : "commas, semicolons, tabs or |");
  }

  @Override
  public RawTable read(Path file, TableFormat given) throws IOException {
    TableFormat format = word.equals("tsv") ? given.separator('\t') : given;
    TableText source = TableText.csv(file, format);
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
    Rows rows = new Rows(file, source.skipped(), format);
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
    private final Path file;
    private final int skipped;
    private final TableFormat format;
    private RawTable.Builder table;
    private int pendingEmpty;
    private int emptyLines;
    private long line;

    Rows(Path file, int skipped, TableFormat format) {
      this.file = file;
      this.skipped = skipped;
      this.format = format;
    }

    void add(CsvRecord row) throws DataFormatException {
      line = row.getStartingLineNumber() + skipped;
      if (row.getField(row.getFieldCount() - 1).endsWith(END)) {
        requireClosed(row.getFieldCount() == 1 && row.getField(0).equals(END));
      } else if (table == null) {
        table =
            new RawTable.Builder(file.getFileName().toString(), "line", row.getFields(), format);
      } else if (isEmpty(row)) {
        pendingEmpty++;
      } else {
        emptyLines += pendingEmpty;
        pendingEmpty = 0;
        table.row(line, row.getFields());
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

    RawTable table(char separator, Charset encoding) throws DataFormatException {
      return table.table(
          DataFolder.stem(file),
          separator,
          String.format(
              ", separated by %s, in %s%s",
              separator == '\t' ? "tabs" : "'" + separator + "'",
              encoding,
              emptyLines == 0
                  ? ""
                  : String.format(
                      "; %d empty line%s left out", emptyLines, emptyLines == 1 ? "" : "s")));
    }
  }
}
