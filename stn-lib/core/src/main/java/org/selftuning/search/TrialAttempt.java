package org.selftuning.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Autosave;
import org.selftuning.train.Checkpoint;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.Score;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;

/**
 * One attempt at a trial: continues where an earlier one was, reports every epoch, and writes the
 * files of the trial. Its result is written before it is reported; an attempt that follows returns
 * it.
 */
final class TrialAttempt implements TrainingListener {
  private static final String TRIAL = "trial";
  private static final String EPOCH = "epoch";
  private static final String LOSSES = "losses";
  private static final long SEEDS_APART = 1_000_003;

  private final TrialJob job;
  private final Trial trial;
  private final Source data;
  private final Objective.Watch watch;
  private final TrialFolder folder;
  private final List<Double> losses = new ArrayList<>();
  private Trainer trainer;
  private int number;
  private boolean cut;
  private volatile boolean stopped;

  TrialAttempt(TrialJob job, Source data, Objective.Watch watch) {
    this.job = job;
    this.trial = job.trial();
    this.data = data;
    this.watch = watch;
    this.folder = new TrialFolder(job.folder());
  }

  /** Trains to the end, and returns the result; null if it was stopped. */
  Outcome run() throws IOException {
    Optional<TrialFolder.Ended> before = folder.ended(trial);
    if (before.isPresent()) {
      watch.resumed(before.get().losses());
      return before.get().outcome();
    }
    try (Trainer begun = begin()) {
      trainer = begun;
      watch.whenStopped(
          () -> {
            stopped = true;
            begun.stop();
          });
      begun.listen(this);
      begun.listen(
          new Autosave(
              job.setup().every(), this::save, problem -> {})); // the journal's is reported
      TrainingOutcome ending = begun.run();
      if (ending.cause() == TrainingOutcome.Cause.STOPPED && !cut) {
        save();
        return null;
      }
      Outcome outcome = outcome(ending);
      end(outcome);
      return outcome;
    }
  }

  private Trainer begin() throws IOException {
    Path own = folder.checkpoint(trial.id());
    if (Files.exists(own)) {
      try (Checkpoint checkpoint = Checkpoint.open(own)) {
        Map<String, String> sections = checkpoint.sections();
        if (sections.getOrDefault(TRIAL, text()).equals(text())) {
          Trainer loaded = Trainer.load(checkpoint, null, data, job.setup().device());
          restore(sections);
          return loaded;
        }
      }
    }
    ModelSpec spec =
        trial.values().isEmpty() ? job.setup().model() : job.setup().model().fixedAt(byName());
    TrainOptions wanted =
        job.setup()
            .options()
            .epochs(trial.epochs())
            .patience(trial.kept() ? 0 : job.setup().options().patience())
            .seed(job.setup().options().seed() + SEEDS_APART * trial.id());
    if (trial.from() == Trial.NONE) {
      return new Trainer(spec, data, wanted, job.setup().device());
    }
    try (Checkpoint from = Checkpoint.open(folder.checkpoint(trial.from()))) {
      Checkpoint changed = from.with(spec, before -> wanted.seed(before.seed()));
      return Trainer.load(changed, null, data, job.setup().device());
    }
  }

  private String text() {
    return trial.toJson().toString();
  }

  private Map<String, Double> byName() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < trial.values().size(); i++) {
      values.put(job.setup().model().hyperparameters().get(i).name(), trial.values().get(i));
    }
    return values;
  }

  /** The epochs that were trained before the process ended, or the trial was stopped. */
  private void restore(Map<String, String> sections) {
    if (!sections.getOrDefault(LOSSES, "").isEmpty()) {
      for (String loss : sections.get(LOSSES).split(",", -1)) {
        losses.add(Double.valueOf(loss));
      }
      number = Integer.parseInt(sections.get(EPOCH));
    }
    cut = !watch.resumed(losses) && !losses.isEmpty();
  }

  /** A trainer that starts forgets that it was asked to stop before. */
  @Override
  public void started(Plan plan) {
    if (cut || stopped) {
      trainer.stop();
    }
  }

  @Override
  public void epoch(Epoch epoch) {
    number = epoch.number();
    losses.add(epoch.validation().loss());
    if (!watch.epoch(losses.size(), epoch.validation().loss())) {
      cut = true;
      trainer.stop();
    }
  }

  private Outcome outcome(TrainingOutcome ending) {
    Score best = trainer.bestValidation();
    if (ending.cause() == TrainingOutcome.Cause.DIVERGED && (trial.kept() || best == null)) {
      return Outcome.failed("diverged at " + ending.message());
    }
    if (best == null) {
      return Outcome.failed("no epoch was finished");
    }
    boolean done = losses.isEmpty(); // an older version's process ended after the last epoch
    return new Outcome(
        best.loss(),
        done ? best.loss() : losses.get(losses.size() - 1),
        done ? trial.epochs() : number,
        ending.seconds(),
        cut ? Outcome.End.CUT : Outcome.End.COMPLETED,
        "");
  }

  private void save() throws IOException {
    if (!watch.current()) {
      trainer.stop();
      return;
    }
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put(TRIAL, text());
    sections.put(EPOCH, Integer.toString(number));
    sections.put(LOSSES, losses.stream().map(String::valueOf).collect(Collectors.joining(",")));
    trainer.save(folder.checkpoint(trial.id()), sections);
  }

  /** Writes network and result; a trial that failed has no network. */
  private void end(Outcome outcome) throws IOException {
    if (!watch.current()) {
      return;
    }
    if (outcome.failed()) {
      folder.deleteCheckpoint(trial.id());
    } else {
      save();
    }
    folder.end(trial, new TrialFolder.Ended(outcome, losses));
  }
}
