package org.selftuning.magics;

import java.util.stream.IntStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A Tablesaw table as HTML: numbers right-aligned and as short as they stay readable, everything
 * escaped, the first rows of a long table and how many follow.
 */
public final class TableHtml {
  private static final int MAX_ROWS = 30;
  private static final String CELL = "padding:3px 10px;border-bottom:1px solid #e6e6e6;";

  private TableHtml() {}

  /** Returns the table as HTML. */
  public static String of(Table table) {
    StringBuilder html = new StringBuilder();
    html.append("<table style=\"border-collapse:collapse;font-size:13px\">");
    if (table.name() != null && !table.name().isBlank()) {
      html.append("<caption style=\"text-align:left;color:#444;padding:2px 10px\">")
          .append(escape(table.name()))
          .append("</caption>");
    }
    html.append("<thead><tr>");
    for (Column<?> column : table.columns()) {
      cell(html, "th", column, "border-bottom:1.5px solid #888;", column.name());
    }
    html.append("</tr></thead><tbody>");
    int rows = Math.min(MAX_ROWS, table.rowCount());
    IntStream.range(0, rows)
        .forEach(
            row -> {
              html.append("<tr>");
              table.columns().forEach(column -> cell(html, "td", column, "", text(column, row)));
              html.append("</tr>");
            });
    html.append("</tbody></table>");
    if (rows < table.rowCount()) {
      html.append("<p style=\"color:#666;font-size:12px\">… and ")
          .append(table.rowCount() - rows)
          .append(" more rows</p>");
    }
    return html.toString();
  }

  private static void cell(
      StringBuilder html, String tag, Column<?> column, String style, String text) {
    String align = column instanceof NumericColumn ? "right" : "left";
    html.append('<')
        .append(tag)
        .append(" style=\"")
        .append(CELL)
        .append(style)
        .append("text-align:")
        .append(align)
        .append("\">")
        .append(escape(text))
        .append("</")
        .append(tag)
        .append('>');
  }

  private static String text(Column<?> column, int row) {
    if (column.isMissing(row)) {
      return "";
    }
    ColumnType type = column.type();
    if (type == ColumnType.DOUBLE || type == ColumnType.FLOAT) {
      return shortNumber(((Number) column.get(row)).doubleValue());
    }
    return column.getString(row);
  }

  /** At most four significant digits for fractions, whole numbers in full. */
  static String shortNumber(double x) {
    if (x == Math.rint(x) && Math.abs(x) < 1e15) {
      return String.format(java.util.Locale.ROOT, "%.0f", x);
    }
    double size = Math.abs(x);
    if (size >= 1e-3 && size < 1e6) {
      int digits = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
      String text = String.format(java.util.Locale.ROOT, "%." + digits + "f", x);
      return digits == 0 ? text : text.replaceFirst("\\.?0+$", "");
    }
    return String.format(java.util.Locale.ROOT, "%.3e", x);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
