package org.selftuning.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * All combinations of some evenly spaced values of each hyperparameter, in random order, so that a
 * budget that ends before the grid does has seen all sides of it. With k values an axis they lie in
 * the middles of k equal parts of the {@link UnitCube}. A grid that is done is followed by one of
 * three times as many values an axis, which contains it; it ends when whole numbers leave nothing
 * new.
 */
public final class GridSearch implements Search {
  private static final int MOST_POINTS = 1_000_000;
  private static final int REFINEMENT = 3;

  private final UnitCube cube;
  private final int epochs;
  private final Random random;
  private final Deque<List<Double>> open = new ArrayDeque<>();
  private final Set<List<Double>> laid = new HashSet<>();
  private int perAxis;
  private int asked;

  /**
   * A grid search.
   *
   * @param cube the values
   * @param perAxis values of each hyperparameter in the first grid
   * @param epochs the most epochs of a trial
   * @param seed of the order
   * @throws IllegalArgumentException if the first grid has no points, or more than a million
   */
  public GridSearch(UnitCube cube, int perAxis, int epochs, long seed) {
    if (perAxis < 1 || Math.pow(perAxis, cube.size()) > MOST_POINTS) {
      throw new IllegalArgumentException(
          String.format(
              "a grid of %d values for each of %d hyperparameters has no points or too many; choose"
                  + " fewer values, or another method",
              perAxis, cube.size()));
    }
    this.cube = cube;
    this.epochs = epochs;
    this.perAxis = perAxis;
    this.random = new Random(seed);
    lay();
  }

  /**
   * The most values an axis whose first grid has no more than {@code points} points, at least 2.
   */
  public static int perAxis(UnitCube cube, int points) {
    int perAxis = 2;
    while (Math.pow(perAxis + 1, cube.size()) <= points) {
      perAxis++;
    }
    return perAxis;
  }

  private void lay() {
    List<List<Double>> fresh = new ArrayList<>();
    int points = (int) Math.pow(perAxis, cube.size());
    for (int i = 0; i < points; i++) {
      double[] point = new double[cube.size()];
      int rest = i;
      for (int axis = 0; axis < point.length; axis++) {
        // Rounded, so that a finer grid meets the coarser one's points again exactly.
        point[axis] = Math.rint((rest % perAxis + 0.5) / perAxis * 1e9) / 1e9;
        rest /= perAxis;
      }
      List<Double> values = cube.values(point);
      if (laid.add(values)) {
        fresh.add(values);
      }
    }
    Collections.shuffle(fresh, random);
    open.addAll(fresh);
  }

  @Override
  public Optional<Trial> ask() {
    while (open.isEmpty() && Math.pow(REFINEMENT * perAxis, cube.size()) <= MOST_POINTS) {
      perAxis *= REFINEMENT;
      lay();
    }
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(Trial.fresh(asked++, open.poll(), epochs));
  }

  @Override
  public void tell(Trial trial, Outcome outcome) {}
}
