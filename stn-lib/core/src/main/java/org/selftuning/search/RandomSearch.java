package org.selftuning.search;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Values at random, uniform in the {@link UnitCube}, each for as long as a trial may take (Bergstra
 * &amp; Bengio, JMLR 2012). It learns nothing and never ends: what a cleverer method has to beat.
 */
public final class RandomSearch implements Search {
  private final UnitCube cube;
  private final int epochs;
  private final SplittableRandom random;
  private int asked;

  /**
   * A random search.
   *
   * @param cube the values
   * @param epochs the most epochs of a trial
   * @param seed of its choices
   */
  public RandomSearch(UnitCube cube, int epochs, long seed) {
    this.cube = cube;
    this.epochs = epochs;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Optional<Trial> ask() {
    return Optional.of(Trial.fresh(asked++, cube.values(point(random, cube.size())), epochs));
  }

  /** A point uniform in the unit cube. */
  static double[] point(SplittableRandom random, int size) {
    return random.doubles(size).toArray();
  }

  @Override
  public void tell(Trial trial, Outcome outcome) {}
}
