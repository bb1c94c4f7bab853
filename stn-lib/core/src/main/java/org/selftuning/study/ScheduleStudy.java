package org.selftuning.study;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.selftuning.data.Corpus;
import org.selftuning.data.ProcessLock;
import org.selftuning.data.Source;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.record.Autosave;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.History;
import org.selftuning.record.Run;
import org.selftuning.record.Schedule;
import org.selftuning.search.Outcome;
import org.selftuning.search.RunJob;
import org.selftuning.search.RunWatch;
import org.selftuning.search.Setup;
import org.selftuning.search.SideBySide;
import org.selftuning.search.ThreadExecutor;
import org.selftuning.search.TrialExecutor;
import org.selftuning.tensor.Device;
import org.selftuning.train.Fingerprint;
import org.selftuning.train.Metric;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.TrainingOutcome;

/**
 * Does a schedule beat every fixed value, and is it the schedule that does it? The experiment of
 * Table 1 of MacKay et al. (2019), for any model and any one of its hyperparameters. All but the
 * STN train the ordinary network, without gates:
 *
 * <pre>
 *   fixed, best of grid      the fixed value with the lowest validation loss
 *   with Gaussian noise      around it, a new value at every step
 *   with a sine              around it
 *   STN's final value        fixed there from the start
 *   STN                      the network that tunes itself
 *   STN's schedule           the ordinary network, at every step at the STN's value
 * </pre>
 *
 * <p>If the last is as good as the STN and better than the first, the schedule is what helps; noise
 * and sine show that it is not change as such, the final value that it is not where it ends. Every
 * run has the same data, seed and options. Its result is that of its best epoch by validation loss.
 */
public final class ScheduleStudy {
  /** The names of the rows, in the paper's order. */
  public static final List<String> ROWS =
      List.of(
          "fixed, best of grid",
          "with Gaussian noise",
          "with a sine",
          "STN's final value",
          "STN",
          "STN's schedule");

  private final ModelSpec model;
  private final Hyperparameter hyperparameter;
  private final Source data;
  private final TrainOptions options;
  private final Device device;
  private final StudySettings settings;
  private final List<StudyRun> rows = new ArrayList<>();
  private final List<StudyRun> grid = new ArrayList<>();
  private final List<StudyRun> starts = new ArrayList<>();
  private StudyFolder folder;
  private StudyWatcher watcher;
  private CheckpointInterval every = CheckpointInterval.MINUTE;
  private double limit = Double.POSITIVE_INFINITY;
  private TrialExecutor executor;
  private String words = "";
  private int stepsPerEpoch;
  private int number;
  private volatile boolean stopRequested;
  private volatile Run current;
  private final Set<RunWatch> elsewhere = ConcurrentHashMap.newKeySet();

  /** A run before it is trained: what its files are called, its name, and what is trained. */
  private record Planned(String key, String name, ModelSpec model, Optional<Schedule> schedule) {
    String file() {
      return key.replace(' ', '-');
    }
  }

  /**
   * Plans a study.
   *
   * @param model tunes one hyperparameter; {@link ModelSpec#withFixed} fixes the others
   * @throws IllegalArgumentException if it tunes none or several, or a value lies outside its range
   */
  public ScheduleStudy(
      ModelSpec model, Source data, TrainOptions options, Device device, StudySettings settings) {
    if (!model.tunes() || model.hyperparameters().size() != 1) {
      throw new IllegalArgumentException(
          "a study needs a model that tunes one hyperparameter, not "
              + model.hyperparameters().size()
              + "; fix the others");
    }
    this.model = model;
    this.hyperparameter = model.hyperparameters().get(0);
    this.data = data;
    this.options = options;
    this.device = device;
    this.settings = settings;
    settings.grid().forEach(this::checkRange);
    settings.starts().forEach(start -> hyperparameter.start(start));
  }

  private void checkRange(double value) {
    if (!hyperparameter.range().contains(value)) {
      throw new IllegalArgumentException(
          "the fixed value "
              + value
              + " lies outside the range of '"
              + hyperparameter.name()
              + "', "
              + hyperparameter.range());
    }
  }

  /** Sets how often the running network is saved; once a minute if this is not called. */
  public void checkpointEvery(CheckpointInterval interval) {
    every = interval;
  }

  /** Sets how many seconds a run may take; without it, as many as it needs. */
  public void limit(double seconds) {
    limit = seconds;
  }

