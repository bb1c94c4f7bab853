package org.selftuning.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Pieces of work in several threads, while one waits for them all. */
public final class SideBySide {
  private SideBySide() {}

  /**
   * Does all of it, in the order of the list as threads become free.
   *
   * @param threads how many pieces at once, at least 1
   * @param work the pieces; once {@code stop} was called, they are to end soon
   * @param stop called if a piece fails, or the waiting thread is interrupted, which it is again at
   *     the end
   * @throws IOException what the first that failed threw; unchecked exceptions as they are
   */
  public static void run(int threads, List<? extends Callable<Void>> work, Runnable stop)
      throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(threads, SideBySide::daemon);
    List<Future<Void>> all = new ArrayList<>();
    work.forEach(piece -> all.add(pool.submit(piece)));
    pool.shutdown();
    Throwable problem = null;
    boolean interrupted = false;
    for (Future<Void> piece : all) {
      for (boolean done = false; !done; ) {
        try {
          piece.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
          stop.run();
        } catch (ExecutionException e) {
          done = true;
          problem = problem == null ? e.getCause() : problem;
          stop.run();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (problem instanceof RuntimeException mistake) {
      throw mistake;
    }
    if (problem instanceof Error error) {
      throw error;
    }
    if (problem != null) {
      throw new IOException(problem.getMessage(), problem);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "side by side");
    thread.setDaemon(true);
    return thread;
  }
}
