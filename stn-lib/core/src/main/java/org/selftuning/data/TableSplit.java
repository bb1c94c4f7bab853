package org.selftuning.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts the rows of a table into parts.
 *
 * @param table the table
 * @param options what decides where a row goes
 * @param rows the rows that are used
 * @param series the rows of each series; empty if rows do not follow each other
 */
@SuppressWarnings("ArrayRecordComponent") // on its way into a split; compared by no one
record TableSplit(RawTable table, TableOptions options, int[] rows, List<int[]> series) {

  /** Returns the rows of each part, as numbers in the table. */
  Parts parts(CellValues target) throws DataFormatException {
    SplitOptions split = options.split();
    String column = split.by().column();
    String name = table.name();
    if (!series.isEmpty()) {
      return Windows.cut(name, series, split);
    }
    return switch (split.by().way()) {
      case RANDOM -> Parts.random(name, rows.length, split).of(rows);
      case STRATIFIED -> stratified(target, split).of(rows);
      case GROUP -> {
        Cells cells = table.require(column);
        cells.requireComplete("it says which group a row belongs to");
        yield Parts.grouped(name, texts(cells), split).of(rows);
      }
      case TIME -> {
        boolean[] used = new boolean[table.rows()];
        Arrays.stream(rows).forEach(row -> used[row] = true);
        int[] order =
            column.isEmpty() ? rows : Windows.order(table, table.require(column), options.format());
        yield Parts.ordered(name, Arrays.stream(order).filter(r -> used[r]).toArray(), split);
      }
    };
  }

  private Parts stratified(CellValues target, SplitOptions split) throws DataFormatException {
    Cells cells = target.cells();
    if (!(target instanceof CellValues.Texts)) {
      throw cells.refused(
          "holds no classes, which a stratified split needs; say --task classification if its"
              + " values are classes");
    }
    String[] texts = texts(cells);
    List<String> classes = CategoryRule.distinct(cells, rows);
    int[] labels = Arrays.stream(texts).mapToInt(classes::indexOf).toArray();
    return Parts.stratified(table.name(), labels, classes, split);
  }

  private String[] texts(Cells cells) {
    return Arrays.stream(rows).mapToObj(cells::get).toArray(String[]::new);
  }

  /** Returns windows in the part of the row that they predict. */
  static Split windows(WindowSet all, Parts rows) {
    return new Parts(in(all, rows.train()), in(all, rows.validation()), in(all, rows.test()))
        .of(all);
  }

  private static int[] in(WindowSet all, int[] rows) {
    boolean[] member = new boolean[all.rows().size()];
    Arrays.stream(rows).forEach(row -> member[row] = true);
    return IntStream.range(0, all.size()).filter(i -> member[all.later()[i]]).toArray();
  }
}
