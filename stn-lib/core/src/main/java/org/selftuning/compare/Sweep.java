package org.selftuning.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.selftuning.data.ProcessLock;
import org.selftuning.data.Source;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.History;
import org.selftuning.search.Outcome;
import org.selftuning.search.RunJob;
import org.selftuning.search.RunWatch;
import org.selftuning.search.Setup;
import org.selftuning.search.SideBySide;
import org.selftuning.search.ThreadExecutor;
import org.selftuning.search.Training;
import org.selftuning.search.TrialExecutor;
import org.selftuning.tensor.Device;
import org.selftuning.train.Fingerprint;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;

/**
 * Every point of a grid or list, trained once with each seed, without a search. All points with the
 * first seed come first: after that round there is a whole table.
 *
 * <p>{@link #run} can be stopped. In a folder, the network and the history of each run are kept,
 * and a sweep of the same points continues there, also after its process was killed; more points
 * and seeds may be added to one that is done.
 */
public final class Sweep {
  private final Device device;
  private final int threads;
  private final Optional<Path> place;
  private CheckpointInterval every = CheckpointInterval.MINUTE;
  private double limit = Double.POSITIVE_INFINITY;
  private TrialExecutor elsewhere;
  private Function<Source, String> words;

  // Guarded by this.
  private final List<SweepRun> runs = new ArrayList<>();
  private final Map<Integer, RunWatch> running = new LinkedHashMap<>();
  private boolean stopping;

  /**
   * A sweep that has not begun.
   *
   * @param points what is trained, no two of one name
   * @param seeds with each of these
   * @param device where
   * @param threads runs at once, at least 1
   * @param folder where it is kept; if there is none, nothing is kept
   * @throws IllegalArgumentException if there is nothing to train, or a point's model, data and
   *     options don't fit together; one line names it
   */
  public Sweep(
      List<SweepPoint> points,
      List<Long> seeds,
      Device device,
      int threads,
      Optional<Path> folder) {
    if (points.isEmpty() || seeds.isEmpty() || threads < 1) {
      throw new IllegalArgumentException(
          "a sweep needs at least one point, one seed and one run at a time");
    }
    this.device = device;
    this.threads = threads;
    this.place = folder;
    Set<String> names = new HashSet<>();
    for (SweepPoint point : points) {
      if (!names.add(point.name())) {
        throw new IllegalArgumentException("the sweep has two points '" + point.name() + "'");
      }
      check(point);
    }
    for (long seed : new LinkedHashSet<>(seeds)) {
      points.forEach(point -> runs.add(SweepRun.of(point, seed, new History())));
    }
  }

  /** Refuses what does not fit before hours pass. */
  private void check(SweepPoint point) {
    try {
      new Trainer(point.model(), point.data(), point.options(), Training.here(device)).close();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(point.name() + ": " + e.getMessage(), e);
    }
  }

  /** Sets how often a run is saved while it trains; once a minute if this is not called. */
  public void checkpointEvery(CheckpointInterval interval) {
    every = interval;
  }

  /** Sets how many seconds a run may take; without it, as many as it needs. */
  public void limit(double seconds) {
    limit = seconds;
  }

  /**
   * Has the runs trained elsewhere; without it, by threads of this process.
   *
   * @param words returns the words that name data there, as after {@code data NAME}
   */
  public void on(TrialExecutor executor, Function<Source, String> words) {
    elsewhere = executor;
    this.words = words;
  }

  /**
   * Trains what is not done yet, to the end or until stopped.
   *
   * @return what is done
   * @throws IOException if the folder holds another sweep, or can't be written; one line says which
   */
  public SweepResult run() throws IOException {
    synchronized (this) {
      stopping = Thread.interrupted(); // nor could an interrupted thread write a file
    }
    SweepFolder folder =
        new SweepFolder(place.isPresent() ? place.get() : Files.createTempDirectory("stn-sweep"));
    try (ProcessLock lock = ProcessLock.ofFolder(folder.root())) {
      folder.claim(result().runs().stream().map(SweepRun::point).distinct().toList());
      trainAll(folder);
    } finally {
      if (place.isEmpty()) {
        folder.delete();
      }
    }
    return result();
  }

  private void trainAll(SweepFolder folder) throws IOException {
    IdentityHashMap<Source, String> names = new IdentityHashMap<>();
    Map<String, Source> named = new HashMap<>();
    IdentityHashMap<Source, String> contents = new IdentityHashMap<>();
    for (SweepRun run : runs) {
      Source data = run.point().data();
      contents.computeIfAbsent(data, Fingerprint::of);
      names.putIfAbsent(data, Integer.toString(names.size()));
      named.put(names.get(data), data);
    }
    if (elsewhere == null) {
      device.problem().ifPresent(Sweep::refuse);
    }
    TrialExecutor executor =
        elsewhere == null ? new ThreadExecutor(threads, named::get) : elsewhere;
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      int index = i;
      Source data = runs.get(i).point().data();
      work.add(
          () -> {
            String word = elsewhere == null ? names.get(data) : words.apply(data);
            train(index, folder, executor, word, contents.get(data));
            return null;
          });
    }
    SideBySide.run(executor.slots(), work, this::stop);
  }

  private static void refuse(String problem) {
    throw new IllegalStateException(problem);
  }

  private void train(
      int index, SweepFolder folder, TrialExecutor executor, String words, String content)
      throws IOException {
    SweepRun now = get(index);
    RunWatch watch = new RunWatch();
    if (now.ended() || !begin(index, watch)) {
      return;
    }
    SweepPoint point = now.point();
    String name = point.name() + ", seed " + now.seed();
    TrainOptions options = point.options().seed(now.seed());
    Setup setup = new Setup("sweep", point.model(), words, content, options, device, every, limit);
    RunJob job = new RunJob(setup, name, Optional.empty(), folder.files(now));
    SweepRun ended;
    try {
      Outcome outcome = executor.run(job, watch);
      ended =
          outcome == null
              ? now.at(watch.losses())
              : outcome.failed()
                  ? now.failed(outcome.failure())
                  : SweepRun.of(point, now.seed(), History.load(job.history()));
    } catch (IOException | TrialExecutor.Gone e) {
      throw e;
    } catch (Exception | Error e) { // the end of this run alone
      ended = now.failed(Outcome.failed(e).failure());
    }
    end(index, ended);
  }

  private synchronized SweepRun get(int index) {
    return runs.get(index);
  }

  private synchronized boolean begin(int index, RunWatch watch) {
    if (!stopping) {
      running.put(index, watch);
    }
    return !stopping;
  }

  private synchronized void end(int index, SweepRun run) {
    running.remove(index);
    runs.set(index, run);
  }

  /** Asks the sweep to stop; from any thread. */
  public void stop() {
    List<RunWatch> all;
    synchronized (this) {
      stopping = true;
      all = List.copyOf(running.values());
    }
    all.forEach(RunWatch::stop);
  }

  /** What is done so far; also while it runs. */
  public synchronized SweepResult result() {
    List<SweepRun> now = new ArrayList<>(runs);
    running.forEach((index, watch) -> now.set(index, runs.get(index).at(watch.losses())));
    return new SweepResult(now);
  }
}
