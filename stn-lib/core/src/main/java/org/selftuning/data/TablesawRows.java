package org.selftuning.data;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The rows of a Tablesaw table. */
final class TablesawRows {
  private TablesawRows() {}

  /**
   * Returns them as cells; rows are counted from 1.
   *
   * @throws DataFormatException if there are none
   */
  static RawTable of(Table table, TableFormat format) throws DataFormatException {
    String name = table.name() == null || table.name().isBlank() ? "table" : table.name();
    RawTable.Builder rows = new RawTable.Builder(name, "row", table.columnNames(), format);
    for (int row = 0; row < table.rowCount(); row++) {
      List<Object> cells = new ArrayList<>();
      for (Column<?> column : table.columns()) {
        cells.add(column.isMissing(row) ? null : column.get(row));
      }
      rows.row(row + 1, cells);
    }
    return rows.table(name, ',', "");
  }
}
