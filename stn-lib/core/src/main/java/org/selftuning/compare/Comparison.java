package org.selftuning.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.selftuning.data.Corpus;
import org.selftuning.data.ProcessLock;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.search.Journal;
import org.selftuning.search.Outcome;
import org.selftuning.search.Search;
import org.selftuning.search.SideBySide;
import org.selftuning.search.Study;
import org.selftuning.search.StudyListener;
import org.selftuning.search.Training;
import org.selftuning.search.Trial;
import org.selftuning.search.TrialExecutor;
import org.selftuning.search.UnitCube;
import org.selftuning.tensor.Device;
import org.selftuning.train.Fingerprint;
import org.selftuning.train.Metric;
import org.selftuning.train.Step;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;

/**
 * Several methods on the same model and data, each with the same budget, one after the other so
 * that each has the machine to itself; where an executor has room for several and the budget is one
 * of epochs alone, side by side. All seeds of the first come last: after the first round there is a
 * whole comparison with one seed.
 *
 * <p>{@link #run} can be stopped. In a folder, everything that was done is on disk, and a
 * comparison with the same settings continues from there, also after its process was killed. More
 * methods and seeds may be added to one that is done.
 */
public final class Comparison {
  private static final double WARM_SECONDS = 1;

  private final ModelSpec model;
  private final Source data;
  private final TrainOptions options;
  private final Device device;
  private final ComparisonOptions wanted;
  private final Optional<Path> place;
  private final List<StudyListener> listeners = new ArrayList<>();
  private CheckpointInterval every = CheckpointInterval.MINUTE;
  private TrialExecutor executor;
  private String words;
  private double limit = Double.POSITIVE_INFINITY;

  // Guarded by this.
  private final Map<String, ComparisonRun> runs = new LinkedHashMap<>();
  private final Map<String, Study> running = new LinkedHashMap<>();
  private boolean stopping;

  /**
   * A comparison that has not begun.
   *
   * @param model the gated network, whose hyperparameters are tuned
   * @param data what is trained on, tuned on and tested on
   * @param options how every network is trained; the epochs and the patience are those of one
   *     trial, and of one run of a network that tunes itself
   * @param device where
   * @param wanted what is compared, and for how long
   * @param folder where it is kept; if there is none, nothing is kept
   * @throws IllegalArgumentException if model, data and options don't fit together, or nothing is
   *     tuned
   */
  public Comparison(
      ModelSpec model,
      Source data,
      TrainOptions options,
      Device device,
      ComparisonOptions wanted,
      Optional<Path> folder) {
    this.model = model;
    this.data = data;
    this.options = options;
    this.device = device;
    this.wanted = wanted;
    this.place = folder;
    UnitCube cube = new UnitCube(model.space());
    wanted.methods().stream()
        .map(method -> method.training(options))
        .distinct() // what does not fit is refused before hours pass
        .forEach(training -> new Trainer(model, data, training, Training.here(device)).close());
    for (long seed : wanted.seeds()) {
      for (TuningMethod method : wanted.methods()) {
        method.search(cube, options.epochs(), wanted, seed);
        ComparisonRun run = ComparisonRun.unfinished(method, seed, Journal.empty());
        runs.put(key(run), run);
      }
    }
  }

  private static String key(ComparisonRun run) {
    return run.method().word() + "-" + run.seed();
  }

  /** Sets how often a running trial is saved; once a minute if this is not called. */
  public void checkpointEvery(CheckpointInterval interval) {
    every = interval;
  }

  /**
   * Has the trials tried elsewhere; without it, by threads of this process.
   *
   * @param words the words that name the data there, as after {@code data NAME}
   */
  public void on(TrialExecutor executor, String words) {
    this.executor = executor;
    this.words = words;
  }

  /** Sets how many seconds a trial may take; without it, as many as it needs. */
  public void limit(double seconds) {
    limit = seconds;
  }

  /** Adds a listener for all trials. */
  public void listen(StudyListener listener) {
    listeners.add(listener);
  }

  /**
   * Compares, to the end or until stopped.
   *
   * @return the results so far
   * @throws IOException if the folder holds another comparison, or can't be written; one line says
   *     which
   */
  public ComparisonResult run() throws IOException {
    synchronized (this) {
      stopping = Thread.interrupted(); // nor could an interrupted thread write a file
    }
    ComparisonFolder folder =
        new ComparisonFolder(
            place.isPresent() ? place.get() : Files.createTempDirectory("stn-comparison"));
    try (ProcessLock lock = ProcessLock.ofFolder(folder.root())) {
      folder.claim(facts());
      for (ComparisonRun run : List.copyOf(runs.values())) {
        put(folder.read(run.method(), run.seed()));
      }
      if (executor == null) {
        device.problem().ifPresent(Comparison::refuse);
        if (!result().ended() && !stopping()) {
          warmUp();
        }
      }
      conductAll(folder);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      if (place.isEmpty()) {
        folder.delete();
      }
    }
    return result();
  }

  private static void refuse(String problem) {
    throw new IllegalStateException(problem);
  }

  /** How many studies the executor has room for at once; seconds count only if there is but one. */
  private int sideBySide() {
    boolean seconds = Double.isFinite(wanted.budget().seconds());
    return executor == null || seconds ? 1 : Math.max(1, executor.slots() / wanted.threads());
  }

