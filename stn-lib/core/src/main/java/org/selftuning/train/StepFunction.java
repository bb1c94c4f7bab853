package org.selftuning.train;

/**
 * Hyperparameters as a function of the training step: what an ordinary network follows that is
 * trained on a schedule.
 */
@FunctionalInterface
public interface StepFunction {

  /**
   * Returns a hyperparameter's value, in its own units, once {@code step} training steps are taken:
   * the value that step number {@code step + 1} uses.
   */
  double at(long step, String hyperparameter);
}