  /**
   * Has the runs trained elsewhere, side by side where none needs the result of another; without
   * it, one after the other by this process.
   *
   * @param words the words that name the data there, as after {@code data NAME}
   */
  public void on(TrialExecutor executor, String words) {
    this.executor = executor;
    this.words = words;
  }

  /** Asks the study to stop after the current step; from any thread. */
  public void stop() {
    stopRequested = true;
    elsewhere.forEach(RunWatch::stop);
    Run run = current;
    if (run != null) {
      run.stop();
    }
  }

  /** Runs it all, and keeps nothing; see {@link #run(Path, StudyWatcher)}. */
  public StudyResult run() throws IOException {
    return run(null, new StudyWatcher() {});
  }

  /**
   * Runs what is not done yet. When it is stopped, or its thread interrupted, the result has what
   * is done; called again with the same folder, it continues where it stopped.
   *
   * @param kept the folder in which it keeps its runs; null to keep nothing
   * @throws IllegalArgumentException if the folder holds another study
   * @throws IOException if something cannot be read or written there
   */
  public StudyResult run(Path kept, StudyWatcher listener) throws IOException {
    boolean away = executor != null || Double.isFinite(limit);
    Path temporary = kept == null && away ? Files.createTempDirectory("stn-study") : null;
    folder = new StudyFolder(temporary == null ? kept : temporary);
    watcher = listener;
    rows.clear();
    grid.clear();
    starts.clear();
    number = 0;
    stopRequested = false;
    boolean complete;
    try (ProcessLock lock = kept == null ? null : ProcessLock.ofFolder(kept)) {
      folder.claim(description(), "data content: " + Fingerprint.of(data) + "\n");
      complete = all();
    } finally {
      if (temporary != null) {
        folder.delete();
      }
    }
    current = null;
    Metric metric = data instanceof Corpus ? Metric.PERPLEXITY : Metric.LOSS;
    return new StudyResult(hyperparameter, metric, rows, grid, starts, complete);
  }

  /** Whether all of it could be done. */
  private boolean all() throws IOException {
    Planned self = tuned("stn", ROWS.get(4), hyperparameter.start());
    List<Planned> fixed = new ArrayList<>();
    for (double value : settings.grid()) {
      String name = "fixed at " + plain(value);
      fixed.add(fixed(name, name, value));
    }
    List<Planned> others = new ArrayList<>();
    for (double start : settings.starts()) {
      others.add(tuned("start " + plain(start), "STN from " + plain(start), start));
    }
    List<Planned> first = new ArrayList<>(List.of(self));
    first.addAll(fixed);
    first.addAll(others);
    trainElsewhere(first);
    StudyRun stn = trained(self);
    if (stn == null) {
      return false;
    }
    starts.add(
        new StudyRun("STN from " + plain(stn.start()), stn.start(), stn.schedule(), stn.result()));
    for (Planned one : fixed) {
      if (!add(grid, trained(one))) {
        rows.add(stn);
        return false;
      }
    }
    StudyRun best = StudyResult.lowest(grid);
    if (best == null) {
      throw new IllegalStateException(
          "the network diverges at every fixed value of '"
              + hyperparameter.name()
              + "'; lower the learning rate");
    }
    double center = best.start();
    rows.add(new StudyRun(ROWS.get(0), center, best.schedule(), best.result()));
    long steps = (long) options.epochs() * stepsPerEpoch;
    String name = hyperparameter.name();
    Planned noise = following("gaussian", ROWS.get(1), noise(center, steps));
    Planned sine = following("sine", ROWS.get(2), sine(center, steps));
    Planned last = fixed("final", ROWS.get(3), stn.schedule().at(steps, name));
    Planned schedule = following("schedule", ROWS.get(5), stn.schedule());
    trainElsewhere(List.of(noise, sine, last, schedule));
    boolean done =
        add(rows, trained(noise)) && add(rows, trained(sine)) && add(rows, trained(last));
    rows.add(stn);
    done = done && add(rows, trained(schedule));
    for (Planned one : others) {
      done = done && add(starts, trained(one));
    }
    return done;
  }

  /** A number as a person would have typed it. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private Schedule noise(double center, long steps) {
    return Schedule.gaussian(hyperparameter, center, settings.deviation(), steps, options.seed());
  }

  private Schedule sine(double center, long steps) {
    return Schedule.sinusoid(
        hyperparameter, center, settings.amplitude(), settings.period(), steps);
  }

  private static boolean add(List<StudyRun> list, StudyRun run) {
    return run != null && list.add(run);
  }

  /** The number of runs in all. */
  private int total() {
    return settings.grid().size() + settings.starts().size() + ROWS.size() - 1;
  }

