package org.selftuning.train;

import java.util.Arrays;

/**
 * How far a run has come: all of its state that is neither a tensor nor a random stream. Kept in
 * checkpoints as it is.
 */
final class Progress {
  /** Training steps taken. */
  long step;

  /** Validation steps taken. */
  long validationStep;

  /** Epochs finished. */
  int epoch;

  /** Training steps taken in the current epoch. */
  int stepInEpoch;

  /** Sum of losses, right answers and examples of the current epoch. */
  double lossSum;

  double right;
  double examples;

  /** The lowest validation loss of all epochs so far, and its epoch (0: none yet). */
  double bestLoss = Double.POSITIVE_INFINITY;

  double bestAccuracy = Double.NaN;
  int bestEpoch;

  /** The epoch after which the learning rate last decayed. */
  int decayedAfter;

  double learningRate;
  double seconds;

  /** The validation losses of the epochs after the warm-up. */
  double[] losses = {};

  /** Takes over another run's progress. */
  void set(Progress other) {
    step = other.step;
    validationStep = other.validationStep;
    epoch = other.epoch;
    stepInEpoch = other.stepInEpoch;
    lossSum = other.lossSum;
    right = other.right;
    examples = other.examples;
    bestLoss = other.bestLoss;
    bestAccuracy = other.bestAccuracy;
    bestEpoch = other.bestEpoch;
    decayedAfter = other.decayedAfter;
    learningRate = other.learningRate;
    seconds = other.seconds;
    losses = other.losses;
  }

  /**
   * Takes in the validation loss of an epoch after the warm-up.
   *
   * @return whether it lies above the lowest of all but the last {@code n} before it
   */
  boolean rises(double loss, int n) {
    double lowest =
        Arrays.stream(losses, 0, Math.max(0, losses.length - n))
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    losses = Arrays.copyOf(losses, losses.length + 1);
    losses[losses.length - 1] = loss;
    return loss > lowest;
  }
}
