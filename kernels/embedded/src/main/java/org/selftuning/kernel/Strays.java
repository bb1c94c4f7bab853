package org.selftuning.kernel;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Threads that an interrupted cell leaves behind: started by itself, or the workers of its parallel
 * streams. They may not go on printing into later cells, so each ends at its next poll (see {@link
 * StopPolls}), and only the user's code has polls: a library's threads are not touched, nor a run
 * that trains in the background.
 */
final class Strays {
  private static final long SCAN_MS = 20;
  private static final long WAIT_MS = 300;
  private static final long LEAST_MS = 5_000;
  private static final Set<Thread> CAUGHT = ConcurrentHashMap.newKeySet();
  private static final Set<Thread> SILENT = ConcurrentHashMap.newKeySet();

  private final Thread cell = Thread.currentThread();
  private final Set<Thread> before;

  /** Notes who is there when a cell begins, on the thread that runs it. */
  Strays() {
    Thread[] alive = new Thread[2 * Thread.activeCount() + 16];
    int count = cell.getThreadGroup().enumerate(alive);
    before = new HashSet<>(Arrays.asList(alive).subList(0, count));
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
    boolean running = scan();
    if (CAUGHT.isEmpty()) {
      return;
    }
    StopPolls.watch();
    Thread watch = new Thread(this::watch, "stray watch");
    watch.setDaemon(true);
    watch.start();
    long end = System.nanoTime() + WAIT_MS * 1_000_000;
    while (running && System.nanoTime() < end) {
      pause();
      running = scan();
    }
  }

  /** A timer's next turn may come a little later, so the polls stay for some seconds. */
  private void watch() {
    try {
      long end = System.nanoTime() + LEAST_MS * 1_000_000;
      while (!SILENT.isEmpty() || System.nanoTime() < end) {
        pause();
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        SILENT.removeIf(thread -> !stacks.containsKey(thread) || isIdle(thread, stacks));
        CAUGHT.removeIf(thread -> !stacks.containsKey(thread) || isIdle(thread, stacks));
      }
    } finally {
      CAUGHT.clear();
      StopPolls.unwatch();
    }
  }

  /** Workers belong to everyone: the next cell may use them as soon as they have left this one. */
  private static boolean isIdle(Thread thread, Map<Thread, StackTraceElement[]> stacks) {
    return thread instanceof ForkJoinWorkerThread && !inUserCode(stacks.get(thread));
  }

  /** Looks for them; says whether one is inside the user's code. */
  private boolean scan() {
    boolean running = false;
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      boolean worker = thread instanceof ForkJoinWorkerThread;
      boolean inside = inUserCode(entry.getValue());
      if (thread == cell || (worker ? !inside : before.contains(thread))) {
        continue;
      }
      boolean fresh = CAUGHT.add(thread);
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
