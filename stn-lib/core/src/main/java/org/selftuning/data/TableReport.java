package org.selftuning.data;

import java.util.List;
import tech.tablesaw.api.Table;

/**
 * How a table in a file became a data set.
 *
 * @param lines on the file, the rows and the target
 * @param columns one row for each column of the file: what it became, which places of a network's
 *     input that are, its values, its missing cells and what became of them, and every change to
 *     its cells
 */
public record TableReport(List<String> lines, Table columns) {
  /** Keeps a copy. */
  public TableReport {
    lines = List.copyOf(lines);
  }
}
