package org.selftuning.search;

/**
 * Follows a study while it runs. Calls come one at a time, from the threads that run the trials; a
 * slow listener holds them up.
 */
public interface StudyListener {

  /** A trial begins, or continues after a stop. */
  default void begun(Trial trial) {}

  /** A trial has trained for another epoch, and has this validation loss. */
  default void epoch(Trial trial, double loss) {}

  /** A trial has ended, well or not; the study's journal holds it already. */
  default void ended(Trial trial, Outcome outcome) {}
}
