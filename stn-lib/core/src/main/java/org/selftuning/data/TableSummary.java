package org.selftuning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Writes the {@link TableReport} while a table becomes a data set. */
final class TableSummary {
  private static final int SHOWN_CATEGORIES = 6;
  private static final int FEW_VALUES = 20;
  private static final Set<String> TRUTH =
      Set.of("true", "false", "True", "False", "TRUE", "FALSE");

  private final RawTable table;
  private final TableOptions options;
  private final int[] rows;
  private final Parts parts;
  private final Map<String, Entry> entries = new HashMap<>();

  private int features;

  /** What became of one column. */
  private record Entry(
      String became, String inputs, String values, String filling, List<String> remarks) {}

  /**
   * For a data set that is about to be made.
   *
   * @param rows the rows of the table that are used
   * @param parts of these, as rows of the table
   */
  TableSummary(RawTable table, TableOptions options, int[] rows, Parts parts) {
    this.table = table;
    this.options = options;
    this.rows = rows;
    this.parts = parts;
  }

  /** Notes what a column of features became. */
  void feature(CellValues values, ColumnRule rule) {
    List<String> remarks = new ArrayList<>(values.remarks());
    String kind;
    String shown;
    if (rule instanceof DateRule date) {
      kind = "date: " + date.words();
      shown = range((CellValues.Dates) values);
    } else if (rule instanceof CategoryRule column) {
      List<String> categories = column.categories();
      kind =
          TRUTH.containsAll(categories)
              ? "true or false"
              : count(categories.size(), "category", "categories");
      shown = list(categories);
      remarks.addAll(alike(categories));
    } else {
      kind = "number" + (((CellValues.Numbers) values).percent() ? ", in percent" : "");
      double[] known = known((CellValues.Numbers) values);
      shown = range(known);
      if (Arrays.stream(known).distinct().limit(2).count() < 2) {
        remarks.add("the same in all rows");
      }
    }
    entries.put(rule.name(), new Entry(kind, next(rule.width()), shown, rule.filling(), remarks));
  }

  /** The places of the next features in a network's input, counted from 0. */
  private String next(int width) {
    int first = features;
    features += width;
    return width == 1 ? "" + first : first + " … " + (features - 1);
  }

