package org.selftuning.kernel;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread that runs the user's code, one for all cells: native thread pools hang on the thread
 * that first used them, so a new thread for every cell would start a new pool each time.
 *
 * <p>An interrupt is answered in steps, each for code that did not react to the one before: the
 * thread's interrupt flag; after {@link #GRACE_MS} the polls of {@link StopPolls} throw where the
 * flag is still up; after {@link #STERN_MS} they throw even where the flag was swallowed; after
 * {@link #ABANDON_MS} the thread is abandoned, its output is cut off, and a new thread takes over.
 * Running library code (a long training step) gets {@link #PATIENCE_MS} before that.
 */
final class CellThread {
  static final long GRACE_MS = 150;
  static final long STERN_MS = 450;
  static final long ABANDON_MS = 750;
  static final long PATIENCE_MS = 6_000;

  private static final InheritableThreadLocal<CellThread> OWNER = new InheritableThreadLocal<>();
  private static volatile CellThread latest;

  private volatile JavaKernel
      kernel; // null once closed: threads of pools hold their owner for good
  private final Thread thread;
  private final BlockingQueue<Invocation> queue = new LinkedBlockingQueue<>();
  private volatile LeftoverThreads leftovers;
  private volatile Invocation current;
  private volatile boolean abandoned;
  private volatile boolean closed;

  CellThread(JavaKernel kernel) {
    this.kernel = kernel;
    this.thread = new Thread(this::serve, "cell");
    thread.setDaemon(true);
    beginCell();
    latest = this;
    thread.start();
  }

  /** The cell thread that this thread is or descends from; the latest one for pool threads. */
  static CellThread current() {
    CellThread owner = OWNER.get();
    return owner == null || Thread.currentThread() instanceof ForkJoinWorkerThread ? latest : owner;
  }

  /** Whether this thread runs user code whose output belongs to the notebook. */
  static boolean speaks() {
    if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
      return latest != null && latest.current != null;
    }
    CellThread owner = OWNER.get();
    return owner != null && !owner.abandoned;
  }

  /** Whether this thread was left behind by an interrupt, or by a cell that was interrupted. */
  static boolean isMuted() {
    if (LeftoverThreads.isSilent()) {
      return true;
    }
    CellThread owner = OWNER.get();
    return owner != null
        && owner.abandoned
        && !(Thread.currentThread() instanceof ForkJoinWorkerThread);
  }

  /** Called by the polls in the user's code while an interrupt is being answered. */
  static void poll() {
    if (LeftoverThreads.isCaught()) {
      throw new CellStopped();
    }
    CellThread owner = OWNER.get();
    if (owner == null) {
      return;
    }
    Invocation invocation = owner.current;
    if (isMuted()
        || (invocation != null
            && Thread.currentThread() == owner.thread
            && invocation.mustStop())) {
      throw new CellStopped();
    }
  }

  /** Threads that come into being from now on belong to a new cell. */
  void beginCell() {
    leftovers = new LeftoverThreads(thread);
  }

  JavaKernel kernel() {
    JavaKernel own = kernel;
    if (own == null) {
      throw new IllegalStateException("the kernel has ended");
    }
    return own;
  }

  private void makeRoom() {
    JavaKernel own = kernel;
    if (own != null) {
      own.makeRoom();
    }
  }

  boolean isAbandoned() {
    return abandoned;
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Ends the threads that the cell has started. */
  void endStrays() {
    leftovers.end();
  }

  /** What runs now ends by itself; the threads that it started end with it. */
  void endOthers() {
    Invocation invocation = current;
    if (invocation != null) {
      invocation.last = true;
    }
  }

  /** Leaves this thread behind if it is {@code stuck}, which will never return. */
  boolean abandon(Thread stuck) {
    Invocation invocation = current;
    if (stuck != thread || invocation == null) {
      return false;
    }
    abandoned = true;
    invocation.abandon();
    return true;
  }

  /**
   * Runs {@code task} on this thread and waits for it.
   *
   * @throws Abandoned when an interrupt could not end it
   * @throws Exception what the task threw, as it was
   */
  Object call(Callable<?> task) throws Throwable {
    if (Thread.currentThread() == thread) {
      return task.call();
    }
    Invocation invocation = new Invocation(task, leftovers, this::makeRoom);
    current = invocation;
    queue.add(invocation);
    try {
      return invocation.await();
    } finally {
      current = null;
    }
  }

  /**
   * Begins to end what runs now; returns at once.
   *
   * @return false when nothing runs
   */
  boolean interrupt() {
    Invocation invocation = current;
    if (invocation == null || invocation.isDone()) {
      return false;
    }
    if (!invocation.request()) {
      invocation.raise(thread);
      return true;
    }
    try {
      Thread escalation = new Thread(() -> escalate(invocation), "cell interrupt");
      escalation.setDaemon(true);
      escalation.start();
    } catch (OutOfMemoryError e) {
      makeRoom();
      invocation.forgetRequest();
      invocation.raise(thread);
    }
    return true;
  }

  /** Ends the thread once its task, if any, has ended. */
  void close() {
    closed = true;
    thread.interrupt();
    kernel = null;
  }

  private void serve() {
    OWNER.set(this);
    Invocation invocation = null;
    while (!closed && !abandoned) {
      try {
        invocation = queue.take();
        invocation.run();
      } catch (InterruptedException e) {
        continue; // a late interrupt, or close()
      } catch (OutOfMemoryError e) { // whoever waits must get an answer
        makeRoom();
        if (invocation != null) {
          invocation.fail(e);
        }
      }
    }
    thread.setContextClassLoader(null); // it holds all that the cells hold
  }

  private void escalate(Invocation invocation) {
    try {
      insist(invocation);
    } catch (OutOfMemoryError e) {
      makeRoom();
      invocation.forgetRequest(); // the next one begins from the start
    }
  }

  private void insist(Invocation invocation) {
    invocation.raise(thread);
    if (invocation.ends(GRACE_MS)) {
      return;
    }
    StopPolls.watch();
    boolean left = false;
    try {
      invocation.stage = Stage.FIRM;
      if (invocation.ends(STERN_MS - GRACE_MS)) {
        return;
      }
      invocation.stage = Stage.STERN;
      invocation.raise(thread);
      long patience = libraryAtWork() ? PATIENCE_MS : ABANDON_MS - STERN_MS;
      if (invocation.ends(patience)) {
        return;
      }
      left = true;
      abandoned = true;
      invocation.abandon();
    } finally {
      if (!left) {
        StopPolls.unwatch(); // an abandoned thread is watched for good: it may come back
      }
    }
  }

  private boolean libraryAtWork() {
    for (StackTraceElement frame : thread.getStackTrace()) {
      String name = frame.getClassName();
      if (name.startsWith("org.selftuning.") && !name.startsWith("org.selftuning.kernel.")) {
        return true;
      }
    }
    return false;
  }

  private enum Stage {
    CALM,
    FIRM,
    STERN
  }

  /** Says that the running task could not be ended. */
  static final class Abandoned extends Exception {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("the cell could not be ended and was left behind");
    }
  }

  /** Says that the task returned with the interrupt flag up: nobody answered the interrupt. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered() {
      super("the cell was interrupted");
    }
  }

  /** One task on the thread. */
  private static final class Invocation implements Runnable {
    private final Callable<?> task;
    private final LeftoverThreads leftovers;
    private final Runnable makeRoom;
    private volatile Stage stage = Stage.CALM;
    private volatile boolean last;
    private boolean requested;
    private boolean running;
    private boolean done;
    private Object value;
    private Throwable failure;

    Invocation(Callable<?> task, LeftoverThreads leftovers, Runnable makeRoom) {
      this.task = task;
      this.leftovers = leftovers;
      this.makeRoom = makeRoom;
    }

    boolean mustStop() {
      return stage == Stage.STERN
          || (stage == Stage.FIRM && Thread.currentThread().isInterrupted());
    }

    @Override
    public void run() {
      synchronized (this) {
        Thread.interrupted(); // left over from an earlier task
        if (requested) {
          finish(null, new Unanswered());
          return;
        }
        running = true;
      }
      Object result = null;
      Throwable thrown = null;
      try {
        result = task.call();
      } catch (Throwable e) { // whatever the user's code throws belongs to its cell
        if (HeapWatch.isOutOfMemory(e)) {
          makeRoom.run(); // for what must be done about it
        }
        thrown = e;
      }
      boolean ends;
      synchronized (this) {
        ends = (requested || last) && !done; // an abandoned cell has no later ones to protect
      }
      if (ends) {
        boolean flag = Thread.interrupted();
        leftovers.end();
        if (flag) {
          Thread.currentThread().interrupt();
        }
      }
      synchronized (this) {
        running = false;
        boolean unanswered = Thread.interrupted() && requested && thrown == null;
        finish(result, unanswered ? new Unanswered() : thrown);
      }
    }

    synchronized Object await() throws Throwable {
      while (!done) {
        wait();
      }
      if (failure != null) {
        throw failure;
      }
      return value;
    }

    synchronized boolean isDone() {
      return done;
    }

    synchronized boolean request() {
      boolean first = !requested;
      requested = true;
      return first;
    }

    synchronized void raise(Thread thread) {
      if (running) {
        thread.interrupt();
      }
    }

    synchronized boolean ends(long withinMillis) {
      long end = System.nanoTime() + withinMillis * 1_000_000;
      try {
        while (!done) {
          long left = (end - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            return false;
          }
          wait(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return done;
    }

    synchronized void forgetRequest() {
      requested = false;
    }

    synchronized void fail(Throwable thrown) {
      running = false;
      finish(null, thrown);
    }

    synchronized void abandon() {
      finish(null, new Abandoned());
    }

    private void finish(Object result, Throwable thrown) {
      if (!done) {
        value = result;
        failure = thrown;
        done = true;
        notifyAll();
      }
    }
  }
}
