package org.selftuning.chart;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.record.RunSnapshot;

/** Hyperparameters over training steps, in their own units, each with a band of ±σ. */
final class HyperparameterPanel {
  private static final int BAND_POINTS = 400;

  private HyperparameterPanel() {}

  /** All of {@code which} in one panel. */
  static Panel of(RunSnapshot run, int[] which, String title, String subtitle) {
    RunProgress progress = new RunProgress(run);
    List<Band> bands = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (int h : which) {
      Line line = line(run, h, Line.Look.series(h, which.length));
      lines.add(line);
      bands.add(band(run, h));
    }
    return new Panel(
        title,
        subtitle,
        progress.stepAxis(),
        valueAxis(run, which, bands),
        progress.warmup(progress.perEpoch()),
        bands,
        lines,
        progress.moments(progress.perEpoch()));
  }

  static Line line(RunSnapshot run, int h, Line.Look look) {
    Hyperparameter hyperparameter = run.hyperparameters().get(h);
    int rows = run.steps() + 1;
    double[] x = new double[rows];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = i == 0 ? 0 : run.number(i - 1);
      y[i] = value(run, h, i);
    }
    return new Line(
        hyperparameter.name(), x, y, look, true, Reading.steady(hyperparameter, y[rows - 1]));
  }

  private static Band band(RunSnapshot run, int h) {
    Hyperparameter hyperparameter = run.hyperparameters().get(h);
    int rows = run.steps() + 1;
    int points = Math.min(rows, BAND_POINTS);
    double[] x = new double[points];
    double[] low = new double[points];
    double[] high = new double[points];
    for (int i = 0; i < points; i++) {
      int row = points == 1 ? 0 : (int) ((long) i * (rows - 1) / (points - 1));
      x[i] = row == 0 ? 0 : run.number(row - 1);
      double sigma = row == 0 ? run.plan().startSigma()[h] : run.sigma(row - 1, h);
      double value = value(run, h, row);
      double below = edge(hyperparameter, value, -sigma);
      double above = edge(hyperparameter, value, sigma);
      low[i] = Math.min(below, above);
      high[i] = Math.max(below, above);
    }
    return new Band(x, low, high, Palette.band(Palette.series(h)));
  }

  /**
   * The value at z + {@code shift}, where z belongs to {@code value}; halves for a discrete one.
   */
  private static double edge(Hyperparameter hyperparameter, double value, double shift) {
    Range range = hyperparameter.relaxed();
    if (!Double.isFinite(value) || !Double.isFinite(shift)) {
      return value;
    }
    double middle = hyperparameter.discrete() ? 0.5 : 0;
    double edge = range.value(range.inverse(value + middle) + shift) - middle;
    return Math.max(hyperparameter.range().low(), Math.min(hyperparameter.range().high(), edge));
  }

  private static double value(RunSnapshot run, int h, int row) {
    return row == 0 ? run.plan().startValues()[h] : run.value(row - 1, h);
  }

  /** The ranges themselves where they have ends; otherwise round numbers around what was seen. */
  private static Axis valueAxis(RunSnapshot run, int[] which, List<Band> bands) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < which.length; i++) {
      Range range = run.hyperparameters().get(which[i]).range();
      low = Math.min(low, finiteOr(range.low(), least(bands.get(i).low())));
      high = Math.max(high, finiteOr(range.high(), -least(negative(bands.get(i).high()))));
    }
    boolean whole = true;
    boolean bounded = true;
    for (int h : which) {
      whole &= run.hyperparameters().get(h).discrete();
      bounded &= run.hyperparameters().get(h).range().bounded();
    }
    if (bounded) {
      return new Axis("", low, high, false, whole);
    }
    Axis round = Axis.around("", low, high, false);
    return round.log() ? Axis.linear("", 0, round.high()) : round;
  }

  private static double finiteOr(double end, double seen) {
    return Double.isFinite(end) ? end : seen;
  }

  private static double least(double[] numbers) {
    double least = Double.POSITIVE_INFINITY;
    for (double number : numbers) {
      least = Double.isFinite(number) ? Math.min(least, number) : least;
    }
    return least;
  }

  private static double[] negative(double[] numbers) {
    double[] negative = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      negative[i] = -numbers[i];
    }
    return negative;
  }
}
