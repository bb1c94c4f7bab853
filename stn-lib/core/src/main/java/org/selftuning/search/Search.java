package org.selftuning.search;

import java.util.Optional;
import java.util.Set;

/**
 * A method that looks for good hyperparameters by trying some: it is asked what to try next, and
 * told what came of it. Several trials may be open at once; results come in any order.
 *
 * <p>A search is a function of its space, its seed, and what it was asked and told so far, so it
 * needs no memory on disk: asked and told the same again, a new one stands where the old one stood.
 * It never trains anything. Not thread-safe; {@link Study} sees to that.
 */
public interface Search {

  /**
   * Returns the next trial. Empty while it waits for results, and once nothing is left to try: if
   * it is empty while no trial is open, the search has ended.
   */
  Optional<Trial> ask();

  /**
   * Takes the result of a trial.
   *
   * @param trial one that {@link #ask} returned
   * @param outcome what came of it; a failure is a result too
   */
  void tell(Trial trial, Outcome outcome);

  /** The trials that a later one may go on from: their networks are worth keeping. */
  default Set<Integer> continuable() {
    return Set.of();
  }
}
