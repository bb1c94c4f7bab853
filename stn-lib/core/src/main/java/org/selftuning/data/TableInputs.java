package org.selftuning.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.selftuning.tensor.Shape;
import tech.tablesaw.api.Table;

/**
 * Columns of a table.
 *
 * @param columns what each column that is used becomes
 * @param fill whether missing cells are filled; they are refused else
 * @param windows how rows make examples; empty if each row is one
 * @param format how the tables are written
 */
public record TableInputs(
    List<ColumnRule> columns, boolean fill, Optional<Windows> windows, TableFormat format)
    implements Inputs {
  static final String KIND = "table";

  /** Keeps a copy. */
  public TableInputs {
    columns = List.copyOf(columns);
  }

  @Override
  public String kind() {
    return "rows of a table";
  }

  /** What each feature is. */
  public List<String> features() {
    return columns.stream().flatMap(column -> column.features().stream()).toList();
  }

  /** The cells that features were made of, by column; of a window those of its last row. */
  Map<String, String> cells(float[] x) {
    Map<String, String> cells = new LinkedHashMap<>();
    int at = x.length - width();
    for (ColumnRule column : columns) {
      cells.put(column.name(), column.cell(x, at));
      at += column.width();
    }
    return cells;
  }

  /** The number of features of a row. */
  int width() {
    return columns.stream().mapToInt(ColumnRule::width).sum();
  }

  @Override
  public Shape shape() {
    return windows.isEmpty() ? Shape.of(width()) : Shape.of(windows.get().length(), width());
  }

  @Override
  public Dataset of(Table table, Outputs outputs) throws IOException {
    return of(TablesawRows.of(table, format), outputs);
  }

  @Override
  public Dataset of(Path file, Outputs outputs) throws IOException {
    return of(TableReader.readAny(file, format), outputs);
  }

  private Dataset of(RawTable table, Outputs outputs) throws DataFormatException {
    int[] rows = IntStream.range(0, table.rows()).toArray();
    Preparation preparation = new Preparation(this, outputs);
    ArraySet single = rows(table, rows, outputs, Optional.empty(), preparation);
    return windows.isEmpty()
        ? single
        : windows(table, single, windows.get().series(table, format), true, preparation);
  }

  /**
   * Makes an example of each row.
   *
   * @param rows of the table, in the order of the examples
   */
  ArraySet rows(
      RawTable table,
      int[] rows,
      Outputs outputs,
      Optional<TableReport> report,
      Preparation preparation)
      throws DataFormatException {
    int width = width();
    if ((long) width * rows.length > Integer.MAX_VALUE - 8) {
      throw new DataFormatException(
          table.source(),
          String.format(
              "%d rows of %d features are %d numbers; the most are 2^31; ignore columns, or"
                  + " split the file",
              rows.length, width, (long) width * rows.length));
    }
    float[] x = new float[width * rows.length];
    int at = 0;
    for (ColumnRule column : columns) {
      Cells cells = table.require(column.name());
      if (!fill) {
        cells.requireComplete(rows, "the network was trained on rows without missing cells");
      }
      for (int i = 0; i < rows.length; i++) {
        column.write(cells, rows[i], x, i * width + at);
      }
      at += column.width();
    }
    return new ArraySet(
        table.name(),
        Shape.of(width),
        outputs.target(),
        x,
        outputs.write(table, rows),
        report,
        preparation);
  }

  /**
   * Makes an example of each window.
   *
   * @param rows all rows of the table, each an example
   * @param series the rows of each series, in their order in time
   * @param future whether windows count whose successor is not known yet
   */
  WindowSet windows(
      RawTable table, ArraySet rows, List<int[]> series, boolean future, Preparation preparation)
      throws DataFormatException {
    Windows by = windows.orElseThrow();
    List<int[]> all = new ArrayList<>();
    List<Integer> later = new ArrayList<>();
    for (int[] one : series) {
      for (int first = 0; first < by.count(one, future); first++) {
        int next = first + by.length() - 1 + by.horizon();
        all.add(Arrays.copyOfRange(one, first, first + by.length()));
        later.add(next < one.length ? one[next] : -1);
      }
    }
    if (all.isEmpty()) {
      throw new DataFormatException(
          table.source(),
          String.format(
              "no series has the %d rows of a window of %d and a horizon of %d",
              by.length() + (future ? 0 : by.horizon()), by.length(), by.horizon()));
    }
    return new WindowSet(
        table.name(),
        rows,
        by.length(),
        all.toArray(int[][]::new),
        later.stream().mapToInt(Integer::intValue).toArray(),
        preparation);
  }

  @Override
  public JsonObject toJson() {
    JsonArray all = new JsonArray();
    columns.forEach(column -> all.add(column.toJson()));
    JsonObject json = new JsonObject();
    json.addProperty("kind", KIND);
    json.add("columns", all);
    json.addProperty("fill", fill);
    windows.ifPresent(by -> json.add("windows", by.toJson()));
    json.add("format", format.toJson());
    return json;
  }

  static TableInputs of(JsonFields json) {
    return new TableInputs(
        json.list("columns").stream().map(ColumnRule::of).toList(),
        json.flag("fill"),
        json.optional("windows").map(Windows::of),
        TableFormat.of(json.object("format")));
  }
}
