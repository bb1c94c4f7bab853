package org.selftuning.magics;

import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A Tablesaw table as HTML: numbers right-aligned and as short as they stay readable, everything
 * escaped. A long table comes in pages that open with a click, without any script; of a very long
 * one the first pages, and how many rows follow.
 */
public final class TableHtml {
  private static final int WHOLE_ROWS = 30;
  private static final int PAGE_ROWS = 25;
  private static final int MOST_PAGES = 20;
  private static final int WIDEST_COLUMN = 40;
  private static final String CELL =
      "padding:3px 10px;border-bottom:1px solid rgba(128,128,128,0.25);";
  private static final String NOTE = "color:inherit;opacity:0.7;font-size:12px;padding:2px 10px";

  private TableHtml() {}

  /** Returns the table as HTML. */
  public static String of(Table table) {
    StringBuilder html = new StringBuilder();
    int rows = table.rowCount();
    if (rows <= WHOLE_ROWS) {
      page(html, table, 0, rows, "");
      return html.toString();
    }
    String columns = columns(table);
    page(html, table, 0, PAGE_ROWS, columns);
    int from = PAGE_ROWS;
    for (; from < Math.min(rows, MOST_PAGES * PAGE_ROWS); from += PAGE_ROWS) {
      int to = Math.min(rows, from + PAGE_ROWS);
      html.append("<details><summary style=\"cursor:pointer;")
          .append(NOTE)
          .append(
              String.format(Locale.ROOT, "\">rows %,d – %,d of %,d</summary>", from + 1, to, rows));
      page(html, table, from, to, columns);
      html.append("</details>");
    }
    if (from < rows) {
      html.append("<p style=\"")
          .append(NOTE)
          .append(String.format(Locale.ROOT, "\">… and %,d more rows</p>", rows - from));
    }
    return html.toString();
  }

  /**
   * Appends some rows under the names of the columns.
   *
   * @param columns the widths that all pages share; empty where there is one page only
   */
  private static void page(StringBuilder html, Table table, int from, int to, String columns) {
    html.append("<table style=\"border-collapse:collapse;font-size:13px")
        .append(columns.isEmpty() ? "" : ";table-layout:fixed;overflow-wrap:anywhere")
        .append("\">");
    if (from == 0 && table.name() != null && !table.name().isBlank()) {
      html.append("<caption style=\"text-align:left;color:inherit;opacity:0.75;padding:2px 10px\">")
          .append(escape(table.name()))
          .append("</caption>");
    }
    html.append(columns).append("<thead><tr>");
    for (Column<?> column : table.columns()) {
      cell(html, "th", column, "border-bottom:1.5px solid #888;", column.name());
    }
    html.append("</tr></thead><tbody>");
    IntStream.range(from, to)
        .forEach(
            row -> {
              html.append("<tr>");
              table.columns().forEach(column -> cell(html, "td", column, "", text(column, row)));
              html.append("</tr>");
            });
    html.append("</tbody></table>");
  }

  /** The widths of the columns, so that they stand below each other on all pages. */
  private static String columns(Table table) {
    StringBuilder columns = new StringBuilder("<colgroup>");
    for (Column<?> column : table.columns()) {
      int widest = column.name().length();
      for (int row = 0; row < Math.min(table.rowCount(), MOST_PAGES * PAGE_ROWS); row++) {
        widest = Math.max(widest, text(column, row).length());
      }
      columns
          .append("<col style=\"width:calc(")
          .append(Math.min(WIDEST_COLUMN, widest) + 1)
          .append("ch + 20px)\">");
    }
    return columns.append("</colgroup>").toString();
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
        .append(indented(escape(text)))
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
      return String.format(Locale.ROOT, "%.0f", x);
    }
    double size = Math.abs(x);
    if (size >= 1e-3 && size < 1e6) {
      int digits = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
      String text = String.format(Locale.ROOT, "%." + digits + "f", x);
      return digits == 0 ? text : text.replaceFirst("\\.?0+$", "");
    }
    return String.format(Locale.ROOT, "%.3e", x);
  }

  /** A page leaves out blanks at the beginning of a cell; those of a tree are meant. */
  private static String indented(String text) {
    int blanks = 0;
    while (blanks < text.length() && text.charAt(blanks) == ' ') {
      blanks++;
    }
    return "&#160;".repeat(blanks) + text.substring(blanks);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