  private Planned tuned(String key, String name, double start) {
    ModelSpec from =
        new ModelSpec(
            model.input(),
            List.of(hyperparameter.start(start)),
            model.gates(),
            model.layers(),
            model.loss());
    return new Planned(key, name, from, Optional.empty());
  }

  private Planned fixed(String key, String name, double value) {
    return following(key, name, Schedule.constant(hyperparameter, value));
  }

  private Planned following(String key, String name, Schedule schedule) {
    return new Planned(key, name, model, Optional.of(schedule));
  }

  /** Returns the result of a run that is finished, now or before; null if it was stopped. */
  private StudyRun trained(Planned plan) throws IOException {
    History history = history(plan);
    if (history == null) {
      return null;
    }
    stepsPerEpoch = history.snapshot().plan().stepsPerEpoch();
    Schedule schedule = plan.schedule().orElseGet(() -> Schedule.of(history));
    StudyRun run = StudyRun.of(plan.name(), hyperparameter.name(), schedule, history);
    watcher.ends(run);
    return run;
  }

  /** Has those trained that are not finished; what {@link #trained} returns is there then. */
  private void trainElsewhere(List<Planned> plans) throws IOException {
    TrialExecutor by =
        executor == null && Double.isFinite(limit) ? new ThreadExecutor(1, own -> data) : executor;
    if (by == null) {
      return;
    }
    String content = Fingerprint.of(data);
    List<Callable<Void>> work = new ArrayList<>();
    int begun = number;
    for (int i = 0; i < plans.size(); i++) {
      int index = begun + i + 1;
      Planned plan = plans.get(i);
      Setup setup = new Setup("study", plan.model(), words, content, options, device, every, limit);
      RunJob job = new RunJob(setup, plan.name(), plan.schedule(), folder.files(plan.file()));
      work.add(
          () -> {
            trainElsewhere(by, job, index);
            return null;
          });
    }
    SideBySide.run(by.slots(), work, this::stop);
  }

  private void trainElsewhere(TrialExecutor by, RunJob job, int index) throws Exception {
    if (Files.exists(job.history())) {
      return;
    }
    RunWatch watch =
        new RunWatch() {
          @Override
          public boolean epoch(int epoch, double loss) {
            synchronized (elsewhere) {
              watcher.epoch(job.name(), index, total(), epoch, loss);
            }
            return super.epoch(epoch, loss);
          }
        };
    elsewhere.add(watch);
    try {
      if (stopRequested) {
        return;
      }
      Outcome outcome = by.run(job, watch);
      if (outcome != null && outcome.failed()) {
        throw new IllegalStateException(job.name() + ": " + outcome.failure());
      }
      if (outcome != null) {
        Files.deleteIfExists(job.checkpoint());
      }
    } finally {
      elsewhere.remove(watch);
    }
  }

  private History history(Planned plan) throws IOException {
    number++;
    String file = plan.file();
    Optional<History> before = folder.finished(file);
    if (before.isPresent()) {
      return before.get();
    }
    if (stopRequested || Thread.interrupted()) {
      return null;
    }
    Optional<Run> begun = folder.begun(file, data, device);
    try (Run run = begun.isPresent() ? begun.get() : plan(plan)) {
      if (folder.keeps()) {
        run.listen(new Autosave(every, () -> folder.keep(file, run), problem -> {}));
      }
      watcher.begins(plan.name(), number, total(), run);
      current = run;
      if (stopRequested) {
        return null;
      }
      if (stopped(run)) {
        folder.keep(file, run);
        return null;
      }
      folder.finish(file, run);
      return run.history();
    }
  }

  private Run plan(Planned plan) {
    return plan.schedule().isPresent()
        ? Run.replay(plan.name(), plan.model(), plan.schedule().get(), data, options, device)
        : Run.plan(plan.name(), plan.model(), data, options, device);
  }

  /** Trains a run, and says whether it was stopped on the way, or in its last test. */
  private static boolean stopped(Run run) {
    try {
      return run.train().cause() == TrainingOutcome.Cause.STOPPED;
    } catch (CancellationException e) {
      return true;
    }
  }

  /** All on which the results depend, for people and to be compared. */
  private String description() {
    return ModelYaml.print(model)
        + "\ndata: "
        + data
        + "\noptions: "
        + options
        + "\nsettings: "
        + settings
        + "\n";
  }
}
