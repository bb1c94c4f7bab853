package org.selftuning.data;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the cells of a column are: numbers, dates, or texts. */
sealed interface CellValues {

  /** The cells that the values were read from. */
  Cells cells();

  /** How the cells were changed on the way; empty if they were not. */
  List<String> remarks();

  /**
   * Numbers.
   *
   * @param values one a row; NaN where missing
   * @param mark the decimal mark
   * @param percent whether they were written with percent signs
   */
  @SuppressWarnings("ArrayRecordComponent") // a column's values; compared by no one
  record Numbers(Cells cells, double[] values, char mark, boolean percent, List<String> remarks)
      implements CellValues {}

  /**
   * Dates.
   *
   * @param values one a row; null where missing
   * @param style how they are written
   * @param time whether any has a time of day
   */
  @SuppressWarnings("ArrayRecordComponent") // a column's values; compared by no one
  record Dates(
      Cells cells, LocalDateTime[] values, DateStyle style, boolean time, List<String> remarks)
      implements CellValues {}

  /** Texts, as they are in the cells. */
  record Texts(Cells cells, List<String> remarks) implements CellValues {}

  /**
   * Returns what the cells of all columns are.
   *
   * @param texts the columns that are texts whatever they look like
   * @throws DataFormatException if the cells of a column are not all of one kind, or may be read in
   *     more than one way
   */
  static List<CellValues> of(
      List<Cells> columns, List<String> texts, TableFormat format, char separator)
      throws DataFormatException {
    List<CellTally> tallies =
        columns.stream().map(column -> CellTally.of(column, format.dates())).toList();
    Optional<Character> file = fileMark(tallies);
    List<CellValues> values = new ArrayList<>();
    for (CellTally tally : tallies) {
      if (texts.contains(tally.cells().name())) {
        values.add(new Texts(tally.cells(), spaces(tally.cells())));
        continue;
      }
      tally.requireOneKind();
      if (tally.numbers() > 0) {
        values.add(numbers(tally, tally.mark(format.decimal(), file, separator)));
      } else if (tally.dates() > 0) {
        values.add(dates(tally));
      } else {
        values.add(new Texts(tally.cells(), spaces(tally.cells())));
      }
    }
    return values;
  }

  /** The decimal mark that some columns of numbers prove and no other contradicts. */
  private static Optional<Character> fileMark(List<CellTally> tallies) {
    List<Character> proven =
        tallies.stream()
            .filter(tally -> tally.texts() == 0 && !tally.cells().typed())
            .flatMap(tally -> tally.proven().stream())
            .distinct()
            .toList();
    return proven.size() == 1 ? Optional.of(proven.get(0)) : Optional.empty();
  }

  private static List<String> spaces(Cells cells) {
    return cells.trimmed() == 0 ? List.of() : List.of(cells(cells.trimmed()) + " without spaces");
  }

  private static String cells(int count) {
    return String.format("%d cell%s", count, count == 1 ? "" : "s");
  }

  private static Numbers numbers(CellTally tally, char mark) throws DataFormatException {
    Cells cells = tally.cells();
    double[] values = new double[cells.size()];
    Arrays.fill(values, Double.NaN);
    for (int row : cells.known().toArray()) {
      values[row] = NumberText.value(cells.get(row), mark);
      if (Double.isInfinite(values[row])) {
        throw cells.refused(row, cells.quoted(row) + " is too large; numbers end at 1.8e308");
      }
    }
    List<String> remarks = new ArrayList<>();
    if (mark == ',') {
      remarks.add("decimal comma");
    }
    int grouped =
        mark == '.'
            ? tally.count(NumberText.GROUPED_POINT) + tally.count(NumberText.EITHER_COMMA)
            : tally.count(NumberText.GROUPED_COMMA) + tally.count(NumberText.EITHER_POINT);
    if (grouped > 0) {
      remarks.add(cells(grouped) + " without '" + (mark == '.' ? ',' : '.') + "' of thousands");
    }
    if (tally.percents() > 0) {
      remarks.add("without percent signs: 5% is 5");
    }
    if (tally.leadingZeros() > 0) {
      remarks.add(cells(tally.leadingZeros()) + " without leading zeros");
    }
    return new Numbers(cells, values, mark, tally.percents() > 0, List.copyOf(remarks));
  }

  private static Dates dates(CellTally tally) throws DataFormatException {
    Cells cells = tally.cells();
    DateStyle style = tally.style();
    LocalDateTime[] values = new LocalDateTime[cells.size()];
    boolean time = false;
    boolean differ = false;
    for (int row : cells.known().toArray()) {
      values[row] = style.read(cells.get(row));
      DateText date = DateText.of(cells.get(row));
      time |= date == null ? values[row].toLocalTime().toSecondOfDay() > 0 : date.time();
      differ |= date != null && (date.date() == null || !date.date().equals(date.swapped()));
    }
    return new Dates(
        cells,
        values,
        style,
        time,
        style.pattern().isPresent()
            ? List.of("read as " + style.text())
            : differ
                ? List.of(
                    style.equals(DateStyle.DAY_FIRST) ? "day before month" : "month before day")
                : List.of());
  }
}
