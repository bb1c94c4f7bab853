package org.selftuning.data;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the cells of a column are: numbers, dates, or texts. */
sealed interface CsvValues {

  /** The cells that the values were read from. */
  CsvCells cells();

  /** How the cells were changed on the way; empty if they were not. */
  List<String> remarks();

  /**
   * Numbers.
   *
   * @param values one a row; NaN where missing
   * @param percent whether they were written with percent signs
   */
  @SuppressWarnings("ArrayRecordComponent") // a column's values; compared by no one
  record Numbers(CsvCells cells, double[] values, boolean percent, List<String> remarks)
      implements CsvValues {}

  /**
   * Dates.
   *
   * @param values one a row; null where missing
   * @param time whether any has a time of day
   */
  @SuppressWarnings("ArrayRecordComponent") // a column's values; compared by no one
  record Dates(CsvCells cells, LocalDateTime[] values, boolean time, List<String> remarks)
      implements CsvValues {}

  /** Texts, as they are in the cells. */
  record Texts(CsvCells cells, List<String> remarks) implements CsvValues {}

  /**
   * Returns what the cells of all columns are.
   *
   * @param texts the columns that are texts whatever they look like
   * @throws DataFormatException if the cells of a column are not all of one kind, or may be read in
   *     more than one way
   */
  static List<CsvValues> of(
      List<CsvCells> columns, List<String> texts, CsvFormat format, char separator)
      throws DataFormatException {
    List<CsvTally> tallies = columns.stream().map(CsvTally::of).toList();
    Optional<Character> file = fileMark(tallies);
    List<CsvValues> values = new ArrayList<>();
    for (CsvTally tally : tallies) {
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
  private static Optional<Character> fileMark(List<CsvTally> tallies) {
    List<Character> proven =
        tallies.stream()
            .filter(tally -> tally.texts() == 0)
            .flatMap(tally -> tally.proven().stream())
            .distinct()
            .toList();
    return proven.size() == 1 ? Optional.of(proven.get(0)) : Optional.empty();
  }

  private static List<String> spaces(CsvCells cells) {
    return cells.trimmed() == 0 ? List.of() : List.of(cells(cells.trimmed()) + " without spaces");
  }

  private static String cells(int count) {
    return String.format("%d cell%s", count, count == 1 ? "" : "s");
  }

  private static Numbers numbers(CsvTally tally, char mark) throws DataFormatException {
    CsvCells cells = tally.cells();
    double[] values = new double[cells.size()];
    Arrays.fill(values, Double.NaN);
    for (int row : cells.known().toArray()) {
      values[row] = CsvNumber.value(cells.get(row), mark);
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
            ? tally.count(CsvNumber.GROUPED_POINT) + tally.count(CsvNumber.EITHER_COMMA)
            : tally.count(CsvNumber.GROUPED_COMMA) + tally.count(CsvNumber.EITHER_POINT);
    if (grouped > 0) {
      remarks.add(cells(grouped) + " without '" + (mark == '.' ? ',' : '.') + "' of thousands");
    }
    if (tally.percents() > 0) {
      remarks.add("without percent signs: 5% is 5");
    }
    if (tally.leadingZeros() > 0) {
      remarks.add(cells(tally.leadingZeros()) + " without leading zeros");
    }
    return new Numbers(cells, values, tally.percents() > 0, List.copyOf(remarks));
  }

  private static Dates dates(CsvTally tally) throws DataFormatException {
    CsvCells cells = tally.cells();
    boolean dayFirst = tally.dayFirst();
    LocalDateTime[] values = new LocalDateTime[cells.size()];
    boolean time = false;
    boolean differ = false;
    for (int row : cells.known().toArray()) {
      CsvDate date = CsvDate.of(cells.get(row));
      values[row] = dayFirst ? date.date() : date.swapped();
      time |= date.time();
      differ |= date.date() == null || !date.date().equals(date.swapped());
    }
    return new Dates(
        cells,
        values,
        time,
        differ ? List.of(dayFirst ? "day before month" : "month before day") : List.of());
  }
}
