package org.selftuning.data;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How the cells of a column are written: the count of each way, and the first row of each. */
final class CellTally {
  private final Cells cells;
  private final Optional<DateStyle> style;
  private final Map<NumberText, int[]> ways = new EnumMap<>(NumberText.class);
  private final int[] percents = new int[2];
  private final int[] dates = new int[2];
  private final int[] texts = new int[2];
  private int leadingZeros;

  private CellTally(Cells cells, Optional<DateStyle> style) {
    this.cells = cells;
    this.style = style;
  }

  /**
   * Counts the cells of a column.
   *
   * @param style how dates are written, if that was said
   */
  static CellTally of(Cells cells, Optional<DateStyle> style) {
    CellTally tally = new CellTally(cells, style);
    cells.known().forEach(tally::count);
    return tally;
  }

  private void count(int row) {
    String cell = cells.get(row);
    boolean patterned = style.isPresent() && style.get().pattern().isPresent() && isDate(cell);
    NumberText way = patterned ? NumberText.NONE : NumberText.of(cell); // 20230131 may be a date
    if (way == NumberText.NONE) {
      count(isDate(cell) ? dates : texts, row);
      return;
    }
    count(ways.computeIfAbsent(way, w -> new int[2]), row);
    if (NumberText.isPercent(cell)) {
      count(percents, row);
    }
    if (cell.length() > 1 && cell.charAt(0) == '0' && Character.isDigit(cell.charAt(1))) {
      leadingZeros++;
    }
  }

  private boolean isDate(String cell) {
    return style.isPresent() && style.get().pattern().isPresent()
        ? style.get().read(cell) != null
        : DateText.of(cell) != null;
  }

  private static void count(int[] of, int row) {
    if (of[0]++ == 0) {
      of[1] = row;
    }
  }

  Cells cells() {
    return cells;
  }

  boolean has(NumberText way) {
    return ways.containsKey(way);
  }

  int count(NumberText way) {
    return has(way) ? ways.get(way)[0] : 0;
  }

  int numbers() {
    return ways.values().stream().mapToInt(w -> w[0]).sum();
  }

  int dates() {
    return dates[0];
  }

  int texts() {
    return texts[0];
  }

  int percents() {
    return percents[0];
  }

  int leadingZeros() {
    return leadingZeros;
  }

  /** Returns the decimal mark that the cells prove; empty if they prove none, or both. */
  Optional<Character> proven() {
    return provesPoint() == provesComma()
        ? Optional.empty()
        : Optional.of(provesPoint() ? '.' : ',');
  }

  boolean provesPoint() {
    return has(NumberText.POINT) || has(NumberText.GROUPED_POINT);
  }

  boolean provesComma() {
    return has(NumberText.COMMA) || has(NumberText.GROUPED_COMMA);
  }

  /** Returns the first row that is written in one of these ways. */
  int first(NumberText... of) {
    int first = Integer.MAX_VALUE;
    for (NumberText way : of) {
      first = has(way) ? Math.min(first, ways.get(way)[1]) : first;
    }
    return first;
  }

  /** Refuses a column whose cells are not all of one kind. */
  void requireOneKind() throws DataFormatException {
    int numbers = numbers();
    if (texts[0] > 0 && numbers + dates[0] > 0) {
      int others = numbers + dates[0];
      String kind = dates[0] == 0 ? "number" : numbers == 0 ? "date" : "number or date";
      String remedy =
          String.format(
              "say --na %s if it marks a missing cell, --category %s if the column holds"
                  + " categories, or --ignore %s",
              option(cells.get(texts[1])), cells.option(), cells.option());
      if (others >= texts[0]) {
        throw cells.refused(
            texts[1],
            String.format(
                "%s is not a %s, but %d other cells of the column are; %s",
                cells.quoted(texts[1]), kind, others, remedy));
      }
      int other = numbers > 0 ? first(NumberText.values()) : dates[1];
      throw cells.refused(
          other,
          String.format(
              "%s is a %s, but %d other cells of the column are not, such as %s in %s; say"
                  + " --category %s if the column holds categories, or --ignore %s",
              cells.quoted(other),
              kind,
              texts[0],
              cells.quoted(texts[1]),
              cells.place(texts[1]),
              cells.option(),
              cells.option()));
    }
    if (numbers > 0 && dates[0] > 0) {
      throw cells.refused(
          dates[1],
          String.format(
              "%s is a date, but %d other cells of the column are numbers; say --category %s, or"
                  + " --ignore %s",
              cells.quoted(dates[1]), numbers, cells.option(), cells.option()));
    }
    if (percents[0] > 0 && percents[0] < numbers) {
      throw cells.refused(
          percents[1],
          String.format(
              "%s is in percent, but %d other cells of the column have no percent sign; write all"
                  + " with it or none",
              cells.quoted(percents[1]), numbers - percents[0]));
    }
  }

