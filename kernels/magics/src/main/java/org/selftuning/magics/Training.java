package org.selftuning.magics;

import java.util.concurrent.CancellationException;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.record.Run;
import org.selftuning.record.RunResult;
import org.selftuning.record.ThreeDigits;
import org.selftuning.train.Metric;
import org.selftuning.train.TrainingOutcome;

/**
 * Trains a run before the eyes of a person.
 *
 * @param session where it is seen
 * @param name what people call it
 * @param run the run
 * @param goOn what to type to continue it after a stop
 * @param quiet whether only its result is shown
 * @param every how often it is saved in the folder of {@link SavedRuns}
 */
record Training(
    Session session, String name, Run run, String goOn, boolean quiet, CheckpointInterval every) {

  /** Training by the commands of {@code session}, among which is {@code resume}. */
  Training(Session session, String name, Run run, boolean quiet) {
    this(session, name, run, quiet, CheckpointInterval.MINUTE);
  }

  /** Training that is saved every so often. */
  Training(Session session, String name, Run run, boolean quiet, CheckpointInterval every) {
    this(session, name, run, session.prefix() + " resume " + name, quiet, every);
  }

  /** Trains until the end, or until this thread is interrupted, and shows the results. */
  void go() {
    if (quiet) {
      train();
      session.host().print(message());
      return;
    }
    LiveRun live = new LiveRun(session.host(), session.bench().charts(), run.history());
    live.start();
    try {
      train();
    } catch (RuntimeException | Error e) {
      live.stop();
      throw e;
    }
    live.finish(message(), run.result().table());
  }

  /** Trains behind the cells; what is shown continues to change. */
  void goBehind() {
    if (quiet) {
      session.host().print(name + " trains in the background");
      session.bench().background().begin(run, () -> silently());
      return;
    }
    LiveRun live = new LiveRun(session.host(), session.bench().charts(), run.history());
    live.startBehind(name + " trains in the background");
    session
        .bench()
        .background()
        .begin(
            run,
            () -> {
              try {
                train();
                live.finish(message(), run.result().table());
              } catch (RuntimeException | Error e) {
                live.fail(name + " failed: " + e.getMessage());
              }
            });
  }

  /** Trains with nobody to look on: what goes wrong is in the result that others ask for. */
  private void silently() {
    try {
      train();
    } catch (RuntimeException | Error e) {
      session.host().print(name + " failed: " + e.getMessage());
    }
  }

  private void train() {
    Saving saving = session.bench().saving(run, () -> Saving.of(session, name, run, every));
    try {
      run.train();
    } catch (CancellationException e) {
      Thread.interrupted(); // the run had ended, only its last test was cut short
    } finally {
      boolean interrupted = Thread.interrupted(); // or nothing could be written
      saving.end();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String tested(RunResult result) {
    if (result.metric() == Metric.PERPLEXITY) {
      return ", test perplexity " + ThreeDigits.of(result.metric().of(result.test().loss()));
    }
    return Double.isNaN(result.test().accuracy())
        ? ""
        : String.format(", test accuracy %.2f %%", 100 * result.test().accuracy());
  }

  /** The results, and how to continue, in one line. */
  String message() {
    RunResult result = run.result();
    TrainingOutcome.Cause cause = result.cause();
    String best =
        result.bestEpoch() == 0
            ? ""
            : String.format(
                "; best epoch %d, validation %s %s%s",
                result.bestEpoch(),
                result.metric().noun(),
                ThreeDigits.of(result.metric().of(result.bestValidation().loss())),
                tested(result));
    if (cause == TrainingOutcome.Cause.STOPPED) {
      return String.format(
          "%s was %s and is kept%s; continue with %s", name, result.message(), best, goOn);
    }
    if (cause == TrainingOutcome.Cause.DIVERGED) {
      return name + " diverged at " + result.message() + best;
    }
    return name + ": " + result.message() + best;
  }
}
