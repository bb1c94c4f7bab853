package org.selftuning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Writes the {@link TableReport} while a table becomes a data set. */
final class CsvSummary {
  private static final int SHOWN_CATEGORIES = 6;
  private static final int FEW_VALUES = 20;

  private final CsvTable table;
  private final CsvOptions options;
  private final int[] rows;
  private final Split.Rows parts;
  private final Map<String, Entry> entries = new HashMap<>();

  /** What became of one column. */
  private record Entry(String became, String values, String filling, List<String> remarks) {}

  /**
   * For a data set that is about to be made.
   *
   * @param rows the rows of the table that are used
   * @param parts of these
   */
  CsvSummary(CsvTable table, CsvOptions options, int[] rows, Split.Rows parts) {
    this.table = table;
    this.options = options;
    this.rows = rows;
    this.parts = parts;
  }

  /** Notes what a column of features became. */
  void feature(CsvValues values, List<? extends CsvColumn> became) {
    CsvColumn first = became.get(0);
    List<String> remarks = new ArrayList<>(values.remarks());
    String kind;
    String shown;
    if (values instanceof CsvValues.Dates dates) {
      kind =
          "date: "
              + became.stream()
                  .map(
                      column ->
                          column.features().get(0).substring(dates.cells().name().length() + 1))
                  .collect(Collectors.joining(", "));
      shown =
          range(
              Arrays.stream(rows)
                  .mapToObj(row -> dates.values()[row])
                  .filter(date -> date != null)
                  .map(date -> dates.time() ? date.toString() : date.toLocalDate().toString())
                  .sorted()
                  .toList());
    } else if (first instanceof CsvColumn.Numbers numbers) {
      kind = "number" + (((CsvValues.Numbers) values).percent() ? ", in percent" : "");
      double[] known = Arrays.stream(numbers.values()).filter(v -> !Double.isNaN(v)).toArray();
      shown = range(known);
      if (Arrays.stream(known).distinct().limit(2).count() < 2) {
        remarks.add("the same in all rows");
      }
    } else {
      List<String> categories = ((CsvColumn.OneHot) first).categories();
      kind = count(categories.size(), "category", "categories");
      shown = list(categories);
      remarks.addAll(alike(categories));
    }
    entries.put(values.cells().name(), new Entry(kind, shown, first.filling(), remarks));
  }

  /** Notes a target of numbers, and returns the report. */
  TableReport values(CsvValues.Numbers target, CsvColumn.Numbers scaled) {
    double[] values = scaled.values();
    long different = Arrays.stream(values).distinct().count();
    boolean whole = Arrays.stream(values).allMatch(v -> v == Math.rint(v));
    double variance =
        Arrays.stream(parts.train())
            .mapToDouble(row -> values[row] - scaled.mean())
            .map(d -> d * d)
            .average()
            .orElseThrow();
    boolean chosen = options.task() != CsvOptions.Task.AUTOMATIC;
    entries.put(scaled.name(), new Entry("target, a number", range(values), "", target.remarks()));
    return report(
        String.format(
            Locale.ROOT,
            "Regression of '%s'%s: %s from %s. Baseline: predicting the training part's mean, %s,"
                + " has a variance of %s there, which is a squared error of 1 in the scaled"
                + " target.%s",
            scaled.name(),
            chosen ? "" : ", as it holds numbers",
            count(different, "different value", "different values"),
            range(values).replace(" … ", " to "),
            number(scaled.mean()),
            number(variance),
            whole && different <= FEW_VALUES
                ? " If its values are classes, say --task classification."
                : ""));
  }

  /** Notes a target of classes, and returns the report. */
  TableReport classes(CsvValues target, List<String> classes, float[] labels) {
    List<String> remarks = new ArrayList<>(target.remarks());
    remarks.addAll(alike(classes));
    String name = target.cells().name();
    entries.put(
        name,
        new Entry(
            "target, " + count(classes.size(), "class", "classes"), list(classes), "", remarks));
    int[] counts = new int[classes.size()];
    for (int row : parts.train()) {
      counts[(int) labels[row]]++;
    }
    int largest = 0;
    for (int c = 1; c < counts.length; c++) {
      largest = counts[c] > counts[largest] ? c : largest;
    }
    return report(
        String.format(
            Locale.ROOT,
            "Classification of '%s'%s: %d classes, %s. Baseline: always '%s', the largest class of"
                + " the training part, is right in %.1f %% of the training, %.1f %% of the"
                + " validation and %.1f %% of the test part.",
            name,
            options.task() == CsvOptions.Task.AUTOMATIC ? ", as it holds text" : "",
            classes.size(),
            list(classes),
            classes.get(largest),
            share(labels, parts.train(), largest),
            share(labels, parts.validation(), largest),
            share(labels, parts.test(), largest)));
  }

