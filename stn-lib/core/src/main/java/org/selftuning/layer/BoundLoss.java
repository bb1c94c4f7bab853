package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/** A loss that computes: bound to an engine and a batch size. */
public interface BoundLoss {

  /**
   * Adds the minibatch's sum of losses, right answers and rows to {@code score} [3]; where the pass
   * has gradients, computes that of the mean loss.
   *
   * @param y the network's outputs [B, …]
   * @param targets [B, …]; NaN marks a row of padding
   * @return gradient of the mean loss of the minibatch, or null in an evaluation pass
   */
  Tensor judge(Tensor y, Tensor targets, Tensor score, Pass pass);

  /** The loss of each row in the last validation pass [R], 0 for padding. */
  Tensor losses();
}
