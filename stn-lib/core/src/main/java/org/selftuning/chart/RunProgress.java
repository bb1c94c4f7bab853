package org.selftuning.chart;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.record.RunSnapshot;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.TrainingOutcome;

/**
 * How far a run has come: its horizontal axes and the marks on them, whatever is plotted.
 *
 * @param run the run
 */
record RunProgress(RunSnapshot run) {
  private static final int LEAST_EPOCHS = 5;

  /** Epochs begun, in parts: steps taken by steps in an epoch. */
  double epochs() {
    double bySteps = run.steps() == 0 ? 0 : (double) lastStep() / perEpoch();
    return Math.max(bySteps, finished());
  }

  int finished() {
    List<Epoch> epochs = run.epochs();
    return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).number();
  }

  boolean ended() {
    return run.ending() != null;
  }

  int perEpoch() {
    return Math.max(1, run.plan().stepsPerEpoch());
  }

  /**
   * The epochs that the axis spans: while the run trains a round number ahead of it, never more
   * than planned; at its end all that were taken.
   */
  double span() {
    double done = epochs();
    if (ended()) {
      return Math.max(1, Math.ceil(done - 1e-9));
    }
    double ahead = Math.max(LEAST_EPOCHS, Axis.roundUp(Math.max(1, done)));
    int planned = run.plan().epochs();
    return planned > 0 ? Math.max(Math.min(ahead, planned), Math.ceil(done)) : ahead;
  }

  Axis epochAxis() {
    return Axis.counting("epoch", 0, span());
  }

  Axis stepAxis() {
    double end = ended() && run.steps() > 0 ? lastStep() : span() * perEpoch();
    return Axis.counting("training step", 0, Math.max(1, end));
  }

  long lastStep() {
    return run.steps() == 0 ? 0 : run.number(run.steps() - 1);
  }

  /** The x at which warm-up ends, {@code perEpoch} units to an epoch; 0 if there is none. */
  double warmup(double perEpoch) {
    Plan plan = run.plan();
    return plan.hyperparameters().isEmpty() ? 0 : plan.warmupEpochs() * perEpoch;
  }

  /** The vertical lines: the best epoch, and an end before its time. */
  List<Moment> moments(double perEpoch) {
    List<Moment> moments = new ArrayList<>();
    Epoch best = run.best();
    if (best != null) {
      moments.add(
          new Moment(best.number() * perEpoch, "best epoch " + best.number(), Palette.TEXT));
    }
    String end = unusualEnd();
    if (!end.isEmpty()) {
      moments.add(new Moment(epochs() * perEpoch, end, Palette.VERMILION));
    }
    return moments;
  }

  /** "stopped", "diverged" or "stopped early", or nothing to say. */
  String unusualEnd() {
    TrainingOutcome ending = run.ending();
    if (ending == null) {
      return "";
    }
    return switch (ending.cause()) {
      case COMPLETED -> "";
      case EARLY_STOP -> "stopped early";
      case STOPPED -> "stopped";
      case DIVERGED -> "diverged";
    };
  }

  /** "Diverged in epoch 4, " where that is the case. */
  String titleLead() {
    String end = unusualEnd();
    int epoch = (int) Math.ceil(epochs() - 1e-9);
    return switch (end) {
      case "diverged" -> "Diverged in epoch " + epoch + ", ";
      case "stopped" -> "Stopped in epoch " + epoch + ", ";
      default -> "";
    };
  }
}
