package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.record.RunSnapshot;

/**
 * How far a hyperparameter has come from its start.
 *
 * @param index its place in the run's hyperparameters
 * @param hyperparameter which one
 * @param from its value at the start, in its own units
 * @param to its value now
 * @param distance how far it moved on the unconstrained axis, where all are comparable; upwards if
 *     positive
 */
record Movement(int index, Hyperparameter hyperparameter, double from, double to, double distance) {

  /**
   * All of a run's hyperparameters, those that moved most first; in their own order while the run
   * trains, so that a live picture keeps its places.
   */
  static List<Movement> placed(RunSnapshot run) {
    List<Movement> movements = of(run);
    if (run.ending() == null) {
      movements.sort(Comparator.comparingInt(Movement::index));
    }
    return movements;
  }

  /** All of a run's hyperparameters, those that moved most first. */
  static List<Movement> of(RunSnapshot run) {
    double[] now = run.latestValues();
    List<Movement> movements = new ArrayList<>();
    for (int i = 0; i < now.length; i++) {
      Hyperparameter h = run.hyperparameters().get(i);
      double from = run.plan().startValues()[i];
      double distance = h.relaxed().inverse(now[i]) - h.relaxed().inverse(from);
      movements.add(new Movement(i, h, from, now[i], Double.isNaN(distance) ? 0 : distance));
    }
    movements.sort(Comparator.comparingDouble(m -> -Math.abs(m.distance)));
    return movements;
  }

  /** What is seen when they are drawn. */
  static String title(RunSnapshot run) {
    List<Movement> movements = of(run);
    if (movements.isEmpty()) {
      return "This run tunes no hyperparameters";
    }
    Movement most = movements.get(0);
    if (most.distance == 0) {
      return new RunProgress(run).finished() < run.plan().warmupEpochs()
          ? "Hyperparameters rest during warm-up"
          : "Hyperparameters stand where they started";
    }
    String from = Reading.of(most.hyperparameter, most.from);
    String to = Reading.of(most.hyperparameter, most.to);
    if (from.equals(to)) {
      return "Hyperparameters hardly move";
    }
    String way = most.distance > 0 ? " rises " : " falls ";
    return most.hyperparameter.name()
        + way
        + (movements.size() > 1 ? "most, " + from + " → " + to : "from " + from + " to " + to);
  }
}
