package org.selftuning.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.compare.ComparisonResult;
import org.selftuning.record.History;
import org.selftuning.record.RunResult;
import org.selftuning.record.Schedule;
import org.selftuning.record.Snapshot;
import org.selftuning.train.Measure;

/**
 * The charts of runs. Each call looks at a history as it is now, also while its run goes on, and
 * returns a figure that will not change. While a run goes on its axes grow in steps, and never with
 * every update.
 */
public final class Charts {
  static final int WIDTH = 900;
  static final int HEIGHT = 420;

  private Charts() {}

  /** Training, validation and test loss over epochs. */
  public static Figure losses(History history) {
    return Figure.of(LossPanel.of(history.snapshot()));
  }

  /** Training, validation and test accuracy over epochs. */
  public static Figure accuracies(History history) {
    return Figure.of(AccuracyPanel.of(history.snapshot()));
  }

  /**
   * The hyperparameters over training steps, in their own units, with a band of ±σ; as small
   * multiples where there are more than seven or their ranges differ too much for one axis.
   */
  public static Figure hyperparameters(History history) {
    return HyperparameterFigure.values(history.snapshot());
  }

  /** The scales σ of the perturbations over training steps. */
  public static Figure sigma(History history) {
    return HyperparameterFigure.sigma(history.snapshot());
  }

  /** Losses and hyperparameters in one picture, to be shown again and again while a run goes on. */
  public static Figure live(History history) {
    return LiveFigure.of(history.snapshot());
  }

  /** The validation losses of several runs, by name, over each other. */
  public static Figure validationLosses(Map<String, History> runs) {
    Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    runs.forEach((name, history) -> snapshots.put(name, history.snapshot()));
    return Figure.of(ComparisonPanel.of(snapshots));
  }

  /**
   * The test errors of several runs, by name, as bars: the share of examples classified wrongly, or
   * the test loss where a run has no accuracy, the test perplexity where all are on texts.
   */
  public static Figure testErrors(Map<String, RunResult> runs) {
    boolean texts =
        !runs.isEmpty() && runs.values().stream().allMatch(r -> r.measure() == Measure.PERPLEXITY);
    boolean rates =
        !texts && runs.values().stream().noneMatch(r -> Double.isNaN(r.test().accuracy()));
    Measure measure = texts ? Measure.PERPLEXITY : Measure.LOSS;
    List<String> names = new ArrayList<>(runs.keySet());
    double[] errors =
        runs.values().stream()
            .mapToDouble(r -> rates ? 100 * (1 - r.test().accuracy()) : measure.of(r.test().loss()))
            .toArray();
    int best = 0;
    for (int i = 1; i < errors.length; i++) {
      best = errors[i] < errors[best] || Double.isNaN(errors[best]) ? i : best;
    }
    String unit = rates ? " %" : "";
    String what = rates ? "test error" : "test " + measure.noun();
    String title =
        errors.length == 0 || Double.isNaN(errors[best])
            ? "No run has been tested"
            : names.get(best)
                + " has the lowest "
                + what
                + ", "
                + Reading.steady(errors[best])
                + unit;
    String subtitle =
        rates
            ? "Share of test examples classified wrongly"
            : texts ? "Perplexity of a word of the test part" : "Mean test loss per example";
    return new BarFigure(
            title,
            subtitle,
            rates ? "test error, %" : what,
            names,
            errors,
            x -> Double.isNaN(x) ? "not tested" : Reading.steady(x) + unit)
        .figure();
  }

  /** The lowest validation loss of several methods over the epochs that they spent. */
  public static Figure comparisonByEpochs(ComparisonResult result) {
    return Figure.of(SearchPanel.of(result, SearchPanel.Currency.EPOCHS));
  }

  /** The lowest validation loss of several methods over the seconds that they spent. */
  public static Figure comparisonBySeconds(ComparisonResult result) {
    return Figure.of(SearchPanel.of(result, SearchPanel.Currency.SECONDS));
  }

  /** The schedules of several runs, by name, over each other. */
  public static Figure schedules(Map<String, Schedule> schedules) {
    return SchedulePanels.figure(schedules);
  }

  /**
   * Draws a chart and throws it away, so that the first one to be shown comes at once; the first
   * takes a second or two. Made for a background thread at start-up.
   *
   * @throws IllegalStateException if this machine has no fonts
   */
  public static void warmUp() {
    losses(new History()).png();
  }
}
