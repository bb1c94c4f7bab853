package org.selftuning.launcher;

import com.google.gson.JsonObject;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.selftuning.record.History;
import org.selftuning.train.Epoch;

/**
 * Where the time of a whole training goes.
 *
 * @param seconds all of it
 * @param parts seconds of its thread, by what it did; they add up to all of it
 * @param charts seconds of a processor that the live chart's thread took beside it
 * @param compilation seconds of a processor that Java's compilers took beside it
 * @param firstEpochs seconds that its first five epochs took longer than five others
 * @param epochs how many it trained
 */
record TrainingTimes(
    double seconds,
    Map<String, Double> parts,
    double charts,
    double compilation,
    double firstEpochs,
    int epochs) {
  private static final int FIRST = 5;

  /** What a thread does, by a method on its stack; the outermost that is found counts. */
  private static final Map<String, String> DOES = does();

  private static final String OTHER = "other";

  private static Map<String, String> does() {
    String train = "org.selftuning.train.";
    Map<String, String> does = new LinkedHashMap<>();
    does.put(train + "Steps.train", "training");
    does.put(train + "Steps.perturb", "training");
    does.put(train + "Steps.validate", "validation");
    does.put(train + "Evaluation.score", "evaluation");
    does.put(train + "Trainer.test", "evaluation");
    does.put(train + "Trainer.load", "feeding");
    does.put(train + "Trainer.tell", "recording");
    does.put(train + "Trainer.<init>", "planning");
    return does;
  }

  /** Looks at the stack of the thread that made it until it is closed, each few milliseconds. */
  static final class Watch implements AutoCloseable {
    private static final long PERIOD_MS = 4;
    private static final String CHARTS = "live picture";

    private final Thread trains = Thread.currentThread();
    private final Thread watches = new Thread(this::watch, "training times");
    private final CountDownLatch done = new CountDownLatch(1);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private final long compiled = compilation();
    private final long begun = System.nanoTime();
    private long charts;

    Watch() {
      watches.setDaemon(true);
      watches.setPriority(Thread.MAX_PRIORITY);
      watches.start();
    }

    private void watch() {
      long last = begun;
      int looks = 0;
      try {
        while (!done.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
          String what = doing(trains.getStackTrace());
          long now = System.nanoTime();
          nanos.merge(what, now - last, Long::sum);
          last = now;
          if (looks++ % 25 == 0) {
            charts = Math.max(charts, charts());
          }
        }
        nanos.merge(OTHER, System.nanoTime() - last, Long::sum);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody interrupts it
      }
    }

    /** What the live chart's thread has taken so far; 0 where there is none now. */
    private long charts() {
      long taken = 0;
      for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
        if (thread != null && thread.getThreadName().equals(CHARTS)) {
          taken += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
        }
      }
      return taken;
    }

    /** Ends the watch, and returns where the time went since it began. */
    TrainingTimes of(History history) {
      close();
      double seconds = (System.nanoTime() - begun) * 1e-9;
      Map<String, Double> parts = new LinkedHashMap<>();
      for (String part : DOES.values()) {
        parts.put(part, nanos.getOrDefault(part, 0L) * 1e-9);
      }
      double named = parts.values().stream().mapToDouble(s -> s).sum();
      parts.put(OTHER, seconds - named);
      List<Epoch> epochs = history.snapshot().epochs();
      return new TrainingTimes(
          seconds,
          parts,
          charts * 1e-9,
          (compilation() - compiled) * 1e-3,
          firstEpochs(epochs),
          epochs.size());
    }

    private static long compilation() {
      CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
      return compiler != null && compiler.isCompilationTimeMonitoringSupported()
          ? compiler.getTotalCompilationTime()
          : 0;
    }

    @Override
    public void close() {
      done.countDown();
      boolean interrupted = false;
      while (watches.isAlive()) {
        try {
          watches.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What a stack does, from its outermost frame inward. */
  static String doing(StackTraceElement[] stack) {
    for (int i = stack.length - 1; i >= 0; i--) {
      String what = DOES.get(stack[i].getClassName() + "." + stack[i].getMethodName());
      if (what != null) {
        return what;
      }
    }
    return OTHER;
  }

  /** NaN where there are not twice as many. */
  private static double firstEpochs(List<Epoch> epochs) {
    if (epochs.size() < 2 * FIRST) {
      return Double.NaN;
    }
    double[] each = new double[epochs.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = epochs.get(i).seconds() - (i == 0 ? 0 : epochs.get(i - 1).seconds());
    }
    double first = Arrays.stream(each, 0, FIRST).sum();
    double[] others = Arrays.copyOfRange(each, FIRST, each.length);
    Arrays.sort(others);
    return first - FIRST * others[others.length / 2];
  }

  /** Lines of text about it. */
  String text(BenchTraining training) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "%s: %s, %d epochs%n", training.name(), training.what(), epochs));
    text.append(String.format(Locale.ROOT, "  %-25s %10.2f s%n", "all", seconds));
    parts.forEach(
        (what, s) ->
            text.append(
                String.format(
                    Locale.ROOT, "  %-25s %10.2f s %4.0f %%%n", what, s, 100 * s / seconds)));
    text.append(String.format(Locale.ROOT, "  %-25s %10.2f s%n", "beside it: charts", charts));
    text.append(
        String.format(Locale.ROOT, "  %-25s %10.2f s", "beside it: compilation", compilation));
    if (!Double.isNaN(firstEpochs)) {
      text.append(
          String.format(
              Locale.ROOT, "%n  %-25s %10.2f s more than later", "first five epochs", firstEpochs));
    }
    return text.toString();
  }

  /**
   * The lines that compare what another program printed of a training with ours.
   *
   * @throws IllegalStateException if it is no timing of a training; one line says so
   */
  static String ratio(JsonObject theirs, Map<String, TrainingTimes> ours) {
    try {
      String name = theirs.get("training").getAsString();
      TrainingTimes times = ours.get(name);
      double all = theirs.get("seconds").getAsDouble();
      StringBuilder text = new StringBuilder(name);
      line(text, "all", all, times == null ? Double.NaN : times.seconds);
      if (theirs.has("parts")) {
        theirs
            .getAsJsonObject("parts")
            .entrySet()
            .forEach(
                part ->
                    line(
                        text,
                        part.getKey(),
                        part.getValue().getAsDouble(),
                        times == null
                            ? Double.NaN
                            : times.parts.getOrDefault(part.getKey(), Double.NaN)));
      }
      return text.toString();
    } catch (NullPointerException | NumberFormatException | ClassCastException e) {
      throw Peer.noTiming(theirs, e);
    }
  }

  private static void line(StringBuilder text, String what, double theirs, double ours) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n  %-25s %10.2f s, ours %10.2f s, ratio %6.2f",
            what,
            theirs,
            ours,
            theirs / ours));
  }

  /** The same for a program. */
  JsonObject json(String name) {
    JsonObject line = new JsonObject();
    line.addProperty("training", name);
    line.addProperty("epochs", epochs);
    line.addProperty("seconds", seconds);
    JsonObject of = new JsonObject();
    parts.forEach(of::addProperty);
    line.add("parts", of);
    line.addProperty("charts", charts);
    line.addProperty("compilation", compilation);
    return line;
  }
}
