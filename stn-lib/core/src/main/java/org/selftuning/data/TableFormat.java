package org.selftuning.data;

import com.google.gson.JsonObject;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a table is written. What is left open is detected from the file, and refused where the file
 * does not tell.
 *
 * @param encoding of a text file: UTF-8, or UTF-16 with a byte order mark, if left open
 * @param separator between the cells of a CSV file; comma, semicolon, tab or | if left open, or
 *     what a first line {@code sep=;} says
 * @param decimal the decimal mark, a point or a comma
 * @param dates how dates are written, where their cells do not tell
 * @param missing the cells that count as missing, letter by letter; an empty cell always does
 */
public record TableFormat(
    Optional<Charset> encoding,
    Optional<Character> separator,
    Optional<Character> decimal,
    Optional<DateStyle> dates,
    List<String> missing) {

  /** The cells that count as missing unless others are chosen. */
  public static final List<String> MISSING =
      List.of(
          "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NAN", "null", "NULL", "Null", "None",
          "-", "--", "?", ".");

  /** Checks the characters. */
  public TableFormat {
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
  public static TableFormat detected() {
    return new TableFormat(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), MISSING);
  }

  /** Returns this format in another encoding. */
  public TableFormat encoding(Charset encoding) {
    return new TableFormat(Optional.of(encoding), separator, decimal, dates, missing);
  }

  /** Returns this format with another separator. */
  public TableFormat separator(char separator) {
    return new TableFormat(encoding, Optional.of(separator), decimal, dates, missing);
  }

  /** Returns this format with another decimal mark. */
  public TableFormat decimal(char decimal) {
    return new TableFormat(encoding, separator, Optional.of(decimal), dates, missing);
  }

  /** Returns this format with dates that are written so. */
  public TableFormat dates(DateStyle dates) {
    return new TableFormat(encoding, separator, decimal, Optional.of(dates), missing);
  }

  /** Returns this format with more markers of missing cells. */
  public TableFormat alsoMissing(String... markers) {
    List<String> all = Stream.concat(missing.stream(), Stream.of(markers)).toList();
    return new TableFormat(encoding, separator, decimal, dates, all);
  }

  /** Returns this format with fewer markers: cells with these words are read as they are. */
  public TableFormat notMissing(String... words) {
    List<String> rest = missing.stream().filter(m -> !List.of(words).contains(m)).toList();
    return new TableFormat(encoding, separator, decimal, dates, rest);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    encoding.ifPresent(charset -> json.addProperty("encoding", charset.name()));
    separator.ifPresent(mark -> json.addProperty("separator", mark.toString()));
    decimal.ifPresent(mark -> json.addProperty("decimal", mark.toString()));
    dates.ifPresent(style -> json.addProperty("dates", style.text()));
    json.add("missing", JsonFields.of(missing));
    return json;
  }

  static TableFormat of(JsonFields json) {
    return new TableFormat(
        json.optionalText("encoding").map(Charset::forName),
        json.optionalText("separator").map(mark -> mark.charAt(0)),
        json.optionalText("decimal").map(mark -> mark.charAt(0)),
        json.optionalText("dates").map(DateStyle::of),
        json.texts("missing"));
  }
}
