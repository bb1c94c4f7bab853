package org.selftuning.magics;

import java.nio.charset.Charset;
import java.util.List;
import org.selftuning.data.DateStyle;
import org.selftuning.data.SplitOptions;
import org.selftuning.data.TableFormat;
import org.selftuning.data.TableOptions;
import picocli.CommandLine.Option;

/** What becomes of a table, and how its file is written, as options of a command. */
final class TableArguments {
  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      split = ",",
      description = "table: what is to be predicted; several columns if they are numbers")
  private List<String> targets = List.of("");

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "table: ${COMPLETION-CANDIDATES} (by what the target column holds)")
  private TableOptions.Task task = TableOptions.Task.AUTOMATIC;

  @Option(
      names = "--missing",
      paramLabel = "WHAT",
      description =
          "table: what becomes of missing cells: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private TableOptions.Missing missingCells = TableOptions.Missing.REFUSE;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description = "table: columns to leave out")
  private List<String> ignored = List.of();

  @Option(
      names = "--category",
      paramLabel = "COLUMN",
      split = ",",
      description = "table: columns of categories, even if their cells are numbers or dates")
  private List<String> categories = List.of();

  @Option(
      names = "--na",
      paramLabel = "WORD",
      split = ",",
      description = "table: more words that mark a missing cell, such as unknown or -999")
  private List<String> missing = List.of();

  @Option(
      names = "--not-na",
      paramLabel = "WORD",
      split = ",",
      description = "table: words that mark no missing cell, such as NA for Namibia")
  private List<String> notMissing = List.of();

  @Option(
      names = "--decimal",
      paramLabel = "MARK",
      description = "table: the decimal mark, . or , (detected)")
  private Character decimal;

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      description = "table: what separates cells, a character or tab (, ; | or tab, detected)")
  private String separator;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "table: the encoding, such as windows-1252 or UTF-16LE (UTF-8)")
  private String encoding;

  @Option(
      names = "--dates",
      paramLabel = "STYLE",
      description =
          "table: day-first or month-first, or a pattern such as d-MMM-yyyy (detected, else refused)")
  private String dates;

  TableArguments() {}

  /** The options together, for a table that is cut in this way. */
  TableOptions options(SplitOptions split) {
    return TableOptions.target(targets.toArray(String[]::new))
        .task(task)
        .missing(missingCells)
        .ignoring(ignored.toArray(String[]::new))
        .split(split)
        .categories(categories.toArray(String[]::new))
        .format(format());
  }

  private TableFormat format() {
    TableFormat format =
        TableFormat.detected()
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
    if (dates != null) {
      format = format.dates(DateStyle.of(dates));
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
