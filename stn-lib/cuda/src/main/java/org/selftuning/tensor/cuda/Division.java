package org.selftuning.tensor.cuda;

/**
 * How sums down the columns of a matrix [rows, columns] are shared out; see columns.cuh.
 *
 * @param rows R
 * @param columns C
 * @param groups G
 * @param rowsPerExample neighboring rows of a group
 * @param parts into which each group's rows are divided
 * @param tile columns of a block that adds up parts; the rest of its threads share the rows
 * @param wholeTile columns of a block that adds up over the parts and groups
 */
record Division(
    int rows, int columns, int groups, int rowsPerExample, int parts, int tile, int wholeTile) {

  /** Threads that share a column, at the most. */
  private static final int LANES = 32;

  /** Rows that each of them has at least, before a group is divided into parts. */
  private static final int LEAST = 4;

  /** Chooses how to divide it, for a machine. */
  static Division of(int rows, int columns, int groups, int rowsPerExample, Machine machine) {
    int own = rows / groups;
    int tile = tile(own, columns, machine.threads());
    int lanes = machine.threads() / tile;
    long blocks = (long) ceiling(columns, tile) * groups;
    int most = Math.max(1, own / (lanes * LEAST));
    int parts = (int) Math.max(1, Math.min(most, machine.busy() / blocks));
    int wholeTile = tile(groups == 1 ? parts : groups, columns, machine.threads());
    return new Division(rows, columns, groups, rowsPerExample, parts, tile, wholeTile);
  }

  /** The columns of a block, where each has {@code summands} summands. */
  private static int tile(int summands, int columns, int threads) {
    int lanes = Math.min(threads, Math.min(LANES, power(summands)));
    int spare = Math.max(1, threads / power(columns)); // threads that have no column of their own
    lanes = Math.min(lanes, Math.max(8, spare));
    return threads / Math.min(lanes, threads);
  }

  /** The next power of two. */
  private static int power(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }

  private static int ceiling(int n, int of) {
    return (n + of - 1) / of;
  }

  /** Blocks that add up parts. */
  int blocks() {
    return ceiling(columns, tile) * parts * groups;
  }

  /** Blocks that add up over parts and groups. */
  int wholeBlocks() {
    return ceiling(columns, wholeTile);
  }

  /** Bytes of the parts' sums. */
  long bytes() {
    return 2L * Float.BYTES * groups * parts * columns;
  }
}
