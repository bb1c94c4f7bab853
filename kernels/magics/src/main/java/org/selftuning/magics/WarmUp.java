package org.selftuning.magics;

import org.selftuning.chart.Charts;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Gets ready in the background what is slow the first time: machine code, charts, tables. A part
 * that fails stays silent here, and says so when it is used.
 */
final class WarmUp {
  private static final int SIDE = 64;
  private static final long PATIENCE_MILLIS = 20_000;
  private static volatile Thread running;

  private WarmUp() {}

  /**
   * Begins; returns at once. One thread does it all: the kernel's start needs the other cores.
   *
   * <p>Only Tablesaw's column types are made ready before that. Their classes' static initialisers
   * need each other in a circle, so two threads that enter it at different classes, this one and a
   * first cell that makes a table, would wait for each other for ever.
   */
  static void begin() {
    ColumnType.values();
    Thread thread =
        new Thread(
            () -> {
              quietly(WarmUp::engine);
              quietly(WarmUp::pictures);
            },
            "warm-up");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    running = thread;
    thread.start();
  }

  /** Waits until all is ready: a command needs most of it anyway. */
  static void await() {
    Thread thread = running;
    if (thread == null) {
      return;
    }
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void quietly(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | LinkageError e) {
      return; // the first use meets it again, where someone sees it
    }
  }

  private static void engine() {
    try (Ops ops = Device.named("cpu").open()) {
      Tensor a = ops.tensor(SIDE, SIDE);
      Tensor b = ops.tensor(SIDE, SIDE);
      Tensor c = ops.tensor(SIDE, SIDE);
      ops.fill(a, 1);
      ops.fill(b, 1);
      ops.matmul(a, false, b, false, 1, 0, c);
    }
  }

  private static void pictures() {
    Table table = Table.create(DoubleColumn.create("x", 1, 2));
    Bundle.table(table);
    Charts.warmUp();
  }
}
