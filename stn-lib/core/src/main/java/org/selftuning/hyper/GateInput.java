package org.selftuning.hyper;

/** What gated layers see of a hyperparameter at the unconstrained value z. */
public enum GateInput {
  /** z itself, as for the convolutional networks of the STN paper. */
  UNCONSTRAINED,
  /**
   * z brought to a standard range: sigmoid(z) where the hyperparameter has an interval, softplus(z)
   * where it has one bound, z where it has none; as for the paper's language model.
   */
  SQUASHED,
  /** Nothing: no layer is gated, and the hyperparameters are not tuned but follow a schedule. */
  NONE;

  /** Returns what gates see of a hyperparameter at the unconstrained {@code z}. */
  public double of(Hyperparameter hyperparameter, double z) {
    return switch (this) {
      case UNCONSTRAINED -> z;
      case SQUASHED -> standard(hyperparameter.range()).value(z);
      case NONE -> 0;
    };
  }

  /** Returns how fast what gates see of a hyperparameter moves with the unconstrained {@code z}. */
  public double derivative(Hyperparameter hyperparameter, double z) {
    return switch (this) {
      case UNCONSTRAINED -> 1;
      case SQUASHED -> standard(hyperparameter.range()).derivative(z);
      case NONE -> 0;
    };
  }

  /** The range of the same kind with its ends at 0 and 1. */
  private static Range standard(Range range) {
    if (range.bounded()) {
      return Range.interval(0, 1);
    }
    return new Range(
        Double.isFinite(range.low()) ? 0 : range.low(),
        Double.isFinite(range.high()) ? 0 : range.high());
  }
}
