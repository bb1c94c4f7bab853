package org.selftuning.search;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.selftuning.data.Source;
import org.selftuning.record.Autosave;
import org.selftuning.record.History;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;

/** One attempt at a run: continues where an earlier one was, and writes its files. */
final class RunAttempt implements TrainingListener {
  private final RunJob job;
  private final Source data;
  private final Objective.Watch watch;
  private Run run;
  private volatile boolean stopped;

  RunAttempt(RunJob job, Source data, Objective.Watch watch) {
    this.job = job;
    this.data = data;
    this.watch = watch;
  }

  /** Trains to the end, and returns the result; null if it was stopped. */
  Outcome run() throws IOException {
    if (Files.exists(job.history())) {
      History ended = History.load(job.history());
      watch.resumed(losses(ended));
      return outcome(ended);
    }
    try (Run begun = begin()) {
      run = begun;
      watch.whenStopped(
          () -> {
            stopped = true;
            begun.stop();
          });
      begun.listen(new Autosave(job.setup().every(), this::save, problem -> {}));
      begun.listen(this);
      if (stopped(begun)) {
        save();
        return null;
      }
      end();
      return outcome(begun.history());
    }
  }

  private Run begin() throws IOException {
    Setup setup = job.setup();
    if (Files.exists(job.checkpoint())) {
      Run loaded = Run.load(job.checkpoint(), data, setup.device());
      stopped = !watch.resumed(losses(loaded.history()));
      return loaded;
    }
    return job.schedule().isPresent()
        ? Run.replay(
            job.name(), setup.model(), job.schedule().get(), data, setup.options(), setup.device())
        : Run.plan(job.name(), setup.model(), data, setup.options(), setup.device());
  }

  private static List<Double> losses(History history) {
    return history.snapshot().epochs().stream().map(e -> e.validation().loss()).toList();
  }

  /** A trainer that starts forgets that it was asked to stop before. */
  @Override
  public void started(Plan plan) {
    if (stopped) {
      run.stop();
    }
  }

  @Override
  public void epoch(Epoch epoch) {
    if (!watch.epoch(epoch.number(), epoch.validation().loss())) {
      run.stop();
    }
  }

  /** Trains, and says whether it was stopped on the way, or in its last test. */
  private static boolean stopped(Run run) {
    try {
      return run.train().cause() == TrainingOutcome.Cause.STOPPED;
    } catch (CancellationException e) {
      return true;
    }
  }

  private void save() throws IOException {
    if (watch.current()) {
      run.save(job.checkpoint());
    } else {
      run.stop();
    }
  }

  private void end() throws IOException {
    if (watch.current()) {
      run.save(job.checkpoint());
      run.history().save(job.history());
    }
  }

  /** A run that diverged has a history as well, which says so. */
  private static Outcome outcome(History history) {
    RunResult result = RunResult.of(history);
    List<Double> losses = losses(history);
    return Outcome.completed(
        result.bestValidation().loss(),
        losses.isEmpty() ? Double.NaN : losses.get(losses.size() - 1),
        result.epochs(),
        result.seconds());
  }
}
