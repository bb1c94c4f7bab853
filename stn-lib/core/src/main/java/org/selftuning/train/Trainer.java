package org.selftuning.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.selftuning.data.Batch;
import org.selftuning.data.Batches;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Loader;
import org.selftuning.data.Source;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.layer.Pass;
import org.selftuning.layer.ResponseJacobian;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Lifetime;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Precision;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/**
 * Trains a self-tuning network (MacKay et al. 2019, Algorithm 1): after the warm-up, every T_train
 * training steps on training data are followed by T_valid validation steps that move λ and σ. A
 * network without hyperparameters is simply trained; one whose hyperparameters are not tuned
 * (gates: none) follows a function of the step, or stays at their starts. The weights and
 * hyperparameters of the epoch with the lowest validation loss are kept.
 *
 * <p>{@link #run} trains, and can be stopped between two steps by {@link #stop} or by interrupting
 * its thread; called again, it continues as if it had never stopped. So does a trainer that was
 * loaded from a checkpoint.
 *
 * <p>It is one thread's at a time: while one trains, others may {@link #stop} and {@link #close} it
 * and read the hyperparameters and weights; what needs the network is refused with an {@link
 * IllegalStateException}. After {@code close}, all that needs the device throws a {@link
 * org.selftuning.tensor.ClosedException}.
 */
public final class Trainer implements AutoCloseable {
  private static final double NANO = 1e-9;

  private final ModelSpec spec;
  private final HyperparameterSpace means;
  private final Course course;
  private final Feed feed;
  private TrainOptions options;
  private final Ops ops;
  private final Steps steps;
  private final Network network;
  private final Evaluation evaluation;
  private final Snapshot best;
  private final Resident trainingPart;
  private final Resident validationPart;
  private final int stepsPerEpoch;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final float[] score = new float[3];
  private final Progress progress;
  private final ReentrantLock busy = new ReentrantLock();
  private TextSampler sampler;
  private volatile boolean stopRequested;

  /**
   * Plans a run.
   *
   * <p>On a text a minibatch is as many columns of it as the options say, in windows of as many
   * tokens as the model takes, and losses are means over tokens.
   *
   * @param spec the network; for a text, its first layer is an embedding
   * @param data what it trains on, tunes on and is tested on
   * @param options how it is trained
   * @param device where
   * @throws IllegalArgumentException if model, data and options don't fit together; one line says
   *     why
   * @throws org.selftuning.tensor.OutOfDeviceMemory if the device has no room for it
   */
  public Trainer(ModelSpec spec, Source data, TrainOptions options, Device device) {
    this(spec, null, Feed.of(data), options, device);
  }

  /**
   * Plans a run of an ordinary network whose hyperparameters follow a schedule.
   *
   * @param spec the network, gated or not: what is trained is {@link ModelSpec#ungated}
   * @param schedule the hyperparameters at every step
   * @throws IllegalArgumentException if they don't fit together, or the schedule leaves the range
   *     of a hyperparameter, which may come to light in a later step
   */
  public Trainer(
      ModelSpec spec, StepFunction schedule, Source data, TrainOptions options, Device device) {
    this(spec.ungated(), schedule, Feed.of(data), options, device);
  }

  private Trainer(
      ModelSpec spec, StepFunction schedule, Feed feed, TrainOptions options, Device device) {
    this.spec = spec;
    means = spec.space().means();
    course = new Course(spec.space(), schedule);
    this.feed = feed;
    this.options = options;
    feed.check(spec, options);
    stepsPerEpoch = feed.stepsPerEpoch(spec, options);
    ops = device.open();
    try {
      network = options.method().bind(spec, ops, options.batch(), options.seed());
      steps = options.method().steps(network, ops, options);
      best = new Snapshot(steps, ops);
      evaluation = new Evaluation(network, steps);
      trainingPart = Resident.of(feed.trainingPart(), ops);
      validationPart = Resident.of(feed.validationPart(), ops);
    } catch (RuntimeException e) {
      ops.close();
      throw e;
    }
    progress = new Progress();
    progress.learningRate = options.weights().rate();
    try {
      follow();
    } catch (RuntimeException e) {
      ops.close();
      throw e;
    }
  }

  /** Sets the hyperparameters that follow a schedule for the next step. */
  private void follow() {
    if (follows()) {
      steps.follow(values());
    }
  }

  private boolean follows() {
    return !spec.tunes() && !spec.space().isEmpty();
  }

