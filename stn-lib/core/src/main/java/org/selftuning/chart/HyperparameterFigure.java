package org.selftuning.chart;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.record.RunSnapshot;

/**
 * Hyperparameters, or their σ: in one panel where they can share an axis, otherwise as small
 * multiples.
 */
final class HyperparameterFigure {
  private static final int MOST_LINES = 7;
  private static final double LIKE = 2.5;

  private HyperparameterFigure() {}

  static Figure values(RunSnapshot run) {
    return shareAnAxis(run.hyperparameters())
        ? Figure.of(valuesInOnePanel(run))
        : multiples(run).figure();
  }

  static Figure sigma(RunSnapshot run) {
    String title = SigmaPanel.title(run);
    String subtitle = "Scale σ of the perturbation, on the unconstrained axis";
    if (run.hyperparameters().size() <= MOST_LINES) {
      return Figure.of(SigmaPanel.of(run, inOrder(run), title, subtitle));
    }
    List<Panel> cells = new ArrayList<>();
    for (Movement movement : Movement.placed(run)) {
      int[] one = {movement.index()};
      cells.add(SigmaPanel.of(run, one, movement.hyperparameter().name(), ""));
    }
    return new SmallMultiples(title, subtitle + marks(run), cells).figure();
  }

  static Panel valuesInOnePanel(RunSnapshot run) {
    return HyperparameterPanel.of(
        run, inOrder(run), Movement.title(run), "Values in use, each with a band of ±σ");
  }

  /** One cell a hyperparameter, those that moved most first. */
  static SmallMultiples multiples(RunSnapshot run) {
    List<Panel> cells = new ArrayList<>();
    for (Movement movement : Movement.placed(run)) {
      int[] one = {movement.index()};
      cells.add(HyperparameterPanel.of(run, one, movement.hyperparameter().name(), ""));
    }
    return new SmallMultiples(
        Movement.title(run),
        "Values in use with a band of ±σ"
            + (run.ending() == null ? "" : ", those that moved most first")
            + marks(run),
        cells);
  }

  /** Whether few enough lines with ranges alike enough to be distinguished on one axis. */
  static boolean shareAnAxis(List<Hyperparameter> all) {
    if (all.size() > MOST_LINES) {
      return false;
    }
    double narrowest = Double.POSITIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Hyperparameter h : all) {
      Range range = h.range();
      if (!range.bounded()) {
        return all.size() == 1;
      }
      narrowest = Math.min(narrowest, range.high() - range.low());
      low = Math.min(low, range.low());
      high = Math.max(high, range.high());
    }
    return all.isEmpty() || high - low <= LIKE * narrowest;
  }

  /** What shade and line mean in cells too small to say it. */
  private static String marks(RunSnapshot run) {
    RunProgress progress = new RunProgress(run);
    StringBuilder marks = new StringBuilder();
    if (progress.warmup(1) > 0) {
      marks.append("; shaded: warm-up");
    }
    for (Moment moment : progress.moments(1)) {
      marks.append("; line: ").append(moment.name());
    }
    return marks.toString();
  }

  private static int[] inOrder(RunSnapshot run) {
    int[] all = new int[run.hyperparameters().size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return all;
  }
}
