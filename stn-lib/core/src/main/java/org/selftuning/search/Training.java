package org.selftuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Autosave;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.tensor.Device;
import org.selftuning.train.Ending;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.Score;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;

/**
 * The objective of all methods: the lowest validation loss of a network that is trained with given
 * hyperparameters. The network is the plain one, without gates; it stops early as its options say,
 * unless its trial is kept for a later one. A trial without values trains the gated network, which
 * tunes itself.
 *
 * <p>Networks that wait are checkpoints in a folder: {@code best.stn} is the best of all, {@code
 * trial-7.stn} one that a later trial may go on from, or that was broken off and goes on itself. A
 * running trial is saved now and then, so that little is lost with the process.
 */
public final class Training implements Objective {
  private static final String EPOCH = "epoch";
  private static final String LOSSES = "losses";
  private static final long SEEDS_APART = 1_000_003;

  private final ModelSpec model;
  private final Source data;
  private final TrainOptions options;
  private final Device device;
  private final Path folder;
  private final CheckpointInterval every;
  private double saved = Double.POSITIVE_INFINITY;

  /**
   * The objective.
   *
   * @param model the gated network, whose hyperparameters are searched
   * @param data what is trained on, tuned on and tested on
   * @param options how; the epochs are the trials', and trial k has a seed of its own made of this
   *     one and k
   * @param device where
   * @param folder where networks wait
   * @param every how often a running trial is saved there
   */
  public Training(
      ModelSpec model,
      Source data,
      TrainOptions options,
      Device device,
      Path folder,
      CheckpointInterval every) {
    this.model = model;
    this.data = data;
    this.options = options;
    this.device = device;
    this.folder = folder;
    this.every = every;
  }

  /** The checkpoint of the best network of all trials that have ended. */
  public Path bestNetwork() {
    return folder.resolve("best.stn");
  }

  /**
   * How the best network of all does.
   *
   * @param validation on the validation part
   * @param test on the test part
   */
  public record Verdict(Score validation, Score test) {}

  /**
   * Tests the best network of all.
   *
   * @throws IOException if there is none, or it can't be read
   */
  public Verdict verdict() throws IOException {
    try (Trainer trainer = Trainer.load(bestNetwork(), data, device)) {
      return new Verdict(trainer.bestValidation(), trainer.test());
    }
  }

  private Path file(int trial) {
    return folder.resolve("trial-" + trial + ".stn");
  }

  @Override
  public Outcome evaluate(Trial trial, Watch watch) throws IOException {
    try (Trainer trainer = trainer(trial)) {
      AtomicBoolean stopped = new AtomicBoolean();
      watch.whenStopped(
          () -> {
            stopped.set(true);
            trainer.stop();
          });
      Epochs epochs = new Epochs(trainer, trial, watch, stopped);
      trainer.listen(epochs);
      trainer.listen(new Autosave(every, epochs::save, problem -> {})); // the journal's is reported
      Ending ending = trainer.run();
      if (ending.cause() == Ending.Cause.STOPPED && !epochs.cut) {
        epochs.save();
        return null;
      }
      return outcome(trial, trainer, ending, epochs, watch);
    }
  }

  private Trainer trainer(Trial trial) throws IOException {
    Path own = file(trial.id());
    if (Files.exists(own)) {
      return Trainer.load(own, data, device);
    }
    ModelSpec spec = trial.values().isEmpty() ? model : model.fixedAt(byName(trial));
    TrainOptions wanted =
        options
            .epochs(trial.epochs())
            .patience(trial.kept() ? 0 : options.patience())
            .seed(options.seed() + SEEDS_APART * trial.id());
    if (trial.from() == Trial.AFRESH) {
      return new Trainer(spec, data, wanted, device);
    }
    Path from = file(trial.from());
    return Trainer.load(from, spec, before -> wanted.seed(before.seed()), data, device);
  }

  private Map<String, Double> byName(Trial trial) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < trial.values().size(); i++) {
      values.put(model.hyperparameters().get(i).name(), trial.values().get(i));
    }
    return values;
  }

  private Outcome outcome(Trial trial, Trainer trainer, Ending ending, Epochs epochs, Watch watch)
      throws IOException {
    Score best = trainer.bestValidation();
    if (best != null && Double.isFinite(best.loss())) {
      keepIfBest(trainer, best.loss(), watch);
    }
    boolean diverged = ending.cause() == Ending.Cause.DIVERGED;
    if (diverged && (trial.kept() || best == null)) {
      Files.deleteIfExists(file(trial.id()));
      return Outcome.failed("diverged at " + ending.message());
    }
    if (best == null) {
      return Outcome.failed("no epoch was finished");
    }
    if (trial.kept()) {
      epochs.save();
    } else {
      Files.deleteIfExists(file(trial.id()));
    }
    boolean done = epochs.number == 0; // its process ended after the last epoch and before now
    return new Outcome(
        best.loss(),
        done ? best.loss() : epochs.latest,
        done ? trial.epochs() : epochs.number,
        ending.seconds(),
        "");
  }

  private synchronized void keepIfBest(Trainer trainer, double loss, Watch watch)
      throws IOException {
    if (loss < Math.min(saved, watch.lowest())) {
      trainer.save(bestNetwork());
      saved = loss;
    }
  }

  @Override
  public void forget(int trial) {
    try {
      Files.deleteIfExists(file(trial));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes all networks that wait but the best: no trial goes on any more.
   *
   * @throws IOException if that fails
   */
  public void clear() throws IOException {
    try (DirectoryStream<Path> waiting = Files.newDirectoryStream(folder, "trial-*.stn")) {
      for (Path file : waiting) {
        Files.delete(file);
      }
    }
  }

  /** Tells the study of every epoch, and saves the network now and then. */
  private final class Epochs implements TrainingListener {
    private final Trainer trainer;
    private final Trial trial;
    private final Watch watch;
    private final AtomicBoolean stopped;
    private final List<Double> losses = new ArrayList<>();
    private double latest = Double.NaN;
    private int number;
    private boolean cut;

    Epochs(Trainer trainer, Trial trial, Watch watch, AtomicBoolean stopped) throws IOException {
      this.trainer = trainer;
      this.trial = trial;
      this.watch = watch;
      this.stopped = stopped;
      if (Files.exists(file(trial.id()))) {
        restore(Trainer.sections(file(trial.id())));
      }
    }

    /** The epochs that were trained before the process ended, or the trial was stopped. */
    private void restore(Map<String, String> sections) {
      if (!sections.getOrDefault(LOSSES, "").isEmpty()) {
        for (String loss : sections.get(LOSSES).split(",", -1)) {
          losses.add(Double.valueOf(loss));
        }
        latest = losses.get(losses.size() - 1);
        number = Integer.parseInt(sections.get(EPOCH));
      }
      cut = !watch.resumed(losses) && !losses.isEmpty();
    }

    /** A trainer that starts forgets that it was asked to stop before. */
    @Override
    public void started(Plan plan) {
      if (cut || stopped.get()) {
        trainer.stop();
      }
    }

    @Override
    public void epoch(Epoch epoch) {
      number = epoch.number();
      latest = epoch.validation().loss();
      losses.add(latest);
      if (!watch.epoch(latest)) {
        cut = true;
        trainer.stop();
      }
    }

    void save() throws IOException {
      Map<String, String> sections = new LinkedHashMap<>();
      sections.put(EPOCH, Integer.toString(number));
      sections.put(LOSSES, losses.stream().map(String::valueOf).collect(Collectors.joining(",")));
      trainer.save(file(trial.id()), sections);
    }
  }
}
