package org.selftuning.search;

import java.util.Optional;
import java.util.Set;

/**
 * A method that looks for good hyperparameters by trying some: it is asked what to try next, and
 * given the outcome. Several trials may be open at once; results come in any order.
 *
 * <p>A search is a function of its space, its seed, and the calls of {@link #ask} and {@link #tell}
 * so far, so it needs no memory on disk: after the same calls, a new one is in the state of the old
 * one. It never trains anything. Not thread-safe; {@link Study} sees to that.
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
   * @param outcome its result; a failure is a result too
   */
  void tell(Trial trial, Outcome outcome);

  /** The trials that a later one may continue: their networks are worth keeping. */
  default Set<Integer> continuable() {
    return Set.of();
  }
}