  private static double share(float[] labels, int[] part, int label) {
    return 100.0 * Arrays.stream(part).filter(row -> labels[row] == label).count() / part.length;
  }

  private TableReport report(String target) {
    int dropped = table.rows() - rows.length;
    boolean fill = options.missing() == CsvOptions.Missing.FILL;
    StringColumn names = StringColumn.create("column");
    StringColumn became = StringColumn.create("became");
    StringColumn values = StringColumn.create("values");
    IntColumn missing = IntColumn.create("missing");
    StringColumn marked = StringColumn.create("missing cells");
    StringColumn remarks = StringColumn.create("remarks");
    int filled = 0;
    for (CsvCells cells : table.columns()) {
      Entry entry = entries.getOrDefault(cells.name(), new Entry("ignored", "", "", List.of()));
      boolean used = entries.containsKey(cells.name());
      names.append(cells.name());
      became.append(entry.became());
      values.append(entry.values());
      missing.append(cells.missing());
      String markers =
          cells.markers().entrySet().stream()
              .map(
                  m ->
                      m.getValue()
                          + " "
                          + (m.getKey().isEmpty() ? "empty" : "'" + m.getKey() + "'"))
              .collect(Collectors.joining(", "));
      marked.append(
          markers.isEmpty() || !used
              ? markers
              : markers + (fill ? ": filled with " + entry.filling() : ": rows left out"));
      filled += used && fill ? cells.missing() : 0;
      remarks.append(String.join("; ", entry.remarks()));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%s: %s and %s, separated by %s, in %s%s.",
            table.file().getFileName(),
            count(table.rows(), "row", "rows"),
            count(table.columns().size(), "column", "columns"),
            table.separator() == '\t' ? "tabs" : "'" + table.separator() + "'",
            table.encoding(),
            table.emptyLines() == 0
                ? ""
                : "; " + count(table.emptyLines(), "empty line", "empty lines") + " left out"));
    if (dropped > 0) {
      lines.add(count(dropped, "row", "rows") + " left out for missing cells.");
    }
    if (filled > 0) {
      lines.add(count(filled, "missing cell", "missing cells") + " filled.");
    }
    lines.add(target);
    String title = "columns of " + table.file().getFileName();
    return new TableReport(
        lines, Table.create(title, names, became, values, missing, marked, remarks));
  }

  /** A remark on categories that are the same but for the case of their letters. */
  private static List<String> alike(List<String> categories) {
    Map<String, String> seen = new HashMap<>();
    for (String category : categories) {
      String before = seen.putIfAbsent(category.toLowerCase(Locale.ROOT), category);
      if (before != null) {
        return List.of("'" + before + "' and '" + category + "' count as different");
      }
    }
    return List.of();
  }

  private static String list(List<String> texts) {
    return texts.stream()
            .limit(SHOWN_CATEGORIES)
            .map(CsvSummary::brief)
            .collect(Collectors.joining(", "))
        + (texts.size() > SHOWN_CATEGORIES ? ", …" : "");
  }

  private static String brief(String text) {
    return text.length() <= 30 ? text : text.substring(0, 30) + "…";
  }

  private static String range(List<String> sorted) {
    return sorted.isEmpty() ? "" : sorted.get(0) + " … " + sorted.get(sorted.size() - 1);
  }

  private static String range(double[] values) {
    return values.length == 0
        ? ""
        : number(Arrays.stream(values).min().orElseThrow())
            + " … "
            + number(Arrays.stream(values).max().orElseThrow());
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.6g", value)
            .replaceFirst("(\\.\\d*?)0+($|e)", "$1$2")
            .replaceFirst("\\.($|e)", "$1");
  }

  private static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }
}
