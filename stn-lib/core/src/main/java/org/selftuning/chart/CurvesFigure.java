package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.selftuning.theory.Curves;

/**
 * Functions of one variable, with marked places and a shaded stretch. Lines that leave the axis are
 * cut at it.
 */
final class CurvesFigure {
  private static final double AIR = 0.06;

  private CurvesFigure() {}

  static Figure of(String title, String subtitle, Curves curves) {
    return Figure.of(panel(title, subtitle, curves, heights(List.of(curves)), true));
  }

  static Figure of(String title, String subtitle, Map<String, Curves> cells) {
    Axis heights = heights(cells.values());
    List<Panel> panels = new ArrayList<>();
    cells.forEach((name, curves) -> panels.add(panel(name, "", curves, heights, false)));
    return new SmallMultiples(title, subtitle, panels).figure();
  }

  static Figure logarithmic(String title, String subtitle, Curves curves) {
    return Figure.of(logarithmicPanel(title, subtitle, curves));
  }

  static Panel logarithmicPanel(String title, String subtitle, Curves curves) {
    double[] x = numbers(curves.x());
    double[] y =
        curves.lines().values().stream()
            .flatMap(List::stream)
            .mapToDouble(v -> v)
            .filter(v -> v > 0 && Double.isFinite(v))
            .toArray();
    double low = Arrays.stream(y).min().orElse(Double.NaN);
    double high = Arrays.stream(y).max().orElse(Double.NaN);
    Axis across = new Axis(curves.axis(), x[0], x[x.length - 1], true, false);
    return panel(title, subtitle, curves, across, Axis.around("", low, high, true), true);
  }

  /** One axis for all: around the first line of each where there are many, else around all. */
  private static Axis heights(Iterable<Curves> all) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (Curves curves : all) {
      count++;
      for (List<Double> line : curves.lines().values()) {
        for (double y : line) {
          if (Double.isFinite(y)) {
            low = Math.min(low, y);
            high = Math.max(high, y);
          }
        }
      }
    }
    if (!(low <= high)) {
      return Axis.linear("", 0, 1);
    }
    double air = Math.max(AIR * (high - low), 1e-9);
    boolean whole = count > 0 && low >= 0 && low < 0.2 * high;
    return Axis.linear("", whole ? Math.min(0, low) : low - air, high + air);
  }

  static Panel panel(String title, String subtitle, Curves curves, Axis up, boolean alone) {
    List<Double> x = curves.x();
    Axis across = Axis.linear(curves.axis(), x.get(0), x.get(x.size() - 1));
    return panel(title, subtitle, curves, across, up, alone);
  }

  private static Panel panel(
      String title, String subtitle, Curves curves, Axis across, Axis up, boolean alone) {
    double[] x = numbers(curves.x());
    List<Line> lines = new ArrayList<>();
    curves
        .lines()
        .forEach(
            (name, y) -> lines.add(Line.plain(name, x, cut(y, up), look(lines.size(), alone))));
    List<Band> bands = new ArrayList<>();
    if (!curves.shaded().isEmpty()) {
      double left = Math.max(across.low(), curves.shaded().get(0));
      double right = Math.min(across.high(), curves.shaded().get(1));
      bands.add(
          new Band(
              new double[] {left, right},
              new double[] {up.low(), up.low()},
              new double[] {up.high(), up.high()},
              Palette.band(Palette.TRAIN)));
    }
    List<Moment> moments = new ArrayList<>();
    curves.marks().forEach((name, place) -> moments.add(new Moment(place, name, Palette.TEXT)));
    return new Panel(title, subtitle, across, up, 0, bands, lines, moments);
  }

  private static Line.Look look(int i, boolean alone) {
    return alone ? Line.Look.series(i) : new Line.Look(Palette.series(i), 2f, i % 2 == 1);
  }

  /** Only what lies on the axis. */
  private static double[] cut(List<Double> line, Axis up) {
    double[] y = numbers(line);
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] < up.low() || y[i] > up.high() ? Double.NaN : y[i];
    }
    return y;
  }

  private static double[] numbers(List<Double> list) {
    return list.stream().mapToDouble(v -> v).toArray();
  }
}
