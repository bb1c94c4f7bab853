package org.selftuning.search;

/**
 * What came of a trial.
 *
 * @param loss the lowest validation loss of all epochs, those of the trial it went on from
 *     included; NaN if it failed
 * @param latest the validation loss of the last epoch; NaN if it failed
 * @param epochs how long the network has trained in all
 * @param seconds training time in all
 * @param failure one line that says why it failed, or empty
 */
public record Outcome(double loss, double latest, int epochs, double seconds, String failure) {

  /** A trial that failed. */
  public static Outcome failed(String why) {
    return new Outcome(Double.NaN, Double.NaN, 0, 0, why.isBlank() ? "it failed" : why);
  }

  /** Whether it failed. */
  public boolean failed() {
    return !failure.isEmpty();
  }

  /** The loss by which trials are compared: a failed one comes last. */
  public double rank() {
    return failed() || Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }
}
