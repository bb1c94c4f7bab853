package org.selftuning.magics;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.record.History;
import tech.tablesaw.api.Table;

/**
 * Shows something as it proceeds, a run for example: a progress line, and below it a picture, of
 * losses and hyperparameters. Together they change at most four times a second, and drawing takes
 * at most a small share of the time, so that the training hardly notices. The last state stays.
 */
final class LiveRun {
  /** The least time between two updates. */
  static final long PERIOD_MS = 250;

  private static final boolean FEW_CORES = Runtime.getRuntime().availableProcessors() <= 2;

  /**
   * What was spent on a picture is left to the training this many times before the next. On two
   * cores a picture costs the training more than it takes: both threads of a product wait for the
   * slower one, and the first few hundred are followed by compilations of what drew them.
   */
  private static final long REST = FEW_CORES ? 120 : 20;

  private static final long LEAST_REST_MS = FEW_CORES ? 3_000 : PERIOD_MS;
  private static final long LONGEST_REST_MS = 15_000;
  private static final double NANOS_IN_MS = 1e6;

  private final Host host;
  private final Watched watched;
  private final ChartStyle style;
  private final String line = UUID.randomUUID().toString();
  private final String picture = UUID.randomUUID().toString();
  private final String result = UUID.randomUUID().toString();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "live picture");
  private boolean pictured;
  private boolean reserved;

  /** What is watched: how far it is, and what it looks like. Asked by another thread. */
  interface Watched {
    /** A number that changes when there is something new to see. */
    long state();

    /** How far it has come, in one line. */
    MimeBundle line();

    /** What it looks like now. */
    Figure figure();
  }

  LiveRun(Host host, ChartStyle style, Watched watched) {
    this.host = host;
    this.style = style;
    this.watched = watched;
  }

  /** Shows a run. */
  LiveRun(Host host, ChartStyle style, History history) {
    this(
        host,
        style,
        new Watched() {
          @Override
          public long state() {
            return history.snapshot().steps();
          }

          @Override
          public MimeBundle line() {
            return new ProgressLine(history.snapshot()).bundle();
          }

          @Override
          public Figure figure() {
            return Charts.live(history);
          }
        });
  }

  /**
   * Shows a line, and begins to watch the run. The places of the picture and of the result are
   * taken now: later cells show below them.
   */
  void startBehind(String message) {
    host.show(line, text(message));
    host.show(picture, MimeBundle.html("", ""));
    host.show(result, MimeBundle.html("", ""));
    pictured = true;
    reserved = true;
    watching();
  }

  /** Shows the line, and begins to watch the run. */
  void start() {
    host.show(line, watched.line());
    watching();
  }

  private void watching() {
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  /** Ceases to watch; what is shown stays. */
  void stop() {
    ended.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ceases to watch, and shows the run as it ended, with its result below the picture. */
  void finish(String message, Table table) {
    stop();
    boolean interrupted = Thread.interrupted(); // or the messages below would not go out
    host.update(line, text(message));
    draw(style::bundle);
    MimeBundle shown = MimeBundle.html(table.printAll(), TableHtml.of(table));
    if (reserved) {
      host.update(result, shown);
    } else {
      host.show(result, shown);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ceases to watch, and says why the run broke off. */
  void fail(String message) {
    stop();
    host.update(line, text(message));
  }

  private static MimeBundle text(String message) {
    return MimeBundle.html(
        message,
        "<p style=\"font-size:13px;color:inherit;opacity:0.75\">"
            + TableHtml.escape(message)
            + "</p>");
  }

  private void watch() {
    long begin = System.nanoTime();
    long due = begin;
    long seen = -1;
    try {
      while (!ended.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
        long now = watched.state();
        if (now == seen) {
          continue;
        }
        seen = now;
        long start = System.nanoTime();
        if (start >= due) {
          draw(style::draft);
          long end = System.nanoTime();
          due = end + rest(end - begin, end - start);
        } else {
          host.update(line, watched.line());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it; it ends with the process
    }
  }

  /**
   * How long to wait for the next picture, in nanoseconds: a young run, which changes most, gets
   * them sooner.
   *
   * @param age of what is watched, in nanoseconds
   * @param spent on the last picture, in nanoseconds
   */
  private static long rest(long age, long spent) {
    double wanted = Math.min(age, REST * spent) / NANOS_IN_MS;
    return (long) (NANOS_IN_MS * Math.max(LEAST_REST_MS, Math.min(LONGEST_REST_MS, wanted)));
  }

  private void draw(Function<Figure, MimeBundle> as) {
    MimeBundle figure = figure(as);
    if (pictured) {
      host.update(picture, figure);
    } else {
      pictured = true;
      host.show(picture, figure);
    }
  }

  /** The picture; its text form on a machine without fonts. */
  private MimeBundle figure(Function<Figure, MimeBundle> as) {
    Figure figure = watched.figure();
    try {
      return as.apply(figure);
    } catch (IllegalStateException e) {
      return MimeBundle.text(figure.text());
    }
  }
}
