package org.selftuning.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work end well when the process is asked to end, by Ctrl-C for example: a run is stopped
 * after the current step, and the process waits until what is inside the try block is done.
 */
final class Finish implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  private final Runnable stop;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "finish");

  /** Work that {@code stop}, called by another thread, brings to an early end. */
  Finish(Runnable stop) {
    this.stop = stop;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end() {
    stop.run();
    try {
      if (!done.await(PATIENCE_S, TimeUnit.SECONDS)) {
        return; // it takes too long; the process ends without the results
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending, and the hook running
    }
  }
}
