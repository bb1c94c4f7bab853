package org.selftuning.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.train.Ending;
import org.selftuning.train.Score;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;

/**
 * A run with its name and its history: what {@code %stn train} gives back. {@link #train} trains to
 * the end or until it is stopped, and goes on when called again; when it returns, the best network
 * has been tested.
 */
public final class Run implements AutoCloseable {
  private static final String NAME = "name";
  private static final String HISTORY = "history";

  private final String name;
  private final Trainer trainer;
  private final History history;

  private Run(String name, Trainer trainer, History history) {
    this.name = name;
    this.trainer = trainer;
    this.history = history;
    trainer.listen(history);
  }

  /** Plans a run; {@link #train} starts it. Throws what {@link Trainer} throws. */
  public static Run plan(
      String name, ModelSpec spec, Source data, TrainOptions options, Device device) {
    return new Run(name, new Trainer(spec, data, options, device), new History());
  }

  /** Plans a run and trains it. */
  public static Run start(
      String name,
      ModelSpec spec,
      Source data,
      TrainOptions options,
      Device device,
      TrainingListener... listeners) {
    Run run = plan(name, spec, data, options, device);
    for (TrainingListener listener : listeners) {
      run.listen(listener);
    }
    try {
      run.train();
      return run;
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  /** Adds someone who hears of the run; the history has heard it before. */
  public void listen(TrainingListener listener) {
    trainer.listen(listener);
  }

  /**
   * Trains, or goes on after a stop, and tests the best network unless the run was stopped before
   * its first epoch ended.
   */
  public Ending train() {
    Ending ending = trainer.run();
    if (ending.bestEpoch() > 0) {
      history.test(ending.bestEpoch(), trainer.test());
    }
    return ending;
  }

  /** Sets the most epochs anew, so that {@link #train} goes on to there; see {@link Trainer}. */
  public void extendTo(int epochs) {
    trainer.extendTo(epochs);
  }

  /** Asks the run to stop after the step at hand; from any thread. */
  public void stop() {
    trainer.stop();
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The network. */
  public ModelSpec spec() {
    return trainer.spec();
  }

  /** How it is trained. */
  public TrainOptions options() {
    return trainer.options();
  }

  /** What trains it. */
  public Trainer trainer() {
    return trainer;
  }

  /** All that was recorded. */
  public History history() {
    return history;
  }

  /** The schedule of each hyperparameter. */
  public Schedule schedule() {
    return Schedule.of(history);
  }

  /** What came of it so far. */
  public RunResult result() {
    return RunResult.of(history);
  }

  /** The hyperparameters at this moment, by name, in their own units. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    double[] now = trainer.values();
    for (int i = 0; i < now.length; i++) {
      values.put(spec().hyperparameters().get(i).name(), now[i]);
    }
    return values;
  }

  /** The best network's score on the test part, as last taken. */
  public Score test() {
    return result().test();
  }

  /** Returns a text as the best network writes it; see {@link Trainer#write}. */
  public String write(int tokens, double temperature, long seed) {
    return trainer.write(tokens, temperature, seed);
  }

  /** Writes a checkpoint with the history; {@link #load} goes on from it bit for bit. */
  public void save(Path file) throws IOException {
    trainer.save(file, Map.of(NAME, name, HISTORY, history.toJson().toString()));
  }

  /** Returns the run that a checkpoint holds, with its history, ready to go on. */
  public static Run load(Path file, Source data, Device device) throws IOException {
    return kept(file, Trainer.load(file, data, device));
  }

  private static Run kept(Path file, Trainer trainer) throws IOException {
    String name = Trainer.section(file, NAME);
    String kept = Trainer.section(file, HISTORY);
    History history = kept == null ? new History() : History.of(Json.parse(kept));
    return new Run(name == null ? file.getFileName().toString() : name, trainer, history);
  }

  /** Frees the device; the history stays. */
  @Override
  public void close() {
    trainer.close();
  }

  @Override
  public String toString() {
    RunResult result = result();
    return name + ": " + result.message() + ", best epoch " + result.bestEpoch();
  }
}
