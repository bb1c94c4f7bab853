package org.selftuning.record;

import org.selftuning.train.Score;
import org.selftuning.train.TrainingListener;

/** Receives what a training does, and the score of its best network, which a {@link Run} takes. */
public interface RunListener extends TrainingListener {

  /**
   * The network of an epoch was tested, after the run had ended or was stopped.
   *
   * @param epoch its number, from 1
   * @param score on the test part
   */
  default void tested(int epoch, Score score) {}
}
