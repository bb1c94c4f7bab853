package org.selftuning.train;

/** How a mean loss is reported. */
public enum Metric {
  /** As it is. */
  LOSS("loss"),
  /**
   * exp(loss), where the loss is the mean cross-entropy of a text's words: on average, the number
   * of equally likely words among which the network is undecided.
   */
  PERPLEXITY("perplexity");

  private final String noun;

  Metric(String noun) {
    this.noun = noun;
  }

  /** What it is called. */
  public String noun() {
    return noun;
  }

  /** Returns the number that is reported for a mean loss. */
  public double of(double loss) {
    return this == PERPLEXITY ? Math.exp(loss) : loss;
  }
}
