package org.selftuning.search;

/**
 * How much a search may spend. Both count everything: epochs those of all trials together, seconds
 * the time that passes, the search's own thinking included. What comes first ends it.
 *
 * @param epochs the most epochs; {@link #ANY} for no limit
 * @param seconds the most seconds; infinite for no limit
 */
public record Budget(long epochs, double seconds) {
  /** No limit of epochs. */
  public static final long ANY = Long.MAX_VALUE;

  /** Checks the numbers. */
  public Budget {
    if (epochs < 1) {
      throw new IllegalArgumentException("a budget needs at least 1 epoch, not " + epochs);
    }
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(
          "a budget needs a positive number of seconds, not " + seconds);
    }
    if (epochs == ANY && Double.isInfinite(seconds)) {
      throw new IllegalArgumentException("a budget needs an end: give it epochs or seconds");
    }
  }

  /** A number of epochs, however long they take. */
  public static Budget epochs(long epochs) {
    return new Budget(epochs, Double.POSITIVE_INFINITY);
  }

  /** A number of seconds, however many epochs they hold. */
  public static Budget seconds(double seconds) {
    return new Budget(ANY, seconds);
  }

  /** Whether this much is all of it. */
  public boolean spent(long epochs, double seconds) {
    return epochs >= this.epochs || seconds >= this.seconds;
  }

  /** How much of it is spent, 0 … 1. */
  public double share(long epochs, double seconds) {
    return Math.min(1, Math.max((double) epochs / this.epochs, seconds / this.seconds));
  }

  @Override
  public String toString() {
    String inEpochs = epochs == ANY ? "" : epochs + " epochs";
    String inSeconds = Double.isInfinite(seconds) ? "" : Math.round(seconds * 10) / 10.0 + " s";
    return inEpochs + (inEpochs.isEmpty() || inSeconds.isEmpty() ? "" : " or ") + inSeconds;
  }
}
