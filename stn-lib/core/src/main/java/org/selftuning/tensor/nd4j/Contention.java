package org.selftuning.tensor.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps OpenMP's idle threads from turning in a loop while other programs want the processors.
 *
 * <p>GNU's OpenMP (libgomp) lets a thread that waits turn in a loop for milliseconds: the quickest
 * way to begin the next product, and the worst where the thread that is waited for has no
 * processor. Once the threads of its teams are more than the processors, it lets them turn a
 * hundred times only and sleep. So a watch compares, ten times a second, how long the thread that
 * trains was ready to run and had no processor (Linux accounts for it). While that is three tenths
 * of the time or more, an idle team is kept beside the running one, so that there are more threads
 * than processors.
 *
 * <p>Where there is no such account, as on other systems, nothing is done.
 */
final class Contention {
  private static final Path SELF = Path.of("/proc/thread-self");
  private static final long PERIOD = 100; // milliseconds

  /** Part of the time for which the thread waits, from which on processors are contended for. */
  private static final double MUCH = 0.3;

  /** The part from which down they are not any more; less, so that a decision lasts. */
  private static final double LITTLE = 0.12;

  /** Weight of the last period in the running average: five periods, about. */
  private static final double RECENT = 0.2;

  private static final Contention WATCH = new Contention();

  /** The thread that is watched, by its id, and since when. */
  private static volatile long watched;

  private static volatile long since = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PERIOD);

  private Path account;
  private boolean started;

  private double waiting;
  private boolean contended;

  Contention() {}

  /**
   * Watches the calling thread in place of any other. Of several that call in turn it is one: their
   * teams are more than the processors already.
   */
  static void watch() {
    long thread = Thread.currentThread().getId();
    if (thread == watched || System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(PERIOD)) {
      return;
    }
    watched = thread;
    since = System.nanoTime();
    try {
      Path task = Files.readSymbolicLink(SELF);
      WATCH.follow(SELF.resolveSibling(task).resolve("schedstat"));
    } catch (IOException | UnsupportedOperationException e) {
      // Not Linux.
    }
  }

  private synchronized void follow(Path account) {
    this.account = account;
    notifyAll();
    if (!started) {
      started = true;
      Thread thread = new Thread(this::run, "stn-contention");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    IdleTeam team = null;
    try {
      Path read = null;
      long before = 0;
      long then = 0;
      while (true) {
        Path next = next();
        long waited = waited(next);
        long now = System.nanoTime();
        if (waited >= 0 && next.equals(read)) {
          boolean crowded = judge((double) (waited - before) / (now - then));
          if (crowded && team == null) {
            team = new IdleTeam();
          } else if (!crowded && team != null) {
            team.end();
            team = null;
          }
        }
        read = waited < 0 ? null : next;
        before = waited;
        then = now;
        TimeUnit.MILLISECONDS.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The account to read, once there is one. */
  private synchronized Path next() throws InterruptedException {
    while (account == null) {
      wait();
    }
    return account;
  }

  /** Nanoseconds that the thread has waited so far; −1, and nothing to read, once it has ended. */
  private long waited(Path account) {
    try {
      return Long.parseLong(Files.readString(account).split(" ")[1]);
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        if (account.equals(this.account)) {
          this.account = null;
        }
      }
      return -1;
    }
  }

  /**
   * Takes in for which part of the last period the thread waited.
   *
   * @return whether the processors are contended for
   */
  boolean judge(double part) {
    waiting += RECENT * (part - waiting);
    contended = waiting >= (contended ? LITTLE : MUCH);
    return contended;
  }

  /**
   * A team of OpenMP's threads that does nothing. It belongs to a thread, has as many threads as
   * OpenMP gives one by itself, and ends with it.
   */
  static final class IdleTeam {
    /** Rows of a product on which oneDNN puts all threads. */
    private static final int ROWS = 1024;

    private final CountDownLatch end = new CountDownLatch(1);

    IdleTeam() {
      Thread thread = new Thread(this::hold, "stn-idle-team");
      thread.setDaemon(true);
      thread.start();
    }

    void end() {
      end.countDown();
    }

    private void hold() {
      INDArray a = Nd4j.create(DataType.FLOAT, ROWS, ROWS);
      INDArray b = Nd4j.create(DataType.FLOAT, ROWS, ROWS);
      INDArray c = Nd4j.create(DataType.FLOAT, ROWS, ROWS);
      NativeCall product = new NativeCall("matmul", new INDArray[] {a, b}, c, 0, 0, 0);
      product.run();
      product.close();
      a.close();
      b.close();
      c.close();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
