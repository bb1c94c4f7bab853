package org.selftuning.record;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.train.Epoch;
import org.selftuning.train.Plan;
import org.selftuning.train.Score;
import org.selftuning.train.Step;
import org.selftuning.train.TrainingOutcome;

/**
 * A run as numbers that have a name, a training step and a time, as trackers of experiments know
 * them:
 *
 * <table>
 * <caption>Their names</caption>
 * <tr><td>{@code loss/training}, {@code loss/validation}</td><td>of a minibatch, after a step</td>
 * <tr><td>{@code hyperparameter/NAME}, {@code sigma/NAME}</td><td>after a step</td>
 * <tr><td>{@code epoch/training_loss}, {@code epoch/validation_loss}, {@code
 *     epoch/training_accuracy}, {@code epoch/validation_accuracy}, {@code epoch/learning_rate}</td>
 *     <td>after an epoch</td>
 * <tr><td>{@code test/loss}, {@code test/accuracy}</td><td>of the best network</td>
 * </table>
 *
 * <p>What is no number, such as the accuracy of a regression, is left out. Numbers are written
 * after each epoch. A log that cannot be written does not end the training: that is reported once,
 * and nothing more is written.
 */
abstract class ScalarLog implements RunListener {
  private final Instant zero;
  private final Consumer<String> problems;
  private List<String> names = List.of();
  private int stepsPerEpoch = 1;
  private double last;
  private boolean failed;

  /**
   * A log.
   *
   * @param zero when the training time of the run was 0: now, if it is about to begin
   * @param problems receives one line when the log can't be written any more
   */
  ScalarLog(Instant zero, Consumer<String> problems) {
    this.zero = zero;
    this.problems = problems;
  }

  /** Something that may fail. */
  private interface Writing {
    void run() throws IOException;
  }

  private void attempt(Writing writing) {
    if (failed) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      failed = true;
      problems.accept("the log is incomplete from here on: " + e.getMessage());
    }
  }

  /** The run begins, or continues after a stop. */
  abstract void begin(Plan plan) throws IOException;

  /** Takes numbers, all of one training step and time. */
  abstract void add(Map<String, Double> scalars, long step, Instant time);

  /** Writes what was added. */
  abstract void flush() throws IOException;

  /** The run has ended. */
  void end(TrainingOutcome ending, Instant time) throws IOException {}

  @Override
  public final void started(Plan plan) {
    names = new HyperparameterSpace(plan.hyperparameters()).names();
    stepsPerEpoch = Math.max(1, plan.stepsPerEpoch());
    attempt(() -> begin(plan));
  }

  @Override
  public final void step(Step step) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    put(scalars, "loss/training", step.trainingLoss());
    put(scalars, "loss/validation", step.validationLoss());
    for (int i = 0; i < names.size(); i++) {
      put(scalars, "hyperparameter/" + names.get(i), step.values()[i]);
      put(scalars, "sigma/" + names.get(i), step.sigma()[i]);
    }
    add(scalars, step.number(), time(step.seconds()));
  }

  @Override
  public final void epoch(Epoch epoch) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    put(scalars, "epoch/training_loss", epoch.training().loss());
    put(scalars, "epoch/training_accuracy", epoch.training().accuracy());
    put(scalars, "epoch/validation_loss", epoch.validation().loss());
    put(scalars, "epoch/validation_accuracy", epoch.validation().accuracy());
    put(scalars, "epoch/learning_rate", epoch.learningRate());
    add(scalars, (long) epoch.number() * stepsPerEpoch, time(epoch.seconds()));
    last = epoch.seconds();
    attempt(this::flush);
  }

  @Override
  public final void ended(TrainingOutcome ending) {
    last = ending.seconds();
    attempt(
        () -> {
          flush();
          end(ending, time(ending.seconds()));
        });
  }

  @Override
  public final void tested(int epoch, Score score) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    put(scalars, "test/loss", score.loss());
    put(scalars, "test/accuracy", score.accuracy());
    add(scalars, (long) epoch * stepsPerEpoch, time(last));
    attempt(this::flush);
  }

  private static void put(Map<String, Double> scalars, String name, double value) {
    if (!Double.isNaN(value)) {
      scalars.put(name, value);
    }
  }

  private Instant time(double seconds) {
    return zero.plusNanos((long) (seconds * 1e9));
  }

  /** A name as a file's: what some file system refuses becomes an underscore. */
  static String asFile(String name) {
    String plain = name.replaceAll("[^\\p{L}\\p{N}_. -]", "_");
    return plain.matches("[. ]+") ? plain.replaceAll("[. ]", "_") : plain;
  }
}
