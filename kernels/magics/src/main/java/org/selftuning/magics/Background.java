package org.selftuning.magics;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.selftuning.record.Run;

/**
 * The runs that train behind the cells, each on a thread of its own. A run is the thread's alone
 * until it has ended: others may read its history and ask it to stop.
 */
final class Background {
  private final Map<Run, CountDownLatch> training = new IdentityHashMap<>();

  /** Begins to train {@code run} by {@code task}, which throws nothing. */
  synchronized void begin(Run run, Runnable task) {
    CountDownLatch ended = new CountDownLatch(1);
    training.put(run, ended);
    Runnable whole =
        () -> {
          try {
            task.run();
          } finally {
            end(run);
            ended.countDown();
          }
        };
    // What it shows belongs to no cell, so it takes nothing over from the thread of this one.
    Thread thread = new Thread(null, whole, "run " + run.name(), 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void end(Run run) {
    training.remove(run);
  }

  /** Whether {@code run} is training here. */
  synchronized boolean has(Run run) {
    return training.containsKey(run);
  }

  /** Waits until {@code run} trains here no more. */
  void await(Run run) throws InterruptedException {
    CountDownLatch ended;
    synchronized (this) {
      ended = training.get(run);
    }
    if (ended != null) {
      ended.await();
    }
  }
}
