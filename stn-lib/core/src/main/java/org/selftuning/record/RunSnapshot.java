package org.selftuning.record;

import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.train.Epoch;
import org.selftuning.train.Method;
import org.selftuning.train.Metric;
import org.selftuning.train.Plan;
import org.selftuning.train.Score;
import org.selftuning.train.TrainingOutcome;

/**
 * What a run had left behind at one moment. Immutable, and cheap to take: it shares the numbers
 * with the {@link History} it comes from. Rows count from 0 and are the training steps in order.
 */
public final class RunSnapshot {

  /**
   * A score on the test part.
   *
   * @param epoch the epoch after which it was taken
   * @param score loss and accuracy
   */
  public record Test(int epoch, Score score) {}

  private final Plan plan;
  private final Column number;
  private final Column epoch;
  private final Column training;
  private final Column validation;
  private final Column seconds;
  private final Column[] values;
  private final Column[] sigma;
  private final List<Epoch> epochs;
  private final List<Test> tests;
  private final TrainingOutcome ending;

  RunSnapshot(
      StepColumns steps, Plan plan, List<Epoch> epochs, List<Test> tests, TrainingOutcome ending) {
    this.plan = plan;
    this.number = steps.number.frozen();
    this.epoch = steps.epoch.frozen();
    this.training = steps.training.frozen();
    this.validation = steps.validation.frozen();
    this.seconds = steps.seconds.frozen();
    this.values = StepColumns.frozen(steps.values);
    this.sigma = StepColumns.frozen(steps.sigma);
    this.epochs = List.copyOf(epochs);
    this.tests = List.copyOf(tests);
    this.ending = ending;
  }

  private RunSnapshot(RunSnapshot whole, int rows) {
    this.plan = whole.plan;
    this.number = whole.number.first(rows);
    this.epoch = whole.epoch.first(rows);
    this.training = whole.training.first(rows);
    this.validation = whole.validation.first(rows);
    this.seconds = whole.seconds.first(rows);
    this.values = StepColumns.first(whole.values, rows);
    this.sigma = StepColumns.first(whole.sigma, rows);
    long last = rows == 0 ? 0 : number(number.size() - 1);
    long perEpoch = Math.max(1, plan.stepsPerEpoch());
    this.epochs = whole.epochs.stream().filter(e -> e.number() * perEpoch <= last).toList();
    this.tests = whole.tests.stream().filter(t -> t.epoch() * perEpoch <= last).toList();
    this.ending = null;
  }

  /**
   * Returns the run as it was after the first {@code rows} training steps, not yet ended.
   *
   * @param rows how many, 0 … {@link #steps}; with all of them, the run as it is
   */
  public RunSnapshot upTo(int rows) {
    return rows >= steps() ? this : new RunSnapshot(this, Math.max(0, rows));
  }

  /** What the run set out to do; no hyperparameters and no epochs before it began. */
  public Plan plan() {
    return plan;
  }

  /** The tuned hyperparameters, in order. */
  public List<Hyperparameter> hyperparameters() {
    return plan.hyperparameters();
  }

  /** How losses are reported. */
  public Metric metric() {
    return plan.metric();
  }

  /** How the weights are trained. */
  public Method method() {
    return plan.method();
  }

  /** The number of training steps recorded. */
  public int steps() {
    return number.size();
  }

  /** Training steps taken up to and with this row, counting from 1. */
  public long number(int row) {
    return (long) number.get(row);
  }

  /** The epoch that this row belongs to, counting from 1. */
  public int epoch(int row) {
    return (int) epoch.get(row);
  }

  /** The minibatch's mean training loss. */
  public double trainingLoss(int row) {
    return training.get(row);
  }

  /** The validation minibatch's mean loss, NaN where no validation step followed. */
  public double validationLoss(int row) {
    return validation.get(row);
  }

  /** Training time up to and with this row. */
  public double seconds(int row) {
    return seconds.get(row);
  }

  /** The hyperparameter's value, in its own units, after this row's step. */
  public double value(int row, int hyperparameter) {
    return values[hyperparameter].get(row);
  }

  /** The scale σ of its perturbation, on the unconstrained axis, after this row's step. */
  public double sigma(int row, int hyperparameter) {
    return sigma[hyperparameter].get(row);
  }

  /** The epochs finished, in order. */
  public List<Epoch> epochs() {
    return epochs;
  }

  /** The scores on the test part, by epoch; often one, after the end. */
  public List<Test> tests() {
    return tests;
  }

  /** How the run ended, or null while it trains. */
  public TrainingOutcome ending() {
    return ending;
  }

  /** The epoch with the lowest validation loss, or null before one is finished. */
  public Epoch best() {
    Epoch best = null;
    for (Epoch epoch : epochs) {
      double loss = epoch.validation().loss();
      if (!Double.isNaN(loss) && (best == null || loss < best.validation().loss())) {
        best = epoch;
      }
    }
    return best;
  }

  /** The hyperparameters' latest values, in their own units. */
  public double[] latestValues() {
    return latest(values, plan.startValues());
  }

  /** The latest scales σ. */
  public double[] latestSigma() {
    return latest(sigma, plan.startSigma());
  }

  private double[] latest(Column[] columns, double[] start) {
    double[] latest = start.clone();
    for (int i = 0; i < latest.length && steps() > 0; i++) {
      latest[i] = columns[i].get(steps() - 1);
    }
    return latest;
  }
}