  private void conductAll(ComparisonFolder folder) throws IOException {
    List<Callable<Void>> work = new ArrayList<>();
    for (ComparisonRun run : List.copyOf(runs.values())) {
      if (!run.ended()) {
        work.add(
            () -> {
              if (!stopping()) {
                conduct(run, folder);
              }
              return null;
            });
      }
    }
    if (!stopping()) {
      SideBySide.run(sideBySide(), work, this::stop);
    }
  }

  /**
   * Trains for some steps and throws it away: the first steps of a process are slow, and would be
   * at the cost of the first method.
   */
  private void warmUp() {
    Map<String, Double> start = new LinkedHashMap<>();
    model.hyperparameters().forEach(h -> start.put(h.name(), h.start()));
    for (ModelSpec spec : List.of(model, model.fixedAt(start))) {
      try (Trainer trainer = new Trainer(spec, data, options.warmupEpochs(0), device)) {
        AtomicBoolean warm = new AtomicBoolean();
        trainer.listen(
            new TrainingListener() {
              @Override
              public void step(Step step) {
                if (step.seconds() > WARM_SECONDS) {
                  warm.set(true);
                  trainer.stop();
                }
              }
            });
        if (trainer.run().cause() == TrainingOutcome.Cause.STOPPED && !warm.get()) {
          stop(); // this thread was interrupted, and the trainer has taken note of it
        }
      }
    }
  }

  private void conduct(ComparisonRun run, ComparisonFolder folder) throws IOException {
    TuningMethod method = run.method();
    long seed = run.seed();
    Training training =
        new Training(
            model,
            data,
            method.training(options).seed(seed),
            device,
            folder.of(method, seed),
            every);
    if (executor != null) {
      training.on(executor, key(run), words);
    }
    training.limit(limit);
    Search search = method.search(new UnitCube(model.space()), options.epochs(), wanted, seed);
    Study study = new Study(search, training, wanted.budget(), wanted.threads());
    study.resume(run.journal());
    listeners.forEach(study::listen);
    study.listen(
        new StudyListener() {
          private final CheckpointInterval.Countdown next = every.begin();

          @Override
          public void epoch(Trial trial, double loss) {
            if (next.epoch()) {
              write();
            }
          }

          @Override
          public void ended(Trial trial, Outcome outcome) {
            write();
          }

          private void write() {
            long begin = System.nanoTime();
            folder.write(ComparisonRun.unfinished(method, seed, study.journal()));
            next.restart(System.nanoTime() - begin);
          }
        });
    begin(key(run), study);
    Study.End end;
    try {
      end = study.run();
    } finally {
      end(key(run));
    }
    ComparisonRun ended = ComparisonRun.unfinished(method, seed, study.journal());
    if (end != Study.End.STOPPED) {
      boolean any = Files.exists(training.bestNetwork());
      Training.Verdict verdict =
          any
              ? training.verdict()
              : new Training.Verdict(ComparisonRun.UNKNOWN, ComparisonRun.UNKNOWN);
      ended =
          new ComparisonRun(
              method, seed, study.journal(), end, verdict.validation(), verdict.test());
    }
    folder.write(ended);
    put(ended);
    if (ended.ended()) {
      training.clear();
    }
  }

  private void begin(String key, Study study) {
    boolean stop;
    synchronized (this) {
      running.put(key, study);
      stop = stopping;
    }
    if (stop) {
      study.stop();
    }
  }

  private synchronized void end(String key) {
    running.remove(key);
  }

  private synchronized void put(ComparisonRun run) {
    runs.put(key(run), run);
  }

  private synchronized boolean stopping() {
    stopping |= Thread.interrupted();
    return stopping;
  }

  /** Asks the comparison to stop; from any thread. */
  public void stop() {
    List<Study> studies;
    synchronized (this) {
      stopping = true;
      studies = List.copyOf(running.values());
    }
    studies.forEach(Study::stop); // outside the lock: a study calls its listeners with its own held
  }

  /** The results so far; also while it runs. */
  public ComparisonResult result() {
    List<ComparisonRun> now;
    Map<String, Study> studies;
    synchronized (this) {
      now = new ArrayList<>(runs.values());
      studies = Map.copyOf(running);
    }
    now.replaceAll(
        run -> {
          Study study = studies.get(key(run));
          return study == null
              ? run
              : ComparisonRun.unfinished(run.method(), run.seed(), study.journal());
        });
    return new ComparisonResult(
        now, wanted.budget(), data instanceof Corpus ? Metric.PERPLEXITY : Metric.LOSS);
  }

  /**
   * The trials so far whose losses can be compared; see {@link Trials#of(ComparisonResult,
   * org.selftuning.hyper.HyperparameterSpace)}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Trials trials() {
    return Trials.of(result(), model.space());
  }

  /** What must be the same for a comparison to continue. */
  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", ModelYaml.print(model));
    facts.put("data set", describe(data));
    facts.put(ComparisonFolder.CONTENT, Fingerprint.of(data));
    facts.put("training", TuningMethod.STN.training(options).seed(0).toString());
    facts.put("budget", wanted.budget().toString());
    facts.put(
        "search",
        String.format(
            "grid %d, population %d, interval %d, eta %d",
            wanted.grid(), wanted.population(), wanted.interval(), wanted.eta()));
    return facts;
  }

  private static String describe(Source data) {
    if (data instanceof Split split) {
      return String.format(
          "%s, %d, %d, %d examples",
          split.train().name(),
          split.train().size(),
          split.validation().size(),
          split.test().size());
    }
    return data.toString();
  }
}
