package org.selftuning.train;

/**
 * Hears of a run as it goes. All calls come from the training thread, in order: one {@code
 * started}, then steps and epochs, then one {@code ended}. A listener that takes long holds up the
 * training.
 */
public interface TrainingListener {

  /** The run begins, or goes on after a stop. */
  default void started(Plan plan) {}

  /** A training step is done. */
  default void step(Step step) {}

  /** An epoch is done. */
  default void epoch(Epoch epoch) {}

  /** The run has come to its end, or was stopped. */
  default void ended(Ending ending) {}
}
