package org.selftuning.record;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.selftuning.data.Dataset;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.predict.Predictions;
import org.selftuning.predict.Predictor;
import org.selftuning.tensor.ClosedException;
import org.selftuning.tensor.Device;
import org.selftuning.train.Checkpoint;
import org.selftuning.train.Score;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;
import tech.tablesaw.api.Table;

/**
 * A run with its name and its history: what {@code %stn train} gives back. {@link #train} trains to
 * the end or until it is stopped, and continues when called again; when it returns, the best
 * network has been tested.
 */
public final class Run implements AutoCloseable {
  private static final String NAME = "name";
  private static final String HISTORY = "history";
  private static final String SCHEDULE = "schedule";

  private static volatile Consumer<Run> starting = run -> {};

  private final String name;
  private final Trainer trainer;
  private final History history;
  private final Schedule followed;
  private final List<RunListener> testListeners = new ArrayList<>();

  private Run(String name, Trainer trainer, History history, Schedule followed) {
    this.name = name;
    this.trainer = trainer;
    this.history = history;
    this.followed = followed;
    trainer.listen(history);
  }

  /** Plans a run; {@link #train} starts it. Throws what {@link Trainer} throws. */
  public static Run plan(
      String name, ModelSpec spec, Source data, TrainOptions options, Device device) {
    return new Run(name, new Trainer(spec, data, options, device), new History(), null);
  }

  /**
   * Plans a run of the ordinary network, without gates, whose hyperparameters follow a schedule.
   *
   * @param spec the network, gated or not
   * @param schedule names every hyperparameter of it
   * @throws IllegalArgumentException if it does not, and where {@link Trainer} throws it
   */
  public static Run replay(
      String name,
      ModelSpec spec,
      Schedule schedule,
      Source data,
      TrainOptions options,
      Device device) {
    for (String hyperparameter : spec.space().names()) {
      schedule.at(0, hyperparameter);
    }
    return new Run(
        name, new Trainer(spec, schedule::at, data, options, device), new History(), schedule);
  }

  /**
   * Sets who learns of each run that {@link #start} begins in this process, such as a notebook that
   * lists its runs; in place of an earlier one.
   */
  public static void onStart(Consumer<Run> observer) {
    starting = observer;
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
    starting.accept(run);
    try {
      run.train();
      return run;
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  /**
   * Adds a listener; the history has recorded what it receives. A {@link RunListener} also receives
   * the score on the test part.
   */
  public void listen(TrainingListener listener) {
    trainer.listen(listener);
    if (listener instanceof RunListener of) {
      testListeners.add(of);
    }
  }

  /**
   * Trains, or continues after a stop, and tests the best network unless the run was stopped before
   * its first epoch ended.
   */
  public TrainingOutcome train() {
    TrainingOutcome ending = trainer.run();
    if (ending.bestEpoch() > 0) {
      try {
        Score score = trainer.test();
        history.test(ending.bestEpoch(), score);
        testListeners.forEach(listener -> listener.tested(ending.bestEpoch(), score));
      } catch (ClosedException e) {
        return ending; // closed while it trained: that ended it, and is no error here
      }
    }
    return ending;
  }

  /**
   * Changes the number of epochs, so that {@link #train} continues up to it; see {@link Trainer}.
   */
  public void extendTo(int epochs) {
    trainer.extendTo(epochs);
  }

  /** Asks the run to stop after the current step; from any thread. */
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

  /** What it trains on, tunes on and is tested on. */
  public Source data() {
    return trainer.data();
  }

  /** All that was recorded. */
  public History history() {
    return history;
  }

  /** The schedule that each hyperparameter took. */
  public Schedule schedule() {
    return Schedule.of(history);
  }

  /** The results so far. */
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

  /**
   * Returns the best network so far as one that predicts; it stays as it is, whatever the run does
   * next. To be closed by whoever asks for it.
   */
  public Predictor predictor() {
    return Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), Device.standard());
  }

  /** Predicts with the best network so far; see {@link Predictor#predict(Table)}. */
  public Predictions predict(Table table) throws IOException {
    try (Predictor predictor = predictor()) {
      return predictor.predict(table);
    }
  }

