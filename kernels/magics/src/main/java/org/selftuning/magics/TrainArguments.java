package org.selftuning.magics;

import java.util.ArrayList;
import java.util.List;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Precision;
import org.selftuning.train.Method;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;
import picocli.CommandLine.Option;

/** How a network is trained, as options of a command: one for each part of {@link TrainOptions}. */
public final class TrainArguments {
  private static final TrainOptions DEFAULTS = TrainOptions.defaults();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = MethodText.class,
      completionCandidates = Names.Methods.class,
      defaultValue = "stn",
      description = "how the weights learn: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Method method;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "the most epochs (${DEFAULT-VALUE} if left out)")
  private int epochs = DEFAULTS.epochs();

  @Option(
      names = "--warmup-epochs",
      paramLabel = "N",
      description = "epochs at the start in which only the weights train (${DEFAULT-VALUE})")
  private int warmupEpochs = DEFAULTS.warmupEpochs();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "examples in a minibatch (${DEFAULT-VALUE})")
  private int batch = DEFAULTS.batch();

  @Option(
      names = "--train-steps",
      paramLabel = "N",
      description = "training steps before each turn of validation steps (${DEFAULT-VALUE})")
  private int trainSteps = DEFAULTS.trainSteps();

  @Option(
      names = "--validation-steps",
      paramLabel = "N",
      description = "validation steps in a turn (${DEFAULT-VALUE})")
  private int validationSteps = DEFAULTS.validationSteps();

  @Option(
      names = "--tune-sigma",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "tune the scale of the perturbation, or leave it as it starts (tuned)")
  private boolean tuneSigma;

  @Option(
      names = "--entropy-weight",
      paramLabel = "TAU",
      description = "weight of the perturbation's entropy (${DEFAULT-VALUE})")
  private double entropyWeight = DEFAULTS.entropyWeight();

  @Option(
      names = "--weights",
      paramLabel = "OPTIMIZER",
      converter = OptimizerText.class,
      defaultValue = "sgd:0.01,0.9",
      description =
          "optimizer of the weights: sgd:RATE,MOMENTUM, adam:RATE or rmsprop:RATE"
              + " (${DEFAULT-VALUE})")
  private Optimizer weights;

  @Option(
      names = "--hyper",
      paramLabel = "OPTIMIZER",
      converter = OptimizerText.class,
      defaultValue = "rmsprop:0.01",
      description = "optimizer of the hyperparameters (${DEFAULT-VALUE})")
  private Optimizer hyper;

  @Option(
      names = "--sigma",
      paramLabel = "OPTIMIZER",
      converter = OptimizerText.class,
      defaultValue = "rmsprop:0.01",
      description = "optimizer of the perturbation's scale (${DEFAULT-VALUE})")
  private Optimizer sigma;

  @Option(
      names = "--milestones",
      paramLabel = "EPOCH",
      split = ",",
      description = "epochs after which the weights' learning rate decays: 20,25")
  private List<Integer> milestones = new ArrayList<>();

  @Option(
      names = "--decay",
      paramLabel = "FACTOR",
      description = "what a learning rate that decays is multiplied by (${DEFAULT-VALUE})")
  private double decay = DEFAULTS.decay();

  @Option(
      names = "--plateau",
      paramLabel = "N",
      description = "decay after N epochs without a better validation loss; 0: never")
  private int plateau = DEFAULTS.plateau();

  @Option(
      names = "--nonmono",
      paramLabel = "N",
      description =
          "decay after every epoch whose validation loss lies above the lowest of all but the last"
              + " N before it; 0: never")
  private int nonmonotone = DEFAULTS.nonmonotone();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "end after N epochs without a better validation loss; 0: never")
  private int patience = DEFAULTS.patience();

  @Option(
      names = "--clip-norm",
      paramLabel = "X",
      description = "the largest norm of the weights' gradient; 0: any")
  private double clipNorm = DEFAULTS.clipNorm();

  @Option(
      names = "--average",
      paramLabel = "A",
      description =
          "evaluate a mean of the weights in which those of k steps ago weigh A^k, and keep it as"
              + " the best: 0.99; 0 for the weights themselves (${DEFAULT-VALUE})")
  private double average = DEFAULTS.average();

  @Option(
      names = "--cosine",
      description = "let the weights' learning rate fall along half a cosine over the epochs")
  private boolean cosine;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "what all randomness of the run comes from (${DEFAULT-VALUE})")
  private long seed = DEFAULTS.seed();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      completionCandidates = Names.Devices.class,
      description =
          "where to train; %%stn device lists what is there (the GPU if there is one that can be"
              + " used, else cpu)")
  private String device;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      completionCandidates = Names.Precisions.class,
      description =
          "how a GPU computes matrix products: fp32, tf32 or bf16 (tf32 where the GPU has it)")
  private String precision;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      converter = IntervalText.class,
      defaultValue = "60s",
      description =
          "save after an epoch when so much time has passed since the last time: 60s, 5m, 1h; 3e"
              + " for every 3 epochs, 0 for never (${DEFAULT-VALUE})")
  private CheckpointInterval checkpointEvery;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "processor threads to train on (STN_THREADS if that is set, else as many as the process"
              + " or its container may use)")
  private Integer threads;

  /** Made by picocli. */
  public TrainArguments() {}

  /**
   * The options together.
   *
   * @throws IllegalArgumentException if one is out of its range; one line says which
   */
  public TrainOptions options() {
    return DEFAULTS
        .method(method)
        .epochs(epochs)
        .warmupEpochs(warmupEpochs)
        .batch(batch)
        .trainSteps(trainSteps)
        .validationSteps(validationSteps)
        .tuneSigma(tuneSigma)
        .entropyWeight(entropyWeight)
        .weights(weights)
        .hyper(hyper)
        .sigma(sigma)
        .milestones(milestones)
        .decay(decay)
        .plateau(plateau)
        .patience(patience)
        .clipNorm(clipNorm)
        .seed(seed)
        .average(average)
        .cosine(cosine)
        .nonmonotone(nonmonotone);
  }

  /** How often a run is saved while it trains. */
  public CheckpointInterval checkpointEvery() {
    return checkpointEvery;
  }

  /**
   * Where to train, in which precision, and on how many threads.
   *
   * @throws IllegalArgumentException if there is no such device, or it has no such precision or
   *     number of threads
   */
  public Device device() {
    Device chosen = device == null ? Device.standard() : Device.named(device);
    Device exact = precision == null ? chosen : chosen.at(Precision.named(precision));
    return threads == null ? exact : exact.withThreads(threads);
  }
}
