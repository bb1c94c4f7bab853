package org.selftuning.theory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Functions of one variable over a stretch of it, as numbers that can be drawn:
 *
 * <pre>{@code
 * Curves.over("λ", -6, 6)
 *     .line("exact", lambda -> network.exact(lambda)[0])
 *     .line("fitted", lambda -> fitted.at(lambda)[0])
 *     .shade(lambda0 - sigma, lambda0 + sigma)
 * }</pre>
 *
 * @param axis what the variable is
 * @param x where the functions were looked at, ascending
 * @param lines their values there, by name, in drawing order; NaN where there is none
 * @param marks places on the axis, by name
 * @param shaded a stretch of the axis: its two ends, or empty
 */
public record Curves(
    String axis,
    List<Double> x,
    Map<String, List<Double>> lines,
    Map<String, Double> marks,
    List<Double> shaded) {
  private static final int POINTS = 241;

  /** Keeps lists and maps from change, in their order. */
  public Curves {
    x = List.copyOf(x);
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    marks = Collections.unmodifiableMap(new LinkedHashMap<>(marks));
    shaded = List.copyOf(shaded);
  }

  /**
   * Curves over a stretch, without any line yet; see {@link #over(String, double, double, int)}.
   */
  public static Curves over(String axis, double low, double high) {
    return over(axis, low, high, POINTS);
  }

  /**
   * Curves over a stretch, without any line yet.
   *
   * @param axis what the variable is
   * @param low one end
   * @param high the other
   * @param points the number of places, evenly spaced from end to end, where the functions are
   *     evaluated
   * @throws IllegalArgumentException if {@code low} is not below {@code high}, or with fewer than 2
   *     points
   */
  public static Curves over(String axis, double low, double high, int points) {
    if (!(low < high) || points < 2) {
      throw new IllegalArgumentException(
          "no curve from " + low + " to " + high + " has " + points + " points");
    }
    List<Double> x = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      x.add(low + (high - low) * i / (points - 1));
    }
    return new Curves(axis, x, Map.of(), Map.of(), List.of());
  }

  /** Returns these curves and one more. */
  public Curves line(String name, DoubleUnaryOperator function) {
    Map<String, List<Double>> more = new LinkedHashMap<>(lines);
    more.put(name, x.stream().map(function::applyAsDouble).toList());
    return new Curves(axis, x, more, marks, shaded);
  }

  /** Returns these curves with a place marked. */
  public Curves mark(String name, double place) {
    Map<String, Double> more = new LinkedHashMap<>(marks);
    more.put(name, place);
    return new Curves(axis, x, lines, more, shaded);
  }

  /** Returns these curves with a stretch shaded. */
  public Curves shade(double low, double high) {
    return new Curves(axis, x, lines, marks, List.of(low, high));
  }

  /** A column for the variable and one for each line. */
  public Table table() {
    Table table = Table.create("curves over " + axis, DoubleColumn.create(axis, x));
    lines.forEach((name, y) -> table.addColumns(DoubleColumn.create(name, y)));
    return table;
  }
}
