package org.selftuning.compare;

import java.util.List;
import org.selftuning.record.History;
import org.selftuning.record.RunResult;
import org.selftuning.record.RunSnapshot;
import org.selftuning.train.TrainingOutcome;

/**
 * One run of a sweep, as far as it has come.
 *
 * @param point what is trained
 * @param seed with which seed
 * @param result its result so far
 * @param validation the validation loss after each epoch
 * @param failure one line that says why it could not be trained; else empty
 */
public record SweepRun(
    SweepPoint point, long seed, RunResult result, List<Double> validation, String failure) {

  static SweepRun of(SweepPoint point, long seed, History history) {
    RunSnapshot run = history.snapshot();
    return new SweepRun(
        point,
        seed,
        RunResult.of(run),
        run.epochs().stream().map(epoch -> epoch.validation().loss()).toList(),
        "");
  }

  /** It has finished these epochs, and is not yet at its end. */
  SweepRun at(List<Double> losses) {
    return new SweepRun(point, seed, result, losses, failure);
  }

  SweepRun failed(String why) {
    return new SweepRun(point, seed, result, validation, why);
  }

  /** Whether it has come to its end, well or not. */
  public boolean ended() {
    return !failure.isEmpty()
        || (result.cause() != null && result.cause() != TrainingOutcome.Cause.STOPPED);
  }

  /** Whether it ended without a network: it diverged at once, or threw. */
  public boolean failed() {
    return !failure.isEmpty() || (ended() && result.bestEpoch() == 0);
  }

  /** Whether it ended with a network. */
  public boolean succeeded() {
    return ended() && !failed();
  }
}
