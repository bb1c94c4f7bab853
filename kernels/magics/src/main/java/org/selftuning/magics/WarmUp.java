package org.selftuning.magics;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final long PATIENCE_SECONDS = 20;

  /** Commands that calculate nothing. */
  private static final Set<String> SHOWING = Set.of("help", "data", "model", "charts");

  private static volatile CompletableFuture<Void> pictures;
  private static volatile CompletableFuture<Void> engine;

  private WarmUp() {}

  /**
   * Begins; returns at once. One thread at a time: the kernel's start needs the other cores. What a
   * first cell shows comes before what it trains with.
   *
   * <p>Only Tablesaw's column types are made ready before that. Their classes' static initializers
   * need each other in a circle, so two threads that enter it at different classes, this one and a
   * first cell that makes a table, would wait for each other for ever.
   */
  static void begin() {
    ColumnType.values();
    pictures = CompletableFuture.runAsync(() -> quietly(WarmUp::pictures), WarmUp::behind);
    engine = pictures.thenRunAsync(() -> quietly(WarmUp::engine), WarmUp::behind);
  }

  private static void behind(Runnable part) {
    Thread thread = new Thread(part, "warm-up");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  /**
   * Waits for what a command needs: so two threads never begin to load the same libraries.
   *
   * @param command its name
   */
  static void await(String command) {
    CompletableFuture<Void> needed = SHOWING.contains(command) ? pictures : engine;
    if (needed == null) {
      return;
    }
    try {
      needed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return; // the command meets it, where someone sees it
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
    MimeBundle.table(table);
    Charts.warmUp();
  }
}