  private double[] known(CellValues.Numbers numbers) {
    return Arrays.stream(rows)
        .mapToDouble(row -> numbers.values()[row])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  private String range(CellValues.Dates dates) {
    return range(
        Arrays.stream(rows)
            .mapToObj(row -> dates.values()[row])
            .filter(date -> date != null)
            .map(date -> dates.time() ? date.toString() : date.toLocalDate().toString())
            .sorted()
            .toList());
  }

  /** Notes the targets, and returns the report. */
  TableReport report(List<CellValues> targets, Outputs outputs) {
    List<String> lines = new ArrayList<>();
    if (outputs instanceof Outputs.Classes classes) {
      lines.add(classes(targets.get(0), classes.names()));
    } else {
      for (int i = 0; i < targets.size(); i++) {
        NumberRule scaled = ((Outputs.Numbers) outputs).numbers().get(i);
        lines.add(number((CellValues.Numbers) targets.get(i), scaled));
      }
    }
    return report(lines);
  }

  /** Notes a target of numbers, and returns a line on it. */
  private String number(CellValues.Numbers target, NumberRule scaled) {
    double[] values = known(target);
    long different = Arrays.stream(values).distinct().count();
    boolean whole = Arrays.stream(values).allMatch(v -> v == Math.rint(v));
    double variance =
        Arrays.stream(parts.train())
            .mapToDouble(row -> target.values()[row] - scaled.mean())
            .map(d -> d * d)
            .average()
            .orElseThrow();
    boolean chosen = options.task() != TableOptions.Task.AUTOMATIC;
    entries.put(
        scaled.name(), new Entry("target, a number", "", range(values), "", target.remarks()));
    return String.format(
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
            : "");
  }

  /** Notes a target of classes, and returns a line on it. */
  private String classes(CellValues target, List<String> classes) {
    List<String> remarks = new ArrayList<>(target.remarks());
    remarks.addAll(alike(classes));
    Cells cells = target.cells();
    entries.put(
        cells.name(),
        new Entry(
            "target, " + count(classes.size(), "class", "classes"),
            "",
            list(classes),
            "",
            remarks));
    Map<String, Long> counts =
        Arrays.stream(parts.train())
            .mapToObj(cells::get)
            .collect(Collectors.groupingBy(c -> c, Collectors.counting()));
    String largest = classes.get(0);
    for (String name : classes) {
      largest = counts.getOrDefault(name, 0L) > counts.getOrDefault(largest, 0L) ? name : largest;
    }
    return String.format(
        Locale.ROOT,
        "Classification of '%s'%s: %d classes, %s. Baseline: always '%s', the largest class of"
            + " the training part, is right in %.1f %% of the training, %.1f %% of the"
            + " validation and %.1f %% of the test part.",
        cells.name(),
        options.task() == TableOptions.Task.AUTOMATIC ? ", as it holds text" : "",
        classes.size(),
        list(classes),
        largest,
        share(cells, parts.train(), largest),
        share(cells, parts.validation(), largest),
        share(cells, parts.test(), largest));
  }

  private static double share(Cells cells, int[] part, String name) {
    return 100.0
        * Arrays.stream(part).filter(row -> name.equals(cells.get(row))).count()
        / part.length;
  }

  private TableReport report(List<String> targets) {
    int dropped = table.rows() - rows.length;
    boolean fill = options.missing() == TableOptions.Missing.FILL;
    StringColumn names = StringColumn.create("column");
    StringColumn became = StringColumn.create("became");
    StringColumn inputs = StringColumn.create("inputs");
    StringColumn values = StringColumn.create("values");
    IntColumn missing = IntColumn.create("missing");
    StringColumn marked = StringColumn.create("missing cells");
    StringColumn remarks = StringColumn.create("remarks");
    int filled = 0;
    for (Cells cells : table.columns()) {
      Entry entry =
          entries.getOrDefault(cells.name(), new Entry(unused(cells), "", "", "", List.of()));
      boolean used = entries.containsKey(cells.name());
      names.append(cells.name());
      became.append(entry.became());
      inputs.append(entry.inputs());
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
            "%s: %s and %s%s.",
            table.source(),
            count(table.rows(), "row", "rows"),
            count(table.columns().size(), "column", "columns"),
            table.note()));
    if (dropped > 0) {
      lines.add(count(dropped, "row", "rows") + " left out for missing cells.");
    }
    if (filled > 0) {
      lines.add(count(filled, "missing cell", "missing cells") + " filled.");
    }
    if (!options.split().by().equals(SplitOptions.By.RANDOM) || options.windows().isPresent()) {
      lines.add(split());
    }
    lines.addAll(targets);
    String title = "columns of " + table.source();
    return new TableReport(
        lines, Table.create(title, names, became, inputs, values, missing, marked, remarks));
  }

  /** What became of a column that is no feature. */
  private String unused(Cells cells) {
    return options.ignored().contains(cells.name()) ? "ignored" : "decides where a row belongs";
  }

  private String split() {
    SplitOptions.By by = options.split().by();
    String of = by.column().isEmpty() ? "" : " of '" + by.column() + "'";
    if (options.windows().isPresent()) {
      Windows windows = options.windows().get();
      return String.format(
          "An example is %s in a row, and predicts the row %d later; the last rows are the test"
              + " part.",
          count(windows.length(), "row", "rows"), windows.horizon());
    }
    return switch (by.way()) {
      case GROUP -> "Rows with one value" + of + " are in one part.";
      case TIME ->
          "The first rows, in the order"
              + (of.isEmpty() ? " they have" : of)
              + ", are for training, the last ones for the test.";
      default -> "Each class has nearly the same share of every part.";
    };
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
            .map(TableSummary::brief)
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