  /**
   * Changes the number of epochs, so that a run that has taken all of them can continue. To be
   * called between two calls of {@link #run}.
   *
   * @throws IllegalArgumentException if more epochs than that are done
   */
  public void extendTo(int epochs) {
    if (epochs < progress.epoch) {
      throw new IllegalArgumentException(
          "epochs must be at least the " + progress.epoch + " that are done, not " + epochs);
    }
    options = options.epochs(epochs);
  }

  /** Adds a listener. */
  public void listen(TrainingListener listener) {
    listeners.add(listener);
  }

  /** Asks the run to stop after the current step. May be called from any thread. */
  public void stop() {
    stopRequested = true;
  }

  /** Does what needs the network for itself, and keeps the device until it is done. */
  private <T, E extends Exception> T alone(Lifetime.Use<T, E> what) throws E {
    ops.lifetime().enter();
    try {
      if (!busy.tryLock()) {
        throw new IllegalStateException(
            "another thread is training or evaluating this network; wait until it is done, or end"
                + " the training with stop()");
      }
      try {
        return what.get();
      } finally {
        busy.unlock();
      }
    } finally {
      ops.lifetime().leave();
    }
  }

  /** Whether the run should stop now: asked to, closed, or its thread interrupted. */
  private boolean stopping() {
    if (Thread.interrupted()) {
      stopRequested = true;
    }
    return stopRequested || ops.lifetime().closed();
  }

  /** Trains until the end, or until stopped; then returns how it ended. */
  public TrainingOutcome run() {
    return alone(this::train);
  }

  private TrainingOutcome train() {
    stopRequested = false;
    long start = System.nanoTime();
    double before = progress.seconds;
    tell(listener -> listener.started(plan()));
    TrainingOutcome ending = null;
    try (Batches training = feed.training(spec, options, progress.step);
        Batches validation = validationBatches()) {
      while (ending == null) {
        ending = proceed(training, validation, start, before);
      }
    }
    TrainingOutcome told = ending;
    tell(listener -> listener.ended(told));
    return ending;
  }

  /** Takes one step, or ends one epoch; returns how the run ended, or null if it continues. */
  private TrainingOutcome proceed(Batches training, Batches validation, long start, double before) {
    if (progress.epoch >= options.epochs()) {
      return ending(TrainingOutcome.Cause.COMPLETED, "all " + progress.epoch + " epochs are done");
    }
    if (options.patience() > 0 && sinceBest() >= options.patience()) {
      return ending(
          TrainingOutcome.Cause.EARLY_STOP,
          "no better validation loss in " + options.patience() + " epochs");
    }
    if (stopping()) {
      return ending(TrainingOutcome.Cause.STOPPED, "stopped in epoch " + (progress.epoch + 1));
    }
    if (progress.stepInEpoch < stepsPerEpoch) {
      TrainingOutcome diverged = step(training, validation);
      progress.seconds = before + (System.nanoTime() - start) * NANO;
      return diverged;
    }
    Score score = judge();
    progress.seconds = before + (System.nanoTime() - start) * NANO;
    if (score != null) {
      endEpoch(score);
    }
    return null;
  }

  /** How the network does on the validation part; it is kept if it is the best so far. */
  private Score judge() {
    AveragedWeights averaged = steps.averaged();
    if (averaged != null) {
      averaged.begin(progress.step);
    }
    try {
      Score score = validationScore();
      if (score != null && score.loss() < progress.bestLoss && !spec.tunes()) {
        score = Calibration.of(network, score, this::validationScore);
      }
      if (score != null && score.loss() < progress.bestLoss) {
        best.take();
      }
      return score;
    } finally {
      if (averaged != null) {
        averaged.end();
      }
    }
  }

  private Score validationScore() {
    return evaluation.score(feed.validation(spec, options), validationPart, this::stopping);
  }

  /** Epochs without improvement; the warm-up does not count. */
  private int sinceBest() {
    return progress.bestEpoch == 0
        ? 0
        : progress.epoch - Math.max(progress.bestEpoch, warmupEpochs());
  }

  private Batches validationBatches() {
    return spec.tunes() ? feed.validation(spec, options, progress.validationStep) : null;
  }

