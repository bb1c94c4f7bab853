package org.selftuning.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.selftuning.record.Json;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.Job;
import org.selftuning.search.Objective;
import org.selftuning.search.Outcome;
import org.selftuning.search.TrialExecutor;

/**
 * Has trials tried by the executors of Apache Spark, this process being the driver. Each trial is a
 * job of one task, which Spark never runs twice at once. An executor that is lost costs its trial
 * what was trained since the last checkpoint: Spark gives the task to another, which continues
 * there.
 */
public final class SparkExecutor implements TrialExecutor {
  private static final long MEBI = 1 << 20;

  /** What Java, ND4J and its threads take outside of the heap, in MiB. */
  private static final long OVERHEAD_MIB = 512;

  private static final int FIRST_EXECUTOR_S = 120;
  private static final int STEADY_MS = 1500;
  private static final int MOST_WAIT_S = 15;
  private static final int BEFORE_SPARKS_OWN = 100;
  private static final int SAVING_S = 25;
  private static final AtomicLong NUMBER = new AtomicLong();

  private final JavaSparkContext context;
  private final int slots;

  /**
   * Connects to a cluster, and waits for its executors.
   *
   * @param master such as {@code spark://host:7077} or {@code local[4]}
   * @param settings what a trial needs; settings of Spark among them come before ours
   * @throws IOException if there is no cluster, or no executor comes; one line says what to do
   */
  public SparkExecutor(String master, ExecutorSettings settings) throws IOException {
    ClassLoader before = enter();
    JavaSparkContext opened = null;
    try {
      opened = new JavaSparkContext(conf(master, settings));
      context = opened;
      slots = await(opened);
      ShutdownHookManager.get().addShutdownHook(SparkExecutor::save, BEFORE_SPARKS_OWN);
    } catch (Exception e) { // Scala throws what it does not declare
      if (opened != null) {
        opened.stop();
      }
      throw e instanceof IOException known
          ? known
          : new IOException("Spark at " + master + " cannot be used: " + firstLine(e), e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Spark looks for classes, its own and ours, with the loader of the thread. */
  private static ClassLoader enter() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(SparkExecutor.class.getClassLoader());
    return before;
  }

  private static SparkConf conf(String master, ExecutorSettings settings) {
    SparkConf conf = new SparkConf().setMaster(master);
    settings.conf().forEach(conf::set);
    conf.setIfMissing("spark.app.name", "stn");
    conf.set("spark.plugins", plugins(conf));
    conf.set("spark.speculation", "false"); // two attempts at once would write the same files
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    String threads = conf.get("spark.task.cpus", "1");
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", threads);
    conf.setIfMissing("spark.executorEnv.STN_THREADS", threads);
    data().ifPresent(folder -> conf.setIfMissing("spark.executorEnv.STN_DATA", folder));
    settings
        .jars()
        .ifPresent(
            jars ->
                conf.setIfMissing(
                    "spark.executor.extraClassPath", jars.toAbsolutePath() + File.separator + "*"));
    long trials = Math.max(1, conf.getInt("spark.executor.cores", 1) / Integer.parseInt(threads));
    conf.setIfMissing(
        "spark.executor.memoryOverhead",
        OVERHEAD_MIB + trials * (settings.bytes() / MEBI + 1) + "m");
    if (!master.startsWith("local")) { // or the driver itself would be ended
      conf.setIfMissing("spark.task.reaper.enabled", "true");
      conf.setIfMissing("spark.task.reaper.killTimeout", "10s");
    }
    return conf;
  }

  private static String plugins(SparkConf conf) {
    String own = TrialPlugin.class.getName();
    String others = conf.get("spark.plugins", "");
    return others.isEmpty() ? own : others + "," + own;
  }

  /** The folder of data sets, where it is not the home of whoever runs this. */
  private static Optional<String> data() {
    String named = System.getenv("STN_DATA");
    Path folder = Path.of(named == null ? "data" : named).toAbsolutePath();
    return Files.isDirectory(folder) ? Optional.of(folder.toString()) : Optional.empty();
  }

  /** Waits for the first executor, and until no more come; returns how many tasks they can run. */
  private static int await(JavaSparkContext context) throws IOException {
    JavaFutureAction<List<Integer>> first = context.parallelize(List.of(1), 1).collectAsync();
    try {
      first.get(FIRST_EXECUTOR_S, TimeUnit.SECONDS);
      int cores = cores(context);
      long begin = System.nanoTime();
      boolean grew = !context.master().matches("local(\\[.+])?");
      while (grew && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(MOST_WAIT_S)) {
        Thread.sleep(STEADY_MS);
        grew = cores(context) > cores;
        cores = cores(context);
      }
      return Math.max(1, cores / context.getConf().getInt("spark.task.cpus", 1));
    } catch (TimeoutException e) {
      throw new IOException(
          "no executor of "
              + context.master()
              + " came within "
              + FIRST_EXECUTOR_S
              + " s; see whether the cluster has a worker with as much free as --conf"
              + " spark.executor.memory=1g and spark.executor.cores=1 ask for",
          e);
    } catch (ExecutionException e) {
      throw new IOException("no executor can run a task: " + firstLine(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for an executor", e);
    }
  }

  /** The cores of all executors; Spark itself says 2 where there is but one. */
  private static int cores(JavaSparkContext context) {
    int all = context.defaultParallelism();
    int each = context.getConf().getInt("spark.executor.cores", 0);
    int executors = context.statusTracker().getExecutorInfos().length - 1; // the driver is one
    return each > 0 && executors > 0 ? Math.min(all, executors * each) : all;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public Outcome run(Job job, Objective.Watch watch) throws Exception {
    String key = "trial-" + NUMBER.incrementAndGet();
    Files.createDirectories(job.folder());
    ClassLoader before = enter();
    try (Line line = new Line(key, job, watch, () -> cancel(key))) {
      if (line.stopped()) {
        return null;
      }
      context.setJobGroup(key, job.title(), true);
      List<String> jobs = List.of(job.toJson().toString());
      try {
        String outcome = context.parallelize(jobs, 1).map(new TrialTask(key)).collect().get(0);
        return outcome.isEmpty() && !line.overdue() ? null : outcome(job, line, outcome);
      } catch (Exception e) { // Scala throws what it does not declare
        if (context.sc().isStopped() && !line.stopped()) {
          throw new Gone(
              "the cluster " + context.master() + " has ended; the same command continues", e);
        }
        return line.stopped() && !line.overdue() ? null : lost(job, line, e);
      }
    } finally {
      context.clearJobGroup();
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private void cancel(String key) {
    try {
      context.cancelJobGroup(key);
    } catch (IllegalStateException e) {
      return; // Spark has ended, and the job with it
    }
  }

  private static Outcome outcome(Job job, Line line, String outcome) {
    return line.overdue() ? Outcome.overdue(job.setup().limit()) : Outcome.of(Json.parse(outcome));
  }

  private static Outcome lost(Job job, Line line, Exception e) {
    if (line.overdue()) {
      return Outcome.overdue(job.setup().limit());
    }
    String why = firstLine(e).replaceFirst(".*most recent failure: ", "");
    boolean memory =
        why.contains("137")
            || why.contains("OutOfMemory")
            || why.contains("OOM")
            || why.contains("memory limits");
    return Outcome.lost(
        why
            + (memory
                ? "; it wants memory: raise --conf spark.executor.memoryOverhead=2g or"
                    + " spark.executor.memory=4g"
                : ""));
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.strip().lines().findFirst().orElse("it failed");
  }

  /** The process ends: trials are saved before Spark's own hook ends the executors. */
  private static void save() {
    Line.stopAll();
    long begin = System.nanoTime();
    try {
      while (Line.anyOpen() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SAVING_S)) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    context.stop();
  }
}
