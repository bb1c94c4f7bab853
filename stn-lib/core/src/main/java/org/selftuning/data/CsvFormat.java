package org.selftuning.data;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a CSV file is written. What is left open is detected from the file, and refused where the
 * file does not tell.
 *
 * @param encoding UTF-8, or UTF-16 with a byte order mark, if left open
 * @param separator between cells; comma, semicolon, tab or | if left open, or what a first line
 *     {@code sep=;} says
 * @param decimal the decimal mark, a point or a comma
 * @param missing the cells that count as missing, letter by letter; an empty cell always does
 */
public record CsvFormat(
    Optional<Charset> encoding,
    Optional<Character> separator,
    Optional<Character> decimal,
    List<String> missing) {

  /** The cells that count as missing unless others are chosen. */
  public static final List<String> MISSING =
      List.of(
          "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NAN", "null", "NULL", "Null", "None",
          "-", "--", "?", ".");

  /** Checks the characters. */
  public CsvFormat {
    missing = missing.stream().map(String::strip).distinct().toList();
    if (decimal.isPresent() && decimal.get() != '.' && decimal.get() != ',') {
      throw new IllegalArgumentException(
          "csv: the decimal mark is '.' or ',', not '" + decimal.get() + "'");
    }
    if (separator.isPresent() && "\"\r\n".indexOf(separator.get()) >= 0) {
      throw new IllegalArgumentException(
          "csv: cells cannot be separated by quotation marks or line ends");
    }
    if (separator.isPresent() && separator.equals(decimal)) {
      throw new IllegalArgumentException(
          "csv: '" + separator.get() + "' cannot be the separator and the decimal mark at once");
    }
  }

  /** Everything is detected; {@link #MISSING} are the markers of missing cells. */
  public static CsvFormat detected() {
    return new CsvFormat(Optional.empty(), Optional.empty(), Optional.empty(), MISSING);
  }

  /** Returns this format in another encoding. */
  public CsvFormat encoding(Charset encoding) {
    return new CsvFormat(Optional.of(encoding), separator, decimal, missing);
  }

  /** Returns this format with another separator. */
  public CsvFormat separator(char separator) {
    return new CsvFormat(encoding, Optional.of(separator), decimal, missing);
  }

  /** Returns this format with another decimal mark. */
  public CsvFormat decimal(char decimal) {
    return new CsvFormat(encoding, separator, Optional.of(decimal), missing);
  }

  /** Returns this format with more markers of missing cells. */
  public CsvFormat alsoMissing(String... markers) {
    List<String> all = Stream.concat(missing.stream(), Stream.of(markers)).toList();
    return new CsvFormat(encoding, separator, decimal, all);
  }

  /** Returns this format with fewer markers: cells with these words are read as they are. */
  public CsvFormat notMissing(String... words) {
    List<String> rest = missing.stream().filter(m -> !List.of(words).contains(m)).toList();
    return new CsvFormat(encoding, separator, decimal, rest);
  }
}