  /** One training step, and the validation steps if it is their turn. */
  private TrainingOutcome step(Batches training, Batches validation) {
    load(training, Pass.Mode.TRAIN);
    steps.perturb();
    steps.train();
    progress.step++;
    progress.stepInEpoch++;
    follow();
    steps.takeScore(score);
    double loss = score[0] / score[2];
    progress.lossSum += score[0];
    progress.right += score[1];
    progress.examples += score[2];
    if (!Double.isFinite(loss)) {
      return diverged("training", loss);
    }
    double validationLoss = Double.NaN;
    if (validation != null
        && progress.epoch >= options.warmupEpochs()
        && progress.step % options.trainSteps() == 0) {
      for (int i = 0; i < options.validationSteps(); i++) {
        load(validation, Pass.Mode.VALIDATE);
        steps.perturb();
        steps.validate();
        progress.validationStep++;
      }
      steps.takeScore(score);
      validationLoss = score[0] / score[2];
      if (!Double.isFinite(validationLoss)) {
        return diverged("validation", validationLoss);
      }
    }
    if (!listeners.isEmpty()) {
      Step step =
          new Step(
              progress.step,
              progress.epoch + 1,
              loss,
              validationLoss,
              told(values()),
              told(sigma()),
              progress.seconds);
      tell(listener -> listener.step(step));
    }
    return null;
  }

  /** Loads the next minibatch; at the start of an epoch nothing is carried into it. */
  private void load(Batches batches, Pass.Mode mode) {
    if (batches.position() % batches.batchesPerEpoch() == 0) {
      network.reset(mode);
    }
    Resident part = mode == Pass.Mode.TRAIN ? trainingPart : validationPart;
    part.load(batches.next(), network);
  }

  private TrainingOutcome diverged(String which, double loss) {
    StringBuilder at = new StringBuilder();
    HyperparameterSpace space = means;
    double[] values = told(values());
    for (int i = 0; i < values.length; i++) {
      at.append(i == 0 ? " at " : ", ")
          .append(space.names().get(i))
          .append(String.format(Locale.ROOT, " = %.4g", values[i]));
    }
    return ending(
        TrainingOutcome.Cause.DIVERGED,
        String.format(
            Locale.ROOT,
            "step %d: the %s loss is %s%s; lower the learning rate (now %.3g)",
            progress.step,
            which,
            loss,
            at,
            progress.learningRate));
  }

  /** Counts the epoch, decays the learning rate, reports to the listeners. */
  private void endEpoch(Score validation) {
    int number = progress.epoch + 1;
    boolean better = validation.loss() < progress.bestLoss;
    if (better) {
      progress.bestLoss = validation.loss();
      progress.bestAccuracy = validation.accuracy();
      progress.bestEpoch = number;
    }
    Score training =
        new Score(
            progress.lossSum / progress.examples,
            spec.loss().classifies() ? progress.right / progress.examples : Double.NaN);
    Epoch epoch =
        new Epoch(
            number,
            progress.epoch < warmupEpochs(),
            training,
            validation,
            told(values()),
            told(sigma()),
            progress.learningRate,
            better,
            progress.seconds);
    progress.epoch = number;
    progress.stepInEpoch = 0;
    progress.lossSum = 0;
    progress.right = 0;
    progress.examples = 0;
    if (options.cosine() && number < options.epochs()) {
      progress.learningRate *= options.share(number + 1) / options.share(number);
      steps.learningRate(progress.learningRate);
    }
    int last = Math.max(progress.bestEpoch, progress.decayedAfter);
    int waited = number - Math.max(last, warmupEpochs());
    boolean rises =
        number > warmupEpochs() && progress.rises(validation.loss(), options.nonmonotone());
    if (options.milestones().contains(number)
        || (options.plateau() > 0 && waited >= options.plateau())
        || (options.nonmonotone() > 0 && rises)) {
      progress.learningRate *= options.decay();
      steps.learningRate(progress.learningRate);
      progress.decayedAfter = number;
    }
    tell(listener -> listener.epoch(epoch));
  }

  private TrainingOutcome ending(TrainingOutcome.Cause cause, String message) {
    return new TrainingOutcome(cause, message, progress.bestEpoch, progress.seconds);
  }

  /** What listeners receive of the hyperparameters: of a vector, the mean of its elements. */
  private double[] told(double[] values) {
    return means.size() == values.length ? values : spec.space().means(values);
  }

  private void tell(java.util.function.Consumer<TrainingListener> what) {
    listeners.forEach(what);
  }

  private Plan plan() {
    HyperparameterSpace space = means;
    return new Plan(
        space.hyperparameters(),
        options.epochs(),
        warmupEpochs(),
        stepsPerEpoch,
        told(course.at(0)),
        follows()
            ? new double[space.size()]
            : space.hyperparameters().stream().mapToDouble(h -> h.sigma()).toArray(),
        feed.metric(),
        options.method(),
        where(ops.device()));
  }

