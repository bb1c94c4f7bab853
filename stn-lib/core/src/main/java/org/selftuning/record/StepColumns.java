package org.selftuning.record;

import org.selftuning.train.Step;

/** The numbers of all training steps, a column each. */
final class StepColumns {
  final Column number = new Column();
  final Column epoch = new Column();
  final Column training = new Column();
  final Column validation = new Column();
  final Column seconds = new Column();
  final Column[] values;
  final Column[] sigma;

  StepColumns(int hyperparameters) {
    values = columns(hyperparameters);
    sigma = columns(hyperparameters);
  }

  int size() {
    return number.size();
  }

  void add(Step step) {
    rewindTo(step.number());
    epoch.add(step.epoch());
    training.add(step.trainingLoss());
    validation.add(step.validationLoss());
    seconds.add(step.seconds());
    for (int i = 0; i < values.length; i++) {
      values[i].add(step.values()[i]);
      sigma[i].add(step.sigma()[i]);
    }
    number.add(step.number());
  }

  /** Forgets steps from {@code next} on: a run resumed from an earlier point takes them again. */
  private void rewindTo(long next) {
    int rows = size();
    while (rows > 0 && number.get(rows - 1) >= next) {
      rows--;
    }
    if (rows == size()) {
      return;
    }
    for (Column column : new Column[] {number, epoch, training, validation, seconds}) {
      column.truncate(rows);
    }
    for (int i = 0; i < values.length; i++) {
      values[i].truncate(rows);
      sigma[i].truncate(rows);
    }
  }

  static Column[] frozen(Column[] columns) {
    return first(columns, Integer.MAX_VALUE);
  }

  static Column[] first(Column[] columns, int rows) {
    Column[] first = new Column[columns.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = columns[i].first(rows);
    }
    return first;
  }

  private static Column[] columns(int count) {
    Column[] columns = new Column[count];
    for (int i = 0; i < count; i++) {
      columns[i] = new Column();
    }
    return columns;
  }
}
