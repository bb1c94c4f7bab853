package org.selftuning.search;

import java.util.List;

/** What a search makes small: tries the values of a trial. May be called by several threads. */
public interface Objective {

  /**
   * Tries a trial.
   *
   * @param trial what to try
   * @param watch hears of every epoch, and says when to end
   * @return what came of it; null if it was broken off by {@link Watch#whenStopped} and should be
   *     tried again when the study goes on
   * @throws Exception if it cannot be tried; the study notes that and goes on
   */
  Outcome evaluate(Trial trial, Watch watch) throws Exception;

  /** Frees what was kept of a finished trial: no later one goes on from it. */
  default void forget(int trial) {}

  /** What an objective tells of a trial while it goes on. */
  interface Watch {

    /**
     * Takes note of an epoch.
     *
     * @param loss the validation loss after it
     * @return whether to go on; if not, the trial ends here with what it has
     */
    boolean epoch(double loss);

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

    /** Sets what breaks the trial off when the study is asked to stop; any thread may call it. */
    void whenStopped(Runnable stop);

    /** The lowest loss of all finished trials; infinite at first. */
    double lowest();
  }
}
