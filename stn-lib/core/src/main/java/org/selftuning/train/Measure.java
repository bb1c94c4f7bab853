package org.selftuning.train;

/** How a mean loss is told to people. */
public enum Measure {
  /** As it is. */
  LOSS("loss"),
  /**
   * exp(loss), where the loss is the mean cross-entropy of a text's words: among so many equally
   * likely words the network is undecided, on average.
   */
  PERPLEXITY("perplexity");

  private final String noun;

  Measure(String noun) {
    this.noun = noun;
  }

  /** What it is called. */
  public String noun() {
    return noun;
  }

  /** Returns the number that people are told for a mean loss. */
  public double of(double loss) {
    return this == PERPLEXITY ? Math.exp(loss) : loss;
  }
}
