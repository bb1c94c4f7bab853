package org.selftuning.search;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends an attempt at a job when its time is up, unless it is closed before. */
public final class Deadline implements AutoCloseable {
  private static final double MILLIS = 1e3;
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final ScheduledFuture<?> due;
  private volatile boolean passed;

  private Deadline(double seconds, Runnable end) {
    due =
        Double.isInfinite(seconds)
            ? null
            : CLOCK.schedule(() -> pass(end), (long) (seconds * MILLIS), TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "trial time");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /**
   * Begins to count.
   *
   * @param job its limit counts from now; without one, nothing happens
   * @param end what ends the attempt, without waiting for it
   */
  public static Deadline of(Job job, Runnable end) {
    return new Deadline(job.setup().limit(), end);
  }

  private void pass(Runnable end) {
    passed = true;
    end.run();
  }

  /** Whether the time was up. */
  public boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    if (due != null) {
      due.cancel(false);
    }
  }
}
