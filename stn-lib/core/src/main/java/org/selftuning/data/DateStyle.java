package org.selftuning.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * How dates are written: {@code day-first} or {@code month-first}, where that matters, in any of
 * the ways that are recognized; or a pattern such as {@code d-MMM-yyyy HH:mm}, with the letters of
 * {@link DateTimeFormatter} and English names.
 *
 * @param text the two words, or the pattern
 * @param pattern the pattern, if it is one
 */
public record DateStyle(String text, Optional<DateTimeFormatter> pattern) {
  /** 31/01/2023 is the last of January. */
  public static final DateStyle DAY_FIRST = new DateStyle("day-first", Optional.empty());

  /** 01/31/2023 is the last of January. */
  public static final DateStyle MONTH_FIRST = new DateStyle("month-first", Optional.empty());

  /**
   * Returns the style that a text names.
   *
   * @throws IllegalArgumentException if it is no pattern
   */
  public static DateStyle of(String text) {
    if (text.equals(DAY_FIRST.text)) {
      return DAY_FIRST;
    }
    if (text.equals(MONTH_FIRST.text)) {
      return MONTH_FIRST;
    }
    try {
      return new DateStyle(text, Optional.of(DateTimeFormatter.ofPattern(text, Locale.ENGLISH)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "dates are written day-first, month-first, or by a pattern such as dd/MM/yyyy, not '"
              + text
              + "': "
              + e.getMessage(),
          e);
    }
  }

  /** Returns the date in a cell; null if there is none. */
  LocalDateTime read(String cell) {
    if (pattern.isEmpty()) {
      DateText date = DateText.of(cell);
      return date == null ? null : equals(MONTH_FIRST) ? date.swapped() : date.date();
    }
    try {
      TemporalAccessor date = pattern.get().parseBest(cell, LocalDateTime::from, LocalDate::from);
      return date instanceof LocalDate day ? day.atStartOfDay() : (LocalDateTime) date;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** For messages. */
  String words() {
    return pattern.isPresent() ? "written as " + text : text.replace("-", " ");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DateStyle style && style.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
