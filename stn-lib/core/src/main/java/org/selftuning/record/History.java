package org.selftuning.record;

import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.Score;
import org.selftuning.train.Step;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.Table;

/**
 * Everything a run reports, kept in memory: losses, hyperparameters and σ after every training
 * step, scores after every epoch. It listens to one run, and continues when that run is resumed:
 * steps and epochs that are taken again replace their first record.
 *
 * <p>Thread-safe: other threads may read, above all through {@link #snapshot}, while the run
 * trains. Recording a step takes well under a microsecond.
 */
public final class History implements TrainingListener {
  private static final Plan NOTHING = new Plan(List.of(), 0, 0, 1, new double[0], new double[0]);

  private final List<Epoch> epochs = new ArrayList<>();
  private final List<RunSnapshot.Test> tests = new ArrayList<>();
  private Plan plan = NOTHING;
  private StepColumns steps = new StepColumns(0);
  private TrainingOutcome ending;

  /** An empty history, to be given to a trainer as a listener. */
  public History() {}

  /**
   * Takes the run's plan. A second call means that the run is resumed.
   *
   * @throws IllegalStateException if this history already belongs to a run with other
   *     hyperparameters
   */
  @Override
  public synchronized void started(Plan plan) {
    boolean fresh = steps.size() == 0 && epochs.isEmpty();
    if (!fresh && !plan.hyperparameters().equals(this.plan.hyperparameters())) {
      throw new IllegalStateException(
          "this history belongs to a run that tunes "
              + names(this.plan)
              + ", not "
              + names(plan)
              + "; give each run a new History");
    }
    if (fresh) {
      steps = new StepColumns(plan.hyperparameters().size());
    }
    Plan start = fresh ? plan : this.plan;
    this.plan =
        new Plan(
            List.copyOf(plan.hyperparameters()),
            plan.epochs(),
            plan.warmupEpochs(),
            Math.max(1, plan.stepsPerEpoch()),
            start.startValues().clone(),
            start.startSigma().clone(),
            plan.metric(),
            start.method(),
            plan.device());
    ending = null;
  }

  @Override
  public synchronized void step(Step step) {
    steps.add(step);
  }

  @Override
  public synchronized void epoch(Epoch epoch) {
    epochs.removeIf(e -> e.number() >= epoch.number());
    tests.removeIf(t -> t.epoch() >= epoch.number());
    epochs.add(
        new Epoch(
            epoch.number(),
            epoch.warmup(),
            epoch.training(),
            epoch.validation(),
            epoch.values().clone(),
            epoch.sigma().clone(),
            epoch.learningRate(),
            epoch.best(),
            epoch.seconds()));
  }

  @Override
  public synchronized void ended(TrainingOutcome ending) {
    this.ending = ending;
  }

  /** Notes a score on the test part, taken after {@code epoch}, in place of an earlier one. */
  public synchronized void test(int epoch, Score score) {
    tests.removeIf(t -> t.epoch() == epoch);
    int at = 0;
    while (at < tests.size() && tests.get(at).epoch() < epoch) {
      at++;
    }
    tests.add(at, new RunSnapshot.Test(epoch, score));
  }

  /** Returns what is known now, as it will never change again. Takes constant time. */
  public synchronized RunSnapshot snapshot() {
    return new RunSnapshot(steps, plan, epochs, tests, ending);
  }

  /**
   * Repeats to a listener what was recorded, in the order of the run. The end is repeated if there
   * was one, and then the scores on the test part.
   */
  public void replay(RunListener listener) {
    RunSnapshot now = snapshot();
    listener.started(now.plan());
    Iterator<Epoch> epochs = now.epochs().iterator();
    Epoch next = epochs.hasNext() ? epochs.next() : null;
    for (int row = 0; row <= now.steps(); row++) {
      boolean past = row == now.steps();
      while (next != null && (past || next.number() < now.epoch(row))) {
        listener.epoch(next);
        next = epochs.hasNext() ? epochs.next() : null;
      }
      if (!past) {
        listener.step(step(now, row));
      }
    }
    if (now.ending() != null) {
      listener.ended(now.ending());
    }
    now.tests().forEach(test -> listener.tested(test.epoch(), test.score()));
  }

  private static Step step(RunSnapshot from, int row) {
    int n = from.hyperparameters().size();
    double[] values = new double[n];
    double[] sigma = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = from.value(row, i);
      sigma[i] = from.sigma(row, i);
    }
    return new Step(
        from.number(row),
        from.epoch(row),
        from.trainingLoss(row),
        from.validationLoss(row),
        values,
        sigma,
        from.seconds(row));
  }

  /** One row a training step: step, epoch, training loss, validation loss, seconds. */
  public Table steps() {
    return HistoryTables.steps(snapshot());
  }

  /** One row an epoch: its scores, learning rate, whether it was the best so far, seconds. */
  public Table epochs() {
    return HistoryTables.epochs(snapshot());
  }

  /** One row a training step, one column a hyperparameter; step 0 holds the values at the start. */
  public Table hyperparameters() {
    return HistoryTables.hyperparameters(snapshot());
  }

  /** The scales σ on the unconstrained axis, laid out like {@link #hyperparameters}. */
  public Table sigma() {
    return HistoryTables.sigma(snapshot());
  }

  /**
   * Writes the history to a file: everything as JSON if its name ends in {@code .json}, one row a
   * training step with losses, values and σ as CSV if it ends in {@code .csv}. The file appears
   * whole or not at all.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public void save(Path file) {
    String text =
        switch (Export.suffix(file, "json", "csv")) {
          case "json" -> toJson().toString();
          default -> HistoryTables.all(snapshot()).write().toString("csv");
        };
    Export.write(file, text);
  }

  /** Writes steps.csv, epochs.csv, hyperparameters.csv and sigma.csv into a folder. */
  public void saveTables(Path folder) {
    RunSnapshot now = snapshot();
    for (Table table :
        List.of(
            HistoryTables.steps(now),
            HistoryTables.epochs(now),
            HistoryTables.hyperparameters(now),
            HistoryTables.sigma(now))) {
      Export.write(folder.resolve(table.name() + ".csv"), table.write().toString("csv"));
    }
  }

  /**
   * Reads what {@link #save} wrote as JSON.
   *
   * @throws IllegalArgumentException if the file holds no history
   * @throws UncheckedIOException if it cannot be read
   */
  public static History load(Path file) {
    return Export.read(file, "history written by History.save", text -> of(Json.parse(text)));
  }

  /** Everything as JSON, numbers exact; {@link #of} makes an equal history of it. */
  public JsonObject toJson() {
    return HistoryJson.write(snapshot());
  }

  /**
   * Makes a history of what {@link #toJson} wrote; a resumed run can continue it.
   *
   * @throws IllegalArgumentException if something is missing; the message names it
   */
  public static History of(JsonObject json) {
    return HistoryJson.read(json);
  }

  private static List<String> names(Plan plan) {
    return new HyperparameterSpace(plan.hyperparameters()).names();
  }
}
