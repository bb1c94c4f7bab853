package org.selftuning.data;

import java.util.regex.Pattern;

/**
 * The ways in which a number may be written. Only ASCII digits count, and neither the locale nor
 * Java's own suffixes ({@code 1d}, {@code 2f}) play a part.
 */
enum NumberText {
  /** 12, -3, 1e5: without a mark. */
  PLAIN("\\d+(?:[eE][+-]?\\d+)?"),
  /** 1.234: three digits after one point, which may be a decimal point or part thousands. */
  EITHER_POINT("[1-9]\\d{0,2}\\.\\d{3}"),
  /** 1,234: the same with a comma. */
  EITHER_COMMA("[1-9]\\d{0,2},\\d{3}"),
  /** 1.5: a decimal point. */
  POINT("(?:\\d+\\.\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?"),
  /** 1,5: a decimal comma. */
  COMMA("(?:\\d+,\\d*|,\\d+)(?:[eE][+-]?\\d+)?"),
  /** 1,234.5 or 1,234,567: a decimal point, and commas between thousands. */
  GROUPED_POINT("\\d{1,3}(?:(?:,\\d{3})+\\.\\d*|(?:,\\d{3}){2,})"),
  /** 1.234,5 or 1.234.567: a decimal comma, and points between thousands. */
  GROUPED_COMMA("\\d{1,3}(?:(?:\\.\\d{3})+,\\d*|(?:\\.\\d{3}){2,})"),
  /** Not a number. */
  NONE("(?!)");

  private final Pattern pattern;

  NumberText(String unsigned) {
    pattern = Pattern.compile("[+-]?" + unsigned);
  }

  /** Returns the way in which {@code cell} is written, a percent sign aside. */
  static NumberText of(String cell) {
    String number = withoutPercent(cell);
    if (isDigits(number)) {
      return PLAIN;
    }
    for (NumberText way : values()) {
      if (way.pattern.matcher(number).matches()) {
        return way;
      }
    }
    return NONE;
  }

  /** Returns the value of a cell that is a number whose decimal mark is {@code mark}. */
  static double value(String cell, char mark) {
    String number = withoutPercent(cell).replace(mark == '.' ? "," : ".", "");
    return Double.parseDouble(number.replace(',', '.'));
  }

  /** Whether a number that is written in this way may have this decimal mark. */
  boolean allows(char mark) {
    return mark == '.'
        ? this != COMMA && this != GROUPED_COMMA
        : this != POINT && this != GROUPED_POINT;
  }

  static boolean isPercent(String cell) {
    return cell.endsWith("%");
  }

  private static String withoutPercent(String cell) {
    return isPercent(cell) ? cell.substring(0, cell.length() - 1).stripTrailing() : cell;
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
