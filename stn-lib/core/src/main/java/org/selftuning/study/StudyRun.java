package org.selftuning.study;

import org.selftuning.record.History;
import org.selftuning.record.RunResult;
import org.selftuning.record.Schedule;

/**
 * One finished run of a study.
 *
 * @param name what people call it
 * @param start the hyperparameter's value in the first step
 * @param schedule the hyperparameter at every step
 * @param result its result
 */
public record StudyRun(String name, double start, Schedule schedule, RunResult result) {

  /** The run that left this history, the hyperparameter following {@code schedule}. */
  static StudyRun of(String name, String hyperparameter, Schedule schedule, History history) {
    return new StudyRun(name, schedule.at(0, hyperparameter), schedule, RunResult.of(history));
  }

  /** The lowest validation loss, NaN if no epoch had one. */
  double validation() {
    return result.bestValidation().loss();
  }
}
