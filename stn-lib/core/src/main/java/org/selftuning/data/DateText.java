package org.selftuning.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as it is written, with a time or without: 2023-01-31, 2023/01/31, 31.1.2023, 31/01/2023 or
 * 01/31/2023, and 2023-01-31T12:30:00. An offset from UTC is not applied.
 *
 * @param date what it says with the day before the month; null if there is none
 * @param swapped what it says with the month before the day; null if there is none
 * @param time whether it has one
 */
record DateText(LocalDateTime date, LocalDateTime swapped, boolean time) {
  private static final String TIME =
      "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})" + TIME);
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})" + TIME);

  /** Returns the date in {@code cell}, or null if there is none. */
  static DateText of(String cell) {
    if (cell.length() < 8 || cell.charAt(0) < '0' || cell.charAt(0) > '9') {
      return null;
    }
    Matcher m = YEAR_FIRST.matcher(cell);
    if (m.matches()) {
      LocalDateTime date = date(m, m.group(1), m.group(3), m.group(4));
      return date == null ? null : new DateText(date, date, m.group(5) != null);
    }
    m = YEAR_LAST.matcher(cell);
    if (!m.matches()) {
      return null;
    }
    LocalDateTime date = date(m, m.group(4), m.group(3), m.group(1));
    LocalDateTime swapped =
        m.group(2).equals(".") ? date : date(m, m.group(4), m.group(1), m.group(3));
    return date == null && swapped == null ? null : new DateText(date, swapped, m.group(5) != null);
  }

  private static LocalDateTime date(Matcher m, String year, String month, String day) {
    try {
      LocalTime time =
          m.group(5) == null
              ? LocalTime.MIDNIGHT
              : LocalTime.of(
                  Integer.parseInt(m.group(5)),
                  Integer.parseInt(m.group(6)),
                  m.group(7) == null ? 0 : Integer.parseInt(m.group(7)));
      return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
          .atTime(time);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