  /** Predicts with the best network so far; see {@link Predictor#predict(Path)}. */
  public Predictions predict(Path file) throws IOException {
    try (Predictor predictor = predictor()) {
      return predictor.predict(file);
    }
  }

  /** Predicts with the best network so far; see {@link Predictor#predict(float[][])}. */
  public Predictions predict(float[][] rows) {
    try (Predictor predictor = predictor()) {
      return predictor.predict(rows);
    }
  }

  /** Predicts with the best network so far; see {@link Predictor#predict(List)}. */
  public Predictions predict(List<BufferedImage> images) {
    try (Predictor predictor = predictor()) {
      return predictor.predict(images);
    }
  }

  /** Predicts with the best network so far; see {@link Predictor#predict(Dataset)}. */
  public Predictions predict(Dataset prepared) {
    try (Predictor predictor = predictor()) {
      return predictor.predict(prepared);
    }
  }

  /** Predicts the token after a text; see {@link Predictor#predict(String)}. */
  public Predictions predict(String text) {
    try (Predictor predictor = predictor()) {
      return predictor.predict(text);
    }
  }

  /** Writes a checkpoint with the history; {@link #load} continues from it bit for bit. */
  public void save(Path file) throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put(NAME, name);
    sections.put(HISTORY, history.toJson().toString());
    if (followed != null) {
      sections.put(SCHEDULE, followed.toJson().toString());
    }
    trainer.save(file, sections);
  }

  /**
   * Returns the run that a checkpoint holds, with its history, ready to continue.
   *
   * @throws IOException if the file is missing, damaged, or of other data; one line says which
   */
  public static Run load(Path file, Source data, Device device) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return load(file, checkpoint, data, device);
    }
  }

  /**
   * Returns the run that a checkpoint holds, ready to continue on other data of the same kind; see
   * {@link #load(Path, Source, Device)}.
   */
  public static Run loadOnOtherData(Path file, Source data, Device device) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return load(file, checkpoint.onOtherData(), data, device);
    }
  }

  /**
   * Returns the history that a checkpoint holds; its data are not needed.
   *
   * @throws IOException if the file is missing or damaged, or holds no history; one line says which
   */
  public static History history(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      History history = section(file, checkpoint.sections(), HISTORY, History::of);
      if (history == null) {
        throw new IOException(file + " holds no history: a trainer saved it, and no run");
      }
      return history;
    }
  }

  private static Run load(Path file, Checkpoint checkpoint, Source data, Device device)
      throws IOException {
    Map<String, String> sections = checkpoint.sections();
    History kept = section(file, sections, HISTORY, History::of);
    Schedule schedule = section(file, sections, SCHEDULE, Schedule::of);
    Trainer trainer =
        Trainer.load(checkpoint, schedule == null ? null : schedule::at, data, device);
    return new Run(
        sections.getOrDefault(NAME, file.getFileName().toString()),
        trainer,
        kept == null ? new History() : kept,
        schedule);
  }

  private static <T> T section(
      Path file, Map<String, String> sections, String name, Function<JsonObject, T> make)
      throws IOException {
    String text = sections.get(name);
    try {
      return text == null ? null : make.apply(Json.parse(text));
    } catch (IllegalArgumentException | JsonParseException e) {
      throw new IOException(
          file + ": its " + name + " can't be read: " + e.getMessage() + "; use an earlier one", e);
    }
  }

  /**
   * Frees the device, after stopping the run if it trains; see {@link Trainer#close()}. History,
   * result and schedule stay.
   */
  @Override
  public void close() {
    trainer.close(
        "run '"
            + name
            + "' is closed; its history, result, charts and schedule remain. To use its network, load"
            + " a checkpoint of it, or train it again");
  }

  /** Closes this run, whose name a newer one has now, so that its users learn of that. */
  public void replace() {
    trainer.close(
        "run '"
            + name
            + "' was replaced by a newer run of that name; use that one, or train under another name to"
            + " keep both");
  }

  @Override
  public String toString() {
    RunResult result = result();
    return name + ": " + result.message() + ", best epoch " + result.bestEpoch();
  }
}
