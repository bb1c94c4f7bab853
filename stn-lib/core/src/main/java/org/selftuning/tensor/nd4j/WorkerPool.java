package org.selftuning.tensor.nd4j;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers that share the work of one operation: the caller, and those threads of the common pool
 * that come in time. Work is cut into pieces that any worker takes; the cut depends on the work
 * alone, so that results do not depend on who did what. The caller never waits for a worker that
 * has not begun.
 */
final class WorkerPool {
  /** Elements in a piece of work. */
  private static final int PIECE = 16_384;

  /**
   * Elements from which on work is shared, a few tenths of a millisecond: another thread takes a
   * while to come, for oneDNN's still holds its processor, waiting for the next product.
   */
  static final int LEAST = 512 * 1024;

  /** Turns of the loop that waits for the last pieces before it sleeps, some tens of µs. */
  private static final int TURNS = 1000;

  /** What is done with the items from {@code from} to {@code to} (excluded). */
  interface Work {
    /** Works on some items, with arrays that hold anything. */
    void on(int from, int to, Scratch scratch);
  }

  /** What is done for one example. */
  interface Example {
    /** Works on an example, with arrays that hold anything. */
    void on(int example, Scratch scratch);
  }

  /** On how many threads the native operations work that a thread calls; 0 before its first. */
  private static final ThreadLocal<Integer> GIVEN = ThreadLocal.withInitial(() -> 0);

  private final Scratch[] workers;

  WorkerPool(int size) {
    workers = new Scratch[size];
    for (int i = 0; i < size; i++) {
      workers[i] = new Scratch();
    }
  }

  /** The caller's own arrays, for what is not shared out. */
  Scratch own() {
    return workers[0];
  }

  /** Runs a native operation on as many threads as there are workers. */
  void run(NativeCall call) {
    lead();
    call.run();
  }

  /** Gives the calling thread's native operations as many threads as there are workers. */
  void lead() {
    if (GIVEN.get() != workers.length) {
      Native.threads(workers.length);
      GIVEN.set(workers.length);
    }
    if (workers.length > 1) {
      Contention.watch();
    }
  }

  /** Works on {@code examples} of {@code size} elements each, one by one. */
  void each(int examples, int size, Example work) {
    share(
        examples,
        size,
        (from, to, scratch) -> {
          for (int example = from; example < to; example++) {
            work.on(example, scratch);
          }
        });
  }

  /** Works on {@code items} of {@code size} elements each. */
  void share(int items, int size, Work work) {
    int grain = Math.max(1, PIECE / size);
    int pieces = (items + grain - 1) / grain;
    int helpers = Math.min(workers.length, pieces / 2) - 1;
    if (helpers < 1 || (long) items * size < LEAST) {
      work.on(0, items, workers[0]);
      return;
    }
    Job job = new Job(work, items, grain, pieces);
    for (int i = 1; i <= helpers; i++) {
      Scratch scratch = workers[i];
      ForkJoinPool.commonPool().execute(() -> job.workOff(scratch));
    }
    job.workOff(workers[0]);
    job.await();
  }

  private static final class Job {
    private final Work work;
    private final int items;
    private final int grain;
    private final int pieces;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile RuntimeException problem;

    Job(Work work, int items, int grain, int pieces) {
      this.work = work;
      this.items = items;
      this.grain = grain;
      this.pieces = pieces;
    }

    void workOff(Scratch scratch) {
      for (int i = taken.getAndIncrement(); i < pieces; i = taken.getAndIncrement()) {
        try {
          work.on(i * grain, Math.min(items, (i + 1) * grain), scratch);
        } catch (RuntimeException e) {
          problem = e;
        }
        if (done.incrementAndGet() == pieces && Thread.currentThread() != caller) {
          LockSupport.unpark(caller);
        }
      }
    }

    /**
     * Waits for pieces that others are still at. They take microseconds, unless another program has
     * their thread's processor; it may be this one that they wait for, so it is given up then.
     */
    void await() {
      for (int i = 0; i < TURNS && done.get() < pieces; i++) {
        Thread.onSpinWait();
      }
      while (done.get() < pieces) {
        LockSupport.park(this);
      }
      if (problem != null) {
        throw problem;
      }
    }
  }
}
