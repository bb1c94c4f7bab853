package org.selftuning.study;

import org.selftuning.record.Run;

/** Hears how a study goes; all calls come from the thread that runs it. */
public interface StudyWatcher {

  /** A run is about to train, or to go on; {@code number} of {@code total}, counting from 1. */
  default void begins(String name, int number, int total, Run run) {}

  /** A run is finished, now or in an earlier call of the study. */
  default void ends(StudyRun run) {}
}
