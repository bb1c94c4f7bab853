package org.selftuning.train;

import java.util.Locale;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;

/**
 * The course of hyperparameters that are not tuned: what a function of the step says of them, or
 * their starts all along.
 *
 * @param space the hyperparameters
 * @param schedule what they follow; null for their starts
 */
record Course(HyperparameterSpace space, StepFunction schedule) {

  /**
   * Returns the hyperparameters, in their own units, after the given number of training steps.
   *
   * @throws IllegalArgumentException if the schedule leaves the range of one; the message names it
   */
  double[] at(long step) {
    double[] values = new double[space.size()];
    for (int i = 0; i < values.length; i++) {
      Hyperparameter h = space.hyperparameters().get(i);
      values[i] = schedule == null ? h.start() : schedule.at(step, h.name());
      if (!h.range().contains(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the schedule sets '%s' to %s at step %d, outside its range %s",
                h.name(),
                values[i],
                step,
                h.range()));
      }
    }
    return values;
  }
}
