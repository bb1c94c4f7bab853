package org.selftuning.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as text: columns as wide as their widest cell, two blanks apart, a line under the head.
 */
final class AlignedText {
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * A table with these heads; the first character says how a column is aligned: {@code <} or {@code
   * >}.
   */
  AlignedText(String... heads) {
    right = new boolean[heads.length];
    String[] names = new String[heads.length];
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].charAt(0) == '>';
      names[i] = heads[i].substring(1);
    }
    rows.add(names);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  @Override
  public String toString() {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      text.append(line(row, widths)).append('\n');
      if (row == rows.get(0)) {
        String[] rule = new String[widths.length];
        for (int i = 0; i < widths.length; i++) {
          rule[i] = "─".repeat(widths[i]);
        }
        text.append(String.join("──", rule)).append('\n');
      }
    }
    return text.toString();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      String blanks = " ".repeat(widths[i] - width(row[i]));
      line.append(i == 0 ? "" : "  ").append(right[i] ? blanks + row[i] : row[i] + blanks);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
