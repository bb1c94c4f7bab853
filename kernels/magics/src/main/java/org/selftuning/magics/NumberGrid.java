package org.selftuning.magics;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays of numbers: rows and columns as a table, its far corner behind dots where it is large.
 * What is no matrix is text alone.
 */
final class NumberGrid {
  private static final int MOST_ROWS = 12;
  private static final int MOST_COLUMNS = 12;
  private static final int MOST_ELEMENTS = 200;
  private static final int MOST_NESTED = 30;
  private static final String CELL = "padding:2px 8px;text-align:right;border:0";

  private NumberGrid() {}

  /** What is in a row and a column. */
  private interface Cells {
    String text(int row, int column);
  }

  /** An array of ND4J, with its shape and type. */
  static MimeBundle of(INDArray array) {
    String shape =
        Arrays.stream(array.shape()).mapToObj(Long::toString).collect(Collectors.joining(" × "));
    String type = array.dataType().toString().toLowerCase(Locale.ROOT);
    String caption = ("INDArray " + shape).strip() + ", " + type;
    String plain = caption + "\n" + array;
    int rank = array.rank();
    if (rank == 0 || rank > 2 || array.isEmpty()) {
      String text = "<pre>" + TableHtml.escape(array.toString()) + "</pre>";
      return MimeBundle.html(plain, caption(caption) + text);
    }
    int rows = rank == 1 ? 1 : (int) array.size(0);
    int columns = (int) array.size(rank - 1);
    Cells cells =
        (i, j) -> TableHtml.shortNumber(rank == 1 ? array.getDouble(j) : array.getDouble(i, j));
    return MimeBundle.html(plain, html(caption, rows, i -> columns, cells));
  }

  /** An array of Java. */
  static MimeBundle ofArray(Object array) {
    String plain = text(array);
    int rows = Array.getLength(array);
    Class<?> element = array.getClass().getComponentType().getComponentType();
    boolean numbers = element == double.class || element == float.class || element == int.class;
    for (int i = 0; numbers && i < rows; i++) {
      numbers = Array.get(array, i) != null;
    }
    if (!numbers || rows == 0) {
      return MimeBundle.text(plain);
    }
    IntUnaryOperator columns = i -> Array.getLength(Array.get(array, i));
    String type = array.getClass().getComponentType().getComponentType() + "[][]";
    String caption = type + " " + rows + " × " + columns.applyAsInt(0);
    Cells cells = (i, j) -> TableHtml.shortNumber(Array.getDouble(Array.get(array, i), j));
    return MimeBundle.html(plain, html(caption, rows, columns, cells));
  }

  /** {@code [1.0, 2.0, …]}, nested arrays row by row. */
  private static String text(Object array) {
    int length = Array.getLength(array);
    boolean nested = length > 0 && isArray(Array.get(array, 0));
    int shown = Math.min(length, nested ? MOST_NESTED : MOST_ELEMENTS);
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < shown; i++) {
      Object element = Array.get(array, i);
      text.append(i == 0 ? "" : nested ? ",\n " : ", ");
      text.append(isArray(element) ? text(element).replace("\n", "\n ") : String.valueOf(element));
    }
    if (shown < length) {
      text.append(nested ? ",\n " : ", ").append("… ").append(length - shown).append(" more");
    }
    return text.append(']').toString();
  }

  private static boolean isArray(Object element) {
    return element != null && element.getClass().isArray();
  }

  private static String html(String caption, int rows, IntUnaryOperator columns, Cells cells) {
    StringBuilder html = new StringBuilder(caption(caption));
    html.append("<table style=\"border-collapse:collapse;font-size:13px\"><tbody>");
    int shown = rows <= MOST_ROWS ? rows : MOST_ROWS - 1;
    for (int i = 0; i < shown; i++) {
      row(html, i, columns.applyAsInt(i), cells);
    }
    if (shown < rows) {
      html.append("<tr><td style=\"").append(CELL).append("\">⋮</td></tr>");
      row(html, rows - 1, columns.applyAsInt(rows - 1), cells);
    }
    return html.append("</tbody></table>").toString();
  }

  private static void row(StringBuilder html, int row, int columns, Cells cells) {
    html.append("<tr>");
    int shown = columns <= MOST_COLUMNS ? columns : MOST_COLUMNS - 1;
    for (int j = 0; j < shown; j++) {
      cell(html, cells.text(row, j));
    }
    if (shown < columns) {
      cell(html, "…");
      cell(html, cells.text(row, columns - 1));
    }
    html.append("</tr>");
  }

  private static void cell(StringBuilder html, String text) {
    html.append("<td style=\"").append(CELL).append("\">").append(text).append("</td>");
  }

  private static String caption(String text) {
    return "<div style=\"color:inherit;opacity:0.75;font-size:13px;padding:2px 8px\">"
        + TableHtml.escape(text)
        + "</div>";
  }
}
