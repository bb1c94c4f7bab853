package org.selftuning.magics;

import java.nio.charset.Charset;
import java.util.List;
import org.selftuning.data.CsvFormat;
import picocli.CommandLine.Option;

/** How a CSV file is written, as options of a command. */
final class CsvArguments {
  @Option(
      names = "--category",
      paramLabel = "COLUMN",
      split = ",",
      description = "csv: columns of categories, even if their cells are numbers or dates")
  private List<String> categories = List.of();

  @Option(
      names = "--na",
      paramLabel = "WORD",
      split = ",",
      description = "csv: more words that mark a missing cell, such as unknown or -999")
  private List<String> missing = List.of();

  @Option(
      names = "--not-na",
      paramLabel = "WORD",
      split = ",",
      description = "csv: words that mark no missing cell, such as NA for Namibia")
  private List<String> notMissing = List.of();

  @Option(
      names = "--decimal",
      paramLabel = "MARK",
      description = "csv: the decimal mark, . or , (detected)")
  private Character decimal;

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      description = "csv: what separates cells, a character or tab (, ; | or tab, detected)")
  private String separator;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "csv: the encoding, such as windows-1252 or UTF-16LE (UTF-8)")
  private String encoding;

  CsvArguments() {}

  String[] categories() {
    return categories.toArray(String[]::new);
  }

  CsvFormat format() {
    CsvFormat format =
        CsvFormat.detected()
            .alsoMissing(missing.toArray(String[]::new))
            .notMissing(notMissing.toArray(String[]::new));
    if (separator != null) {
      boolean tab = separator.equals("tab") || separator.equals("\\t");
      if (!tab && separator.length() != 1) {
        throw new IllegalArgumentException(
            "--separator is one character, or tab, not '" + separator + "'");
      }
      format = format.separator(tab ? '\t' : separator.charAt(0));
    }
    if (decimal != null) {
      format = format.decimal(decimal);
    }
    return encoding == null ? format : format.encoding(charset(encoding));
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) { // an unknown name, or no name at all
      throw new IllegalArgumentException(
          "there is no encoding '" + name + "'; UTF-8, windows-1252 and UTF-16LE are some", e);
    }
  }
}
