package org.selftuning.search;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.selftuning.data.Source;

/**
 * What an executor has trained: a trial of a search, or a run with its history. As JSON it is text
 * alone, so that it can be trained in another process. Its files are in a folder that both
 * processes see.
 */
public sealed interface Job permits TrialJob, RunJob {

  /** What it trains, on what and how. */
  Setup setup();

  /** Returns the same job with another setup. */
  Job with(Setup setup);

  /** The folder of its files. */
  Path folder();

  /** One line for people, such as {@code random-1, trial 3: rate 0.2}. */
  String title();

  /** The job as JSON, numbers exact. */
  JsonObject toJson();

  /**
   * Makes one attempt at it in this thread: continues where an earlier one was.
   *
   * @param data what its words name
   * @param watch receives every epoch, and says when to end
   * @return the result; null if it was stopped
   * @throws IOException if a file cannot be read or written; one line says which
   */
  Outcome attempt(Source data, Objective.Watch watch) throws IOException;

  /**
   * Makes a job of what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if something is missing or wrong, or there is no such device
   *     here; one line says what
   */
  static Job of(JsonObject json) {
    return json.has(TrialJob.TRIAL) ? TrialJob.of(json) : RunJob.of(json);
  }
}
