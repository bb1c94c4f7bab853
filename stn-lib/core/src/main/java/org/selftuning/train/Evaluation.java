package org.selftuning.train;

import java.util.function.BooleanSupplier;
import org.selftuning.data.Batch;
import org.selftuning.layer.Pass;
import org.selftuning.model.Network;

/** Scores the current network on a whole part of the data, with nothing perturbed or dropped. */
final class Evaluation {
  private final Network network;
  private final Steps steps;
  private final float[] sums = new float[3];

  Evaluation(Network network, Steps steps) {
    this.network = network;
    this.steps = steps;
  }

  /**
   * Returns the score with the present weights.
   *
   * @param part the minibatches
   * @param resident the data set that they are of
   * @param stopping asked before each minibatch
   * @return null if {@code stopping} said so
   */
  Score score(Iterable<Batch> part, Resident resident, BooleanSupplier stopping) {
    steps.collapse();
    network.reset(Pass.Mode.EVALUATE);
    steps.clearScore();
    double loss = 0;
    double right = 0;
    double rows = 0;
    for (Batch batch : part) {
      if (stopping.getAsBoolean()) {
        return null;
      }
      resident.load(batch, network);
      steps.evaluate();
      steps.takeScore(sums);
      loss += sums[0];
      right += sums[1];
      rows += sums[2];
    }
    boolean classifies = network.spec().loss().classifies();
    return new Score(loss / rows, classifies ? right / rows : Double.NaN);
  }
}
