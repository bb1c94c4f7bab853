package org.selftuning.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Threads that an interrupted cell leaves behind: started by itself, or the workers of its parallel
 * streams. They may not print into later cells, so each ends at its next poll (see {@link
 * StopPolls}), and only the user's code has polls: a library's threads are not touched, nor a run
 * that trains in the background.
 */
final class LeftoverThreads {
  private static final long SCAN_MS = 20;
  private static final long WAIT_MS = 250;
  private static final long LEAST_MS = 5_000;
  private static final Set<Thread> CAUGHT = ConcurrentHashMap.newKeySet();
  private static final Set<Thread> SILENT = ConcurrentHashMap.newKeySet();

  private final Thread cell;
  private final Set<Thread> before = // one that has ended holds what it ran: here it may go
      Collections.newSetFromMap(new WeakHashMap<>());
  private final Set<Thread> mine = ConcurrentHashMap.newKeySet();

  /** Notes who is there when a cell begins that {@code cell} will run. */
  LeftoverThreads(Thread cell) {
    this.cell = cell;
    ThreadGroup group = cell.getThreadGroup();
    Thread[] alive = new Thread[2 * group.activeCount() + 16];
    before.addAll(Arrays.asList(alive).subList(0, group.enumerate(alive)));
  }

  /** Whether the current thread must end. */
  static boolean isCaught() {
    return !CAUGHT.isEmpty() && CAUGHT.contains(Thread.currentThread());
  }

  /** Whether nothing may be heard of the current thread any more. */
  static boolean isSilent() {
    return !SILENT.isEmpty() && SILENT.contains(Thread.currentThread());
  }

  /** Ends what was started since; returns when it has ended, or soon. */
  void end() {
    StopPolls.watch();
    long end = System.nanoTime() + WAIT_MS * 1_000_000;
    int quiet = scan() ? 0 : 1; // between two elements of a stream a worker only seems idle
    while (quiet < 3 && System.nanoTime() < end) {
      pause();
      quiet = scan() ? 0 : quiet + 1;
    }
    mine.stream().filter(ForkJoinWorkerThread.class::isInstance).forEach(this::release);
    Thread watch = new Thread(this::watch, "leftover threads");
    watch.setDaemon(true);
    watch.setContextClassLoader(null); // not the cell's, which holds all that the cells hold
    watch.start();
  }

  /** A timer's next turn may come a little later, so the polls stay for some seconds. */
  private void watch() {
    long end = System.nanoTime() + LEAST_MS * 1_000_000;
    while (System.nanoTime() < end || mine.stream().anyMatch(SILENT::contains)) {
      pause();
      mine.stream().filter(thread -> !thread.isAlive()).forEach(this::release);
    }
    mine.forEach(this::release);
    StopPolls.unwatch();
  }

  private void release(Thread thread) {
    mine.remove(thread);
    CAUGHT.remove(thread);
    SILENT.remove(thread);
  }

  /** Looks for them; says whether one is inside the user's code. */
  private boolean scan() {
    boolean running = false;
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      boolean inside = inUserCode(entry.getValue());
      boolean spared = thread instanceof ForkJoinWorkerThread ? !inside : before.contains(thread);
      if (thread == cell || spared) {
        continue;
      }
      boolean fresh = mine.add(thread);
      CAUGHT.add(thread);
      if (fresh && !(thread instanceof ForkJoinWorkerThread)) {
        endQuietly(thread);
      }
      if (inside) {
        running = true;
        SILENT.add(thread);
        if (fresh) {
          thread.interrupt();
        }
      }
    }
    return running;
  }

  /**
   * What ends a thread at its poll is no failure of the user's, and is not to be printed as one.
   */
  private static void endQuietly(Thread thread) {
    Thread.UncaughtExceptionHandler usual = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler(
        (ended, cause) -> {
          if (!(cause instanceof CellStopped)) {
            usual.uncaughtException(ended, cause);
          }
        });
  }

  private static boolean inUserCode(StackTraceElement[] stack) {
    return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith("REPL."));
  }

  private static void pause() {
    try {
      Thread.sleep(SCAN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
