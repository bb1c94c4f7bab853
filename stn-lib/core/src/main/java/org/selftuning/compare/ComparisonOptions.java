package org.selftuning.compare;

import java.util.LinkedHashSet;
import java.util.List;
import org.selftuning.search.Budget;
import org.selftuning.search.GridSearch;
import org.selftuning.search.UnitCube;

/**
 * What is compared, and for how long.
 *
 * @param methods the methods, in the order in which they are shown
 * @param seeds each method runs once with each
 * @param budget of one method with one seed
 * @param threads trials of a method that run at once
 * @param grid values of each hyperparameter in the first grid; 0 for as many as make about 30
 *     points
 * @param population members of population based training
 * @param interval epochs between two changes of population based training; 0 for a twentieth of the
 *     most
 * @param eta the reduction factor η of Hyperband and ASHA: one in η values is promoted
 */
public record ComparisonOptions(
    List<TuningMethod> methods,
    List<Long> seeds,
    Budget budget,
    int threads,
    int grid,
    int population,
    int interval,
    int eta) {
  private static final int GRID_POINTS = 30;
  private static final int INTERVALS = 20;

  /** Checks the ranges. */
  public ComparisonOptions {
    methods = List.copyOf(new LinkedHashSet<>(methods));
    seeds = List.copyOf(new LinkedHashSet<>(seeds));
    if (methods.isEmpty() || seeds.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs at least one method and one seed");
    }
    atLeast("threads", threads, 1);
    atLeast("grid", grid, 0);
    atLeast("population", population, 2);
    atLeast("interval", interval, 0);
    atLeast("eta", eta, 2);
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", not " + value);
    }
  }

  /** All methods, seed 1, one trial at a time, a population of 10, η = 3. */
  public static ComparisonOptions of(Budget budget) {
    return new ComparisonOptions(
        List.of(TuningMethod.values()), List.of(1L), budget, 1, 0, 10, 0, 3);
  }

  /** Returns these options with other methods. */
  public ComparisonOptions methods(List<TuningMethod> methods) {
    return new ComparisonOptions(methods, seeds, budget, threads, grid, population, interval, eta);
  }

  /** Returns these options with other seeds. */
  public ComparisonOptions seeds(List<Long> seeds) {
    return new ComparisonOptions(methods, seeds, budget, threads, grid, population, interval, eta);
  }

  /** Returns these options with another number of trials at once. */
  public ComparisonOptions threads(int threads) {
    return new ComparisonOptions(methods, seeds, budget, threads, grid, population, interval, eta);
  }

  /** The values of each hyperparameter in the first grid. */
  int gridOf(UnitCube cube) {
    return grid > 0 ? grid : GridSearch.perAxis(cube, GRID_POINTS);
  }

  /** The epochs between two changes of population based training. */
  int intervalOf(int epochs) {
    return interval > 0 ? interval : Math.max(1, epochs / INTERVALS);
  }
}
