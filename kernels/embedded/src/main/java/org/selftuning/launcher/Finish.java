package org.selftuning.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run, or a study of several, end well when the process is asked to end, by Ctrl-C for
 * example: it is stopped after the step at hand, and the process waits until what is inside the try
 * block is done.
 */
final class Finish implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  private final Runnable ask;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "finish");

  /** Calls {@code ask} to ask for the end. */
  Finish(Runnable ask) {
    this.ask = ask;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    ask.run();
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
      return; // the process is ending, and the hook at work
    }
  }
}
