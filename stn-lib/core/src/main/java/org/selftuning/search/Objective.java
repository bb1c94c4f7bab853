package org.selftuning.search;

import java.util.List;

/** What a search makes small: tries the values of a trial. May be called by several threads. */
public interface Objective {

  /**
   * Tries a trial. A trial may be tried several times, after a stop or the loss of a process; it
   * then continues where an earlier attempt was.
   *
   * @param trial what to try
   * @param watch receives every epoch, and says when to end
   * @return the result; null if it was broken off by {@link Watch#whenStopped} and should be tried
   *     again when the study continues
   * @throws Exception if it cannot be tried; the study records the failure and continues
   */
  Outcome evaluate(Trial trial, Watch watch) throws Exception;

  /**
   * Takes note that the study has recorded the outcome of a trial; again when it is resumed, where
   * the process may have ended before this was done.
   *
   * @param best whether its loss is the lowest of all so far: its network is the one to keep
   */
  default void ended(Trial trial, boolean best) {}

  /** Frees what was kept of a finished trial: no later one continues it. */
  default void forget(int trial) {}

  /** What an objective reports of a trial while it runs: one attempt's line to the study. */
  interface Watch {

    /**
     * Takes note of an epoch. One that an earlier attempt reported is not counted again.
     *
     * @param number of the epoch within the trial, from 1
     * @param loss the validation loss after it
     * @return whether to continue; if not, the trial ends here with what it has
     */
    boolean epoch(int number, double loss);

    /**
     * Takes note of the epochs that the trial has behind it where it continues from a checkpoint.
     * Called at most once, before {@link #epoch}.
     *
     * @param losses the validation loss after each of them
     * @return whether to continue; if not, the trial ends here with what it has
     */
    default boolean resumed(List<Double> losses) {
      return true;
    }

    /**
     * Whether the study still waits for this attempt. Asked before a file is written: an attempt
     * that was given up must not write over a later one.
     */
    default boolean current() {
      return true;
    }

    /** Sets what breaks the trial off when the study is asked to stop; any thread may call it. */
    void whenStopped(Runnable stop);
  }
}
