package org.selftuning.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.compare.Sweep;
import org.selftuning.compare.SweepPoint;
import org.selftuning.compare.SweepRun;
import org.selftuning.data.Split;
import org.selftuning.record.Json;
import org.selftuning.search.Budget;
import org.selftuning.search.Journal;
import org.selftuning.search.Outcome;
import org.selftuning.search.ProcessExecutor;
import org.selftuning.search.RandomSearch;
import org.selftuning.search.SelfTuning;
import org.selftuning.search.Study;
import org.selftuning.search.TestWords;
import org.selftuning.search.Training;
import org.selftuning.search.TrialExecutor;

/** A master and workers on this machine, and processes that are killed. */
@Tag("slow")
@Timeout(1200)
final class ClusterTest {
  private static final int KILLS = 10;

  @TempDir Path folder;

  @BeforeAll
  static void layOut() throws Exception {
    assumeTrue(SparkHome.ready(), "the build sets SPARK_HOME; run this test by Maven");
  }

  @Test
  void everyMethodGivesTheSameAsOnThreads() throws Exception {
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 2, 1);
        TrialExecutor spark = Problem.executor(cluster.url(), Map.of())) {
      assertThat(spark.slots()).isEqualTo(2);
      for (String search : Problem.searches().keySet()) {
        Path here = folder.resolve(search);
        Path there = folder.resolve(search + "-spark");
        Journal expected = Problem.reference(search, here);
        Study study = Problem.study(search, Problem.training(there, spark));
        study.run();
        Problem.same(here, expected, there, study.journal());
      }
    }
  }

  @Test
  void comparisonSweepAndStudyAreTheSameEverywhere() throws Exception {
    Experiments here = Experiments.run(folder.resolve("threads"), null);
    try (TrialExecutor processes = new ProcessExecutor(2)) {
      here.same(Experiments.run(folder.resolve("processes"), processes));
    }
    try (TrialExecutor local = Problem.executor("local[2]", Map.of())) {
      here.same(Experiments.run(folder.resolve("local"), local));
    }
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 2, 1);
        TrialExecutor spark = Problem.executor(cluster.url(), Map.of())) {
      here.same(Experiments.run(folder.resolve("standalone"), spark));
    }
  }

  @Test
  void tenKillsChangeNothing() throws Exception {
    Path expected = folder.resolve("expected");
    DriverProcess.comparison(TestWords.slow(0), expected).run();
    Path killed = folder.resolve("killed");
    Random random = new Random(7);
    List<String> kills = new ArrayList<>();
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 2, 1)) {
      Process driver = driver(cluster, killed);
      try {
        while (kills.size() < KILLS) {
          if (!trains(cluster, driver)) {
            driver.waitFor();
            assertThat(driver.exitValue()).as("a driver that nobody killed").isZero();
            break;
          }
          Thread.sleep(random.nextInt(1500));
          switch (random.nextInt(3)) {
            case 0 -> {
              cluster.killExecutor(random.nextInt(2));
              kills.add("executor");
            }
            case 1 -> {
              cluster.killWorker(random.nextInt(2));
              kills.add("worker");
            }
            default -> {
              driver.destroyForcibly().waitFor();
              kills.add("driver");
              driver = driver(cluster, killed);
            }
          }
        }
        assertThat(driver.waitFor(600, TimeUnit.SECONDS)).as("ends").isTrue();
        assertThat(driver.exitValue()).isZero();
      } finally {
        driver.destroyForcibly();
      }
    }
    assertThat(kills).as("kills while it trained").hasSize(KILLS).contains("driver", "worker");
    for (String attempt : List.of("stn-1", "random-1", "hyperband-1")) {
      Problem.same(
          expected.resolve(attempt),
          journal(expected.resolve(attempt)),
          killed.resolve(attempt),
          journal(killed.resolve(attempt)));
    }
  }

  /** Waits until an executor has begun; false if the driver has ended before. */
  private static boolean trains(Cluster cluster, Process driver) throws InterruptedException {
    while (cluster.executors().isEmpty() && driver.isAlive()) {
      Thread.sleep(50);
    }
    Thread.sleep(6000); // an executor and its first steps
    return driver.isAlive();
  }

  private Process driver(Cluster cluster, Path results) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    File log = folder.resolve("driver.log").toFile();
    return new ProcessBuilder(
            java,
            "-Xmx500m",
            "-cp",
            System.getProperty("java.class.path"),
            DriverProcess.class.getName(),
            cluster.url(),
            results.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static Journal journal(Path attempt) throws IOException {
    JsonObject json = Json.parse(Files.readString(attempt.resolve("study.json")));
    return Journal.of(Json.object(json, "journal"));
  }

  /** Not even interrupting it ends this trial: its executor is. */
  @Test
  void aTrialThatCannotBeInterruptedIsEnded() throws Exception {
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 1, 1);
        TrialExecutor spark =
            Problem.executor(cluster.url(), Map.of("spark.task.reaper.killTimeout", "2s"))) {
      Training training = Problem.training(folder.resolve("spin"), null);
      training.on(spark, "spin", "spin");
      training.limit(2);
      Study study = new Study(new SelfTuning(2), training, Budget.epochs(1), 1);
      study.run();
      Outcome outcome = study.journal().finished().values().iterator().next();
      assertThat(outcome.failure()).startsWith("it had not ended after 2 s");
      Training next = Problem.training(folder.resolve("next"), spark);
      Study after = new Study(new SelfTuning(2), next, Budget.epochs(1), 1);
      after.run();
      assertThat(after.journal().lowest()).isFinite();
    }
  }

  /** Trials of 20 s that hardly compute, for the machine may have fewer cores than executors. */
  @Test
  void fourExecutorsAreNearlyFourTimesOne() throws Exception {
    double one;
    double four;
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 1, 4)) {
      one = trialsPerSecond(cluster, 1);
      four = trialsPerSecond(cluster, 4);
    }
    report("one executor %.3f trials/s, four %.3f, ratio %.2f", one, four, four / one);
    assertThat(four / one).isGreaterThan(3.5);
  }

  private static double trialsPerSecond(Cluster cluster, int executors) throws Exception {
    Map<String, String> conf =
        Map.of("spark.executor.cores", "1", "spark.cores.max", Integer.toString(executors));
    try (TrialExecutor spark = Problem.executor(cluster.url(), conf)) {
      assertThat(spark.slots()).isEqualTo(executors);
      waiting(spark, 8 * executors, 500); // loads classes
      int trials = 3 * executors;
      long begin = System.nanoTime();
      waiting(spark, trials, 50_000);
      return trials / ((System.nanoTime() - begin) * 1e-9);
    }
  }

  /** A sweep over seeds, each two epochs with 200 examples that want hardly any processor. */
  private static void waiting(TrialExecutor spark, int trials, int micros) throws Exception {
    Split data = TestWords.slow(micros);
    SweepPoint point = new SweepPoint(Map.of(), Problem.MODEL, data, Problem.OPTIONS.epochs(2));
    List<Long> seeds = LongStream.range(0, trials).boxed().toList();
    Sweep sweep = new Sweep(List.of(point), seeds, Problem.CPU, 1, Optional.empty());
    sweep.on(spark, any -> "slow " + micros);
    assertThat(sweep.run().runs()).hasSize(trials).allMatch(SweepRun::succeeded);
  }

  /** The same trials, one at a time, on threads and on an executor that has had some before. */
  @Test
  void aWarmTrialCostsLittleMoreThanAlone() throws Exception {
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 1, 1);
        TrialExecutor spark = Problem.executor(cluster.url(), Map.of())) {
      secondsATrial(null, "cold");
      secondsATrial(spark, "cold-spark");
      double alone = secondsATrial(null, "alone");
      double there = secondsATrial(spark, "spark");
      report("a trial of 4 epochs: %.3f s alone, %.3f s on a warm executor", alone, there);
      assertThat(there - alone).isLessThan(0.2);
    }
  }

  private double secondsATrial(TrialExecutor executor, String name) {
    Training training = Problem.training(folder.resolve(name), executor);
    int trials = 20;
    long begin = System.nanoTime();
    Study study =
        new Study(new RandomSearch(Problem.CUBE, 4, 1), training, Budget.epochs(4L * trials), 1);
    study.run();
    assertThat(study.journal().failures()).isZero();
    return (System.nanoTime() - begin) * 1e-9 / trials;
  }

  /** A thousand trials of one epoch: what the driver spends on them. */
  @Test
  void aThousandTrialsCostTheDriverLittle() throws Exception {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 2, 1);
        TrialExecutor spark = Problem.executor(cluster.url(), Map.of())) {
      Training warm = Problem.training(folder.resolve("warm"), spark);
      new Study(new RandomSearch(Problem.CUBE, 1, 2), warm, Budget.epochs(50), 2).run();
      double[] seconds = new double[4];
      for (int quarter = 0; quarter < 4; quarter++) {
        Training training = Problem.training(folder.resolve("quarter-" + quarter), spark);
        long begin = system.getProcessCpuTime();
        long wall = System.nanoTime();
        Study study =
            new Study(new RandomSearch(Problem.CUBE, 1, quarter), training, Budget.epochs(250), 2);
        study.run();
        assertThat(study.journal().finished()).hasSizeBetween(250, 251); // two at once
        assertThat(study.journal().failures()).isZero();
        seconds[quarter] = (system.getProcessCpuTime() - begin) * 1e-9;
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        report(
            "trials to %d: driver %.1f ms of processor a trial, %.1f ms of time; heap %d MB",
            250 * (quarter + 1),
            seconds[quarter] * 1e3 / 250,
            (System.nanoTime() - wall) * 1e-6 / 250,
            used >> 20);
      }
      assertThat(seconds[3]).as("linear").isLessThan(2 * seconds[0]);
    }
  }

  private void report(String format, Object... values) throws IOException {
    Path report = Path.of("target", "cluster-report.txt");
    Files.createDirectories(report.getParent());
    Files.writeString(
        report,
        String.format(Locale.ROOT, format, values) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