  private static String where(Device device) {
    return device.precision() == Precision.FP32
        ? device.name()
        : device.name() + ", " + device.precision();
  }

  /** Hyperparameters that follow a schedule do not rest. */
  private int warmupEpochs() {
    return follows() ? 0 : options.warmupEpochs();
  }

  /**
   * Returns how the best network so far does on {@code part}; the current network, if no epoch is
   * finished yet.
   */
  public Score evaluate(Dataset part) {
    return evaluate(Loader.sequential(part, options.batch()));
  }

  /** Returns how the best network so far does on the test part; see {@link #evaluate}. */
  public Score test() {
    return evaluate(feed.test(spec, options));
  }

  private Score evaluate(Iterable<Batch> part) {
    return alone(() -> withBest(() -> evaluatePresent(part)));
  }

  private <T> T withBest(Supplier<T> what) {
    if (progress.bestEpoch == 0) {
      return what.get();
    }
    best.exchange();
    try {
      return what.get();
    } finally {
      best.exchange();
    }
  }

  /**
   * Returns a text as the best network so far writes it: each token is drawn by the probabilities
   * that the network gives to all of them after those before.
   *
   * @param tokens how many words, or characters, to write
   * @param temperature above 0; 1 for the network's own probabilities, less for likelier tokens
   * @param seed what the draws come from
   * @throws IllegalStateException if the run was not trained on a text
   */
  public String write(int tokens, double temperature, long seed) {
    ops.lifetime().require();
    if (!(feed instanceof TextFeed known)) {
      throw new IllegalStateException("only a run on a text can write one");
    }
    Corpus text = known.text();
    return alone(() -> withBest(() -> writePresent(text, tokens, temperature, seed)));
  }

  private String writePresent(Corpus text, int tokens, double temperature, long seed) {
    if (sampler == null) {
      sampler = new TextSampler(spec, ops, text.vocabulary());
    }
    steps.collapse();
    return text.decode(sampler.write(network, steps.perturbation(), tokens, temperature, seed));
  }

  private Score evaluatePresent(Iterable<Batch> part) {
    boolean requested = stopRequested;
    stopRequested = false;
    try {
      Score score = evaluation.score(part, Resident.NOWHERE, this::stopping);
      if (score == null) {
        ops.lifetime().require();
        throw new java.util.concurrent.CancellationException("the evaluation was interrupted");
      }
      return score;
    } finally {
      stopRequested = requested;
    }
  }

  /** The hyperparameters at this moment, in their own units. */
  public double[] values() {
    return steps.perturbation() == null
        ? course.at(progress.step)
        : steps.perturbation().currentValues();
  }

  /** The unconstrained hyperparameters λ at this moment. */
  public float[] lambda() {
    return steps.perturbation() == null ? new float[0] : steps.perturbation().lambda().toArray();
  }

  /**
   * Returns how the current network, with its weights φ as they are, does on the validation part at
   * other hyperparameters. Those of the run stay what they are.
   *
   * @param lambda the unconstrained hyperparameters [n]
   * @throws IllegalStateException if nothing is tuned
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public Score validateAt(float[] lambda) {
    ops.lifetime().require();
    if (!spec.tunes()) {
      throw new IllegalStateException("nothing is tuned, so the network responds to nothing");
    }
    return alone(
        () ->
            steps.perturbation().at(lambda, () -> evaluatePresent(feed.validation(spec, options))));
  }

  /**
   * How the weights of the current network move with the unconstrained hyperparameters λ: ‖ŵ(λ)‖
   * and ‖∂ŵ/∂λ_j‖ for each.
   *
   * @throws IllegalStateException if nothing is tuned
   */
  public ResponseJacobian response() {
    return alone(steps::response);
  }

  /** The perturbation scales σ at this moment; 0 where hyperparameters follow a schedule. */
  public double[] sigma() {
    return steps.perturbation() == null
        ? new double[spec.space().size()]
        : steps.perturbation().currentSigma();
  }

  /**
   * The weights at this moment, by name, for example {@code layers.1.weight}: views of what is
   * trained, to be read between two calls of {@link #run}. After training they are those of the
   * last step, whereas results, {@link #evaluate} and {@link #write} are those of {@link
   * #bestWeights}. Of a gated layer, {@code weight} is [W_elem; W_hyper], {@code bias} [b_elem |
   * b_hyper] and {@code gate} [V; C].
   */
  public Map<String, Tensor> weights() {
    ops.lifetime().require();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    network.parameters().list().forEach(p -> weights.put(p.name(), p.value()));
    return weights;
  }

