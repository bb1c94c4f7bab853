package org.selftuning.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.TrainingListener;

/**
 * Saves a run while it trains, after an epoch, when its interval has passed. Listeners that were
 * added before it, the history among them, have recorded the epoch by then. A checkpoint that
 * cannot be written does not end the training: that is reported, and tried again after the next
 * epoch.
 */
public final class Autosave implements TrainingListener {
  private final CheckpointInterval.Countdown next;
  private final Save save;
  private final Consumer<String> problems;
  private boolean failing;

  /** What writes the checkpoint. */
  @FunctionalInterface
  public interface Save {
    /** Writes it, whole or not at all. */
    void run() throws IOException;
  }

  /**
   * Saves every so often.
   *
   * @param problems receives one line when the checkpoint can't be written any more
   */
  public Autosave(CheckpointInterval every, Save save, Consumer<String> problems) {
    next = every.begin();
    this.save = save;
    this.problems = problems;
  }

  @Override
  public void started(Plan plan) {
    next.restart(0);
  }

  @Override
  public void epoch(Epoch epoch) {
    if (!next.epoch()) {
      return;
    }
    long begin = System.nanoTime();
    try {
      save.run();
      next.restart(System.nanoTime() - begin);
      failing = false;
    } catch (IOException | UncheckedIOException e) {
      if (!failing) {
        problems.accept(
            "the checkpoint of epoch " + epoch.number() + " is missing: " + e.getMessage());
      }
      failing = true;
    }
  }
}
