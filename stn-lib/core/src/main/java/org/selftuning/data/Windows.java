package org.selftuning.data;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the rows of a table, one after the other in time, make examples: {@code length} rows are the
 * features, and the row {@code horizon} later is predicted. No window reaches from one series into
 * another.
 *
 * @param length rows of a window
 * @param horizon rows from the last of a window to the one that is predicted; 1 is the next
 * @param time the column of numbers or dates by which rows are ordered; empty if they are in order
 * @param series the column that names the series of a row; empty if there is one
 */
public record Windows(int length, int horizon, String time, String series) {

  /** Checks that there is something to see, and that it is the past. */
  public Windows {
    if (length < 1 || horizon < 1) {
      throw new IllegalArgumentException(
          String.format(
              "a window of %d rows and a horizon of %d rows; both are 1 or more", length, horizon));
    }
  }

  /** Of rows that are in order and of one series. */
  public static Windows of(int length, int horizon) {
    return new Windows(length, horizon, "", "");
  }

  /** Returns these windows of rows that are ordered by a column. */
  public Windows time(String time) {
    return new Windows(length, horizon, time, series);
  }

  /** Returns these windows of several series, told by a column. */
  public Windows series(String series) {
    return new Windows(length, horizon, time, series);
  }

  /** Returns the rows of each series, in their order in time. */
  List<int[]> series(RawTable table, TableFormat format) throws DataFormatException {
    int[] rows = IntStream.range(0, table.rows()).toArray();
    if (!time.isEmpty()) {
      rows = order(table, table.require(time), format);
    }
    if (series.isEmpty()) {
      return List.of(rows);
    }
    Cells cells = table.require(series);
    cells.requireComplete("it says which series a row belongs to");
    Map<String, List<Integer>> all = new LinkedHashMap<>();
    for (int row : rows) {
      all.computeIfAbsent(cells.get(row), key -> new ArrayList<>()).add(row);
    }
    return all.values().stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** The rows of a table, ordered by a column of numbers or dates; equals in their order. */
  static int[] order(RawTable table, Cells cells, TableFormat format) throws DataFormatException {
    cells.requireComplete("rows are ordered by it");
    CellValues values = CellValues.of(List.of(cells), List.of(), format, table.separator()).get(0);
    Comparator<Integer> order;
    if (values instanceof CellValues.Numbers numbers) {
      order = Comparator.comparingDouble(row -> numbers.values()[row]);
    } else if (values instanceof CellValues.Dates dates) {
      order = Comparator.comparing(row -> dates.values()[row]);
    } else {
      throw cells.refused(
          0, cells.quoted(0) + " is neither a number nor a date; rows are ordered by such");
    }
    return IntStream.range(0, table.rows())
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Returns the number of windows of a series.
   *
   * @param future whether those count whose successor is not known yet
   */
  int count(int[] series, boolean future) {
    return Math.max(0, series.length - length + 1 - (future ? 0 : horizon));
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("length", length);
    json.addProperty("horizon", horizon);
    json.addProperty("time", time);
    json.addProperty("series", series);
    return json;
  }

  static Windows of(JsonFields json) {
    return new Windows(
        json.integer("length"), json.integer("horizon"), json.text("time"), json.text("series"));
  }

  /** The cut of every series by time, at the same shares. */
  static Parts cut(String name, List<int[]> series, SplitOptions options) {
    return series.stream()
        .map(rows -> Parts.ordered(name, rows, options))
        .reduce(Parts::and)
        .orElseThrow();
  }

  /** Names what is only there to order and tell apart: no features. */
  List<String> keys() {
    return Arrays.asList(time, series).stream().filter(name -> !name.isEmpty()).toList();
  }
}