  private static String option(String word) {
    return word.matches("[\\w.-]+") ? word : "\"" + word + "\"";
  }

  /**
   * Returns the decimal mark of a column of numbers.
   *
   * @param declared by the person, if at all
   * @param file what other columns of the file prove
   * @param separator of the file
   */
  char mark(Optional<Character> declared, Optional<Character> file, char separator)
      throws DataFormatException {
    if (cells.typed()) {
      return '.';
    }
    if (declared.isPresent()) {
      boolean point = declared.get() == '.';
      int against =
          point
              ? first(NumberText.COMMA, NumberText.GROUPED_COMMA)
              : first(NumberText.POINT, NumberText.GROUPED_POINT);
      if (against < Integer.MAX_VALUE) {
        throw cells.refused(
            against,
            String.format(
                "%s is no number whose decimal mark is '%s'",
                cells.quoted(against), declared.get()));
      }
      return declared.get();
    }
    if (provesPoint() && provesComma()) {
      int point = first(NumberText.POINT, NumberText.GROUPED_POINT);
      int comma = first(NumberText.COMMA, NumberText.GROUPED_COMMA);
      throw cells.refused(
          Math.max(point, comma),
          String.format(
              "%s has a decimal comma, but %s has a decimal point; write all alike",
              cells.quoted(comma), cells.quoted(point)));
    }
    Optional<Character> proven = proven();
    boolean comma = has(NumberText.EITHER_COMMA);
    boolean point = has(NumberText.EITHER_POINT);
    if (proven.isPresent()) {
      boolean either = proven.get() == '.' ? comma : point;
      boolean grouped = has(NumberText.GROUPED_POINT) || has(NumberText.GROUPED_COMMA);
      return either && !grouped ? ambiguous(proven.get() == '.') : proven.get();
    }
    if (comma) {
      return point || !file.equals(Optional.of(',')) ? ambiguous(true) : ',';
    }
    if (point && !file.equals(Optional.of('.')) && (separator == ';' || file.isPresent())) {
      return ambiguous(false);
    }
    return '.';
  }

  private char ambiguous(boolean comma) throws DataFormatException {
    int row = first(comma ? NumberText.EITHER_COMMA : NumberText.EITHER_POINT);
    String cell = cells.get(row);
    throw cells.refused(
        row,
        String.format(
            "%s may be %s or %s; say --decimal , or --decimal .",
            cells.quoted(row), cell.replaceAll("[.,]", "."), cell.replaceAll("[.,]", "")));
  }

  /** Returns how a column of dates is written: as was said, or as its cells prove. */
  DateStyle style() throws DataFormatException {
    if (style.isEmpty()) {
      return dayFirst() ? DateStyle.DAY_FIRST : DateStyle.MONTH_FIRST;
    }
    int odd =
        cells
            .known()
            .filter(row -> style.get().read(cells.get(row)) == null)
            .findFirst()
            .orElse(-1);
    if (odd >= 0) {
      throw cells.refused(odd, cells.quoted(odd) + " is not a date, " + style.get().words());
    }
    return style.get();
  }

  /** Returns whether the day comes before the month. */
  private boolean dayFirst() throws DataFormatException {
    int[] only = {-1, -1}; // the first row that can only be read day first, only month first
    int differing = -1;
    for (int row : cells.known().toArray()) {
      DateText date = DateText.of(cells.get(row));
      if (date.swapped() == null) {
        only[0] = only[0] < 0 ? row : only[0];
      } else if (date.date() == null) {
        only[1] = only[1] < 0 ? row : only[1];
      } else if (differing < 0 && !date.date().equals(date.swapped())) {
        differing = row;
      }
    }
    if (only[0] >= 0 && only[1] >= 0) {
      throw cells.refused(
          Math.max(only[0], only[1]),
          String.format(
              "%s has the day first, but %s has the month first; write dates as 2023-01-31",
              cells.quoted(only[0]), cells.quoted(only[1])));
    }
    if (only[0] < 0 && only[1] < 0 && differing >= 0) {
      throw cells.refused(
          differing,
          String.format(
              "%s may have the day or the month first; say --dates day-first or --dates"
                  + " month-first, --category %s or --ignore %s",
              cells.quoted(differing), cells.option(), cells.option()));
    }
    return only[1] < 0;
  }
}
