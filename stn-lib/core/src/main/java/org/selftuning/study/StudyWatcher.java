package org.selftuning.study;

import org.selftuning.record.Run;

/** Hears how a study goes; one call at a time. */
public interface StudyWatcher {

  /** A run is about to start, or to continue; {@code number} of {@code total}, counting from 1. */
  default void begins(String name, int number, int total, Run run) {}

  /**
   * A run that is trained elsewhere, or is limited in time, has finished an epoch; such runs do not
   * {@link #begins begin} here.
   *
   * @param loss the validation loss after it
   */
  default void epoch(String name, int number, int total, int epoch, double loss) {}

  /** A run is finished, now or in an earlier call of the study. */
  default void ends(StudyRun run) {}
}
