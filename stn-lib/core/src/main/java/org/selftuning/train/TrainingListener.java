package org.selftuning.train;

/**
 * Follows a run while it trains. All calls come from the training thread, in order: one {@code
 * started}, then steps and epochs, then one {@code ended}. A slow listener holds up the training.
 */
public interface TrainingListener {

  /** The run begins, or continues after a stop. */
  default void started(Plan plan) {}

  /** A training step is done. */
  default void step(Step step) {}

  /** An epoch is done. */
  default void epoch(Epoch epoch) {}

  /** The run has come to its end, or was stopped. */
  default void ended(TrainingOutcome ending) {}
}