  /**
   * A copy of the weights of the epoch with the lowest validation loss, row-major, under the names
   * that {@link #weights} has, where their shapes are too; of the present ones, if no epoch is
   * finished yet. It lasts when the trainer is closed.
   */
  public Map<String, float[]> bestWeights() {
    return alone(
        () ->
            withBest(
                () -> {
                  Map<String, float[]> copies = new LinkedHashMap<>();
                  weights().forEach((name, tensor) -> copies.put(name, tensor.toArray()));
                  return copies;
                }));
  }

  /**
   * A copy of the network of the epoch with the lowest validation loss; of the present one, if no
   * epoch is finished yet. It lasts when the trainer is closed.
   */
  public TrainedNetwork bestNetwork() {
    return alone(
        () ->
            withBest(
                () ->
                    TrainedNetwork.of(
                        network,
                        options,
                        progress.bestEpoch,
                        steps.perturbation() != null
                            ? lambda()
                            : steps.scheduled() != null
                                ? steps.scheduled().toArray()
                                : new float[0])));
  }

  /** What it trains on, tunes on and is tested on. */
  public Source data() {
    return feed.source();
  }

  /** The network. */
  public ModelSpec spec() {
    return spec;
  }

  /** How it is trained. */
  public TrainOptions options() {
    return options;
  }

  /** The score of the best epoch on the validation part, or null if no epoch is finished. */
  public Score bestValidation() {
    return progress.bestEpoch == 0 ? null : new Score(progress.bestLoss, progress.bestAccuracy);
  }

  /** Bytes of device memory in use. */
  public long memory() {
    return ops.allocatedBytes();
  }

  /**
   * Writes a checkpoint from which {@link #load} continues bit for bit. The file appears under its
   * name only when it is whole.
   *
   * @param sections text that others want kept beside it, by name
   * @throws IOException if it can't be written; one line says why
   */
  public void save(Path file, Map<String, String> sections) throws IOException {
    alone(
        () -> {
          Map<String, String> texts = new LinkedHashMap<>(sections);
          texts.put(Checkpoint.PREPARATION, feed.source().preparation().toJson());
          Checkpoint.of(spec, feed, options, progress, streams()).write(file, tensors(), texts);
          return file;
        });
  }

  /** Writes a checkpoint; see {@link #save(Path, Map)}. */
  public void save(Path file) throws IOException {
    save(file, Map.of());
  }

  /**
   * Returns the run that a checkpoint holds, ready to continue.
   *
   * @param data what it was trained on
   * @throws IOException if the file is missing, cut off, or of other data; one line says which
   */
  public static Trainer load(Path file, Source data, Device device) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return load(checkpoint, null, data, device);
    }
  }

  /**
   * Returns the run that an open checkpoint holds, ready to continue.
   *
   * @param schedule what its hyperparameters follow; null where they are tuned
   * @param data what it was trained on
   * @throws IOException if it is of other data or other weights; one line says which
   */
  public static Trainer load(
      Checkpoint checkpoint, StepFunction schedule, Source data, Device device) throws IOException {
    Feed feed = Feed.of(data);
    checkpoint.checkData(feed);
    Trainer trainer = new Trainer(checkpoint.spec(), schedule, feed, checkpoint.options(), device);
    try {
      checkpoint.restore(trainer.progress, trainer.streams(), trainer.tensors());
      trainer.steps.restoreLearningRate(trainer.progress.learningRate);
      trainer.follow();
      return trainer;
    } catch (IOException | RuntimeException e) {
      trainer.close();
      throw e;
    }
  }

  private Map<String, RandomStream> streams() {
    return steps.streams();
  }

  private Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(steps.state());
    tensors.putAll(best.tensors());
    return tensors;
  }

  /**
   * Frees the device. A run in another thread is stopped after its present step, and waited for;
   * called by a listener, this returns at once and the device is free when the run has ended.
   */
  @Override
  public void close() {
    close("this trainer is closed; make another one, or load a checkpoint of it");
  }

  /**
   * Frees the device as {@link #close()} does.
   *
   * @param why what is closed, and what to do, in one line, for whoever needs the device later
   */
  public void close(String why) {
    ops.lifetime().close(why);
  }
}
