package org.selftuning.train;

/**
 * How a run ended.
 *
 * @param cause why it ended
 * @param message one line for people
 * @param bestEpoch the epoch with the lowest validation loss, 0 if none was finished
 * @param seconds training time in all
 */
public record TrainingOutcome(Cause cause, String message, int bestEpoch, double seconds) {

  /** Why a run ended. */
  public enum Cause {
    /** All epochs were taken. */
    COMPLETED,
    /** The validation loss had not improved for as long as patience lasts. */
    EARLY_STOP,
    /** It was asked to stop; the run can continue. */
    STOPPED,
    /** A loss was no number. */
    DIVERGED
  }
}
