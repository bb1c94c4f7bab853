package org.selftuning.train;

import java.util.function.Supplier;
import org.selftuning.layer.Binding;
import org.selftuning.model.Network;

/**
 * What a network calibrates by the validation part, such as a temperature, where no validation
 * steps learn it: after an epoch each number moves to where a parabola through three losses is
 * lowest.
 */
final class Calibration {
  /** How far the losses lie apart. */
  private static final double APART = 0.1;

  /** The most that a number moves. */
  private static final double MOST = 0.5;

  private Calibration() {}

  /**
   * Calibrates a network.
   *
   * @param here its score as it is
   * @param score computes its score; null if the run is to stop
   * @return the score then, no higher than here; null if the run is to stop
   */
  static Score of(Network network, Score here, Supplier<Score> score) {
    Score least = here;
    for (Binding.Calibrated number : network.calibrated().values()) {
      float at = number.value().toArray()[0];
      Score there = null;
      Score below = at(number, at - APART, score);
      Score above = below == null ? null : at(number, at + APART, score);
      if (above != null) {
        there = at(number, at + move(below, least, above), score);
      }
      if (there == null || there.loss() >= least.loss()) {
        number.value().write(new float[] {at});
      } else {
        least = there;
      }
      if (there == null) {
        return null;
      }
    }
    return least;
  }

  private static double move(Score below, Score here, Score above) {
    double slope = (above.loss() - below.loss()) / (2 * APART);
    double bend = (above.loss() - 2 * here.loss() + below.loss()) / (APART * APART);
    double move = bend > 0 ? -slope / bend : -Math.signum(slope) * MOST;
    return Math.max(-MOST, Math.min(MOST, move));
  }

  private static Score at(Binding.Calibrated number, double value, Supplier<Score> score) {
    number.value().write(new float[] {(float) value});
    return score.get();
  }
}
