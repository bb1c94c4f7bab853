package org.selftuning.kernel;

import java.util.concurrent.Callable;

/**
 * The cell that runs: its thread, and what may end it before its own end. For any thread; what
 * comes to end a cell as it ends by itself does not end the next one.
 */
final class RunningCell implements AutoCloseable {
  private final JavaKernel kernel;
  private volatile CellThread thread;
  private volatile boolean running;
  private volatile boolean interrupted;
  private volatile boolean stopRequested;
  private volatile Throwable reason;
  private long began;

  RunningCell(JavaKernel kernel) {
    this.kernel = kernel;
    this.thread = new CellThread(kernel);
  }

  synchronized void begin() {
    interrupted = false;
    stopRequested = false;
    reason = null;
    thread.beginCell();
    began = System.nanoTime();
    running = true;
  }

  synchronized void finish() {
    running = false;
  }

  /** Whether the cell itself calls. */
  boolean isCurrent() {
    return thread.isCurrent();
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /** Why the kernel ended the cell, whatever its code does; null where it did not. */
  Throwable reason() {
    return reason;
  }

  /** Runs a part of the cell on its thread and waits for it. */
  Object call(Callable<?> task) throws Throwable {
    if (stopRequested) { // the interrupt came while a snippet was being compiled
      thread.endStrays();
      throw new CellThread.Unanswered();
    }
    if (thread.isAbandoned()) {
      thread = new CellThread(kernel);
    }
    return thread.call(task);
  }

  /** Ends the cell that runs now, if one does; returns at once. */
  synchronized void interrupt() {
    if (running) {
      interrupted = true;
      stopRequested = !thread.interrupt();
    }
  }

  /**
   * Ends the cell that runs; it fails with {@code why} even where its code catches that.
   *
   * @param seen when that was found, in ns as {@link System#nanoTime()}: a cell that began later is
   *     not meant
   */
  synchronized void end(Throwable why, long seen) {
    if (running && reason == null && began <= seen) {
      reason = why;
      if (thread.isCurrent()) {
        thread.endOthers();
      } else {
        interrupt();
      }
    }
  }

  /** Ends the cell that runs now, of which {@code stuck} will never return. */
  synchronized void leave(Throwable why, Thread stuck) {
    if (running && reason == null) {
      reason = why;
      if (!thread.abandon(stuck)) {
        interrupt();
      }
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
