package org.selftuning.record;

import java.util.function.IntToDoubleFunction;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.train.Epoch;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** The Tablesaw tables of a history. */
final class HistoryTables {
  private HistoryTables() {}

  static Table steps(RunSnapshot s) {
    int rows = s.steps();
    return Table.create(
        "steps",
        numbers(s, 0),
        epochOfStep(s),
        column("training loss", rows, s::trainingLoss),
        column("validation loss", rows, s::validationLoss),
        column("seconds", rows, s::seconds));
  }

  static Table hyperparameters(RunSnapshot s) {
    Table table = Table.create("hyperparameters", numbers(s, 1));
    for (int h = 0; h < s.hyperparameters().size(); h++) {
      int at = h;
      table.addColumns(
          column(
              s.hyperparameters().get(h).name(),
              s.steps() + 1,
              row -> row == 0 ? s.plan().startValues()[at] : s.value(row - 1, at)));
    }
    return table;
  }

  static Table sigma(RunSnapshot s) {
    Table table = Table.create("sigma", numbers(s, 1));
    for (int h = 0; h < s.hyperparameters().size(); h++) {
      int at = h;
      table.addColumns(
          column(
              s.hyperparameters().get(h).name(),
              s.steps() + 1,
              row -> row == 0 ? s.plan().startSigma()[at] : s.sigma(row - 1, at)));
    }
    return table;
  }

  /** One row a step with everything known of it. */
  static Table all(RunSnapshot s) {
    Table table = steps(s);
    for (int h = 0; h < s.hyperparameters().size(); h++) {
      int at = h;
      Hyperparameter hyperparameter = s.hyperparameters().get(h);
      table.addColumns(
          column(hyperparameter.name(), s.steps(), row -> s.value(row, at)),
          column("σ " + hyperparameter.name(), s.steps(), row -> s.sigma(row, at)));
    }
    return table;
  }

  static Table epochs(RunSnapshot s) {
    IntColumn number = IntColumn.create("epoch");
    BooleanColumn warmup = BooleanColumn.create("warm-up");
    DoubleColumn trainingLoss = DoubleColumn.create("training loss");
    DoubleColumn trainingAccuracy = DoubleColumn.create("training accuracy");
    DoubleColumn validationLoss = DoubleColumn.create("validation loss");
    DoubleColumn validationAccuracy = DoubleColumn.create("validation accuracy");
    DoubleColumn learningRate = DoubleColumn.create("learning rate");
    BooleanColumn best = BooleanColumn.create("best");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    for (Epoch epoch : s.epochs()) {
      number.append(epoch.number());
      warmup.append(epoch.warmup());
      trainingLoss.append(epoch.training().loss());
      trainingAccuracy.append(epoch.training().accuracy());
      validationLoss.append(epoch.validation().loss());
      validationAccuracy.append(epoch.validation().accuracy());
      learningRate.append(epoch.learningRate());
      best.append(epoch.best());
      seconds.append(epoch.seconds());
    }
    return Table.create(
        "epochs",
        number,
        warmup,
        trainingLoss,
        trainingAccuracy,
        validationLoss,
        validationAccuracy,
        learningRate,
        best,
        seconds);
  }

  /** The steps' numbers, after {@code lead} rows for the start, which is step 0. */
  private static LongColumn numbers(RunSnapshot s, int lead) {
    long[] numbers = new long[s.steps() + lead];
    for (int row = 0; row < s.steps(); row++) {
      numbers[row + lead] = s.number(row);
    }
    return LongColumn.create("step", numbers);
  }

  private static IntColumn epochOfStep(RunSnapshot s) {
    int[] epochs = new int[s.steps()];
    for (int row = 0; row < epochs.length; row++) {
      epochs[row] = s.epoch(row);
    }
    return IntColumn.create("epoch", epochs);
  }

  private static DoubleColumn column(String name, int rows, IntToDoubleFunction value) {
    double[] data = new double[rows];
    for (int row = 0; row < rows; row++) {
      data[row] = value.applyAsDouble(row);
    }
    return DoubleColumn.create(name, data);
  }
}
