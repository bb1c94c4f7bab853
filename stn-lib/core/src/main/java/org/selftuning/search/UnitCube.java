package org.selftuning.search;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;

/**
 * The values that a search may try, as the unit cube [0, 1]ⁿ. With u a coordinate and s the
 * hyperparameter's start:
 *
 * <pre>
 *   interval (a, b)   value = a + (b − a) · u
 *   discrete a … b    value = ⌊a + (b + 1 − a) · u⌋
 *   above a           value = a + d · 10^(6u − 3)   with d = s − a, or 1 where s = a
 *   below b           value = b − d · 10^(6u − 3)   with d = b − s, or 1 where s = b
 *   real line         value = s + 10 · max(1, |s|) · (2u − 1)
 * </pre>
 *
 * <p>A search needs ends, so a half-line is searched over six decades around its start. The cube is
 * none of the maps of {@link Range}: those make a good axis for gradients, and their middle is
 * dense.
 *
 * @param space the hyperparameters, at least one
 */
public record UnitCube(HyperparameterSpace space) {
  private static final double MARGIN = 1e-6;
  private static final double DECADES = 6;
  private static final double REACH = 10;

  /** Checks that there is something to search. */
  public UnitCube {
    if (space.isEmpty()) {
      throw new IllegalArgumentException(
          "there is nothing to search: the model has no hyperparameters");
    }
  }

  /** The number n of hyperparameters. */
  public int size() {
    return space.size();
  }

  /** Returns the values at {@code point}, in the hyperparameters' own units. */
  public List<Double> values(double[] point) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      values.add(value(space.hyperparameters().get(i), point[i]));
    }
    return values;
  }

  private static double value(Hyperparameter h, double coordinate) {
    double u = Math.max(MARGIN, Math.min(1 - MARGIN, coordinate));
    Range range = h.relaxed();
    if (range.bounded()) {
      double value = range.low() + (range.high() - range.low()) * u;
      return h.discrete() ? Math.min(Math.floor(value), h.range().high()) : value;
    }
    double scale = Math.pow(10, DECADES * (u - 0.5));
    if (range.low() > Double.NEGATIVE_INFINITY) {
      return range.low() + unit(h) * scale;
    }
    if (range.high() < Double.POSITIVE_INFINITY) {
      return range.high() - unit(h) * scale;
    }
    return h.start() + unit(h) * (2 * u - 1);
  }

  /** The distance that is one unit of an unbounded axis. */
  private static double unit(Hyperparameter h) {
    Range range = h.range();
    if (range.low() > Double.NEGATIVE_INFINITY) {
      return h.start() > range.low() ? h.start() - range.low() : 1;
    }
    if (range.high() < Double.POSITIVE_INFINITY) {
      return h.start() < range.high() ? range.high() - h.start() : 1;
    }
    return REACH * Math.max(1, Math.abs(h.start()));
  }

  /**
   * Returns the point whose {@link #values} are these; of whole numbers the middle of their cell.
   */
  public double[] point(List<Double> values) {
    double[] point = new double[size()];
    for (int i = 0; i < point.length; i++) {
      point[i] = coordinate(space.hyperparameters().get(i), values.get(i));
    }
    return point;
  }

  private static double coordinate(Hyperparameter h, double value) {
    Range range = h.relaxed();
    double u;
    if (range.bounded()) {
      double middle = h.discrete() ? value + 0.5 : value;
      u = (middle - range.low()) / (range.high() - range.low());
    } else if (range.low() > Double.NEGATIVE_INFINITY) {
      u = 0.5 + Math.log10((value - range.low()) / unit(h)) / DECADES;
    } else if (range.high() < Double.POSITIVE_INFINITY) {
      u = 0.5 + Math.log10((range.high() - value) / unit(h)) / DECADES;
    } else {
      u = ((value - h.start()) / unit(h) + 1) / 2;
    }
    return Math.max(0, Math.min(1, u));
  }
}
