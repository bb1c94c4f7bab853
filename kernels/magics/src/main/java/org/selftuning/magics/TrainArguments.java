package org.selftuning.magics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Nearest;
import org.selftuning.tensor.Device;
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
      paramLabel = "OPTIMISER",
      converter = OptimizerText.class,
      defaultValue = "sgd:0.01,0.9",
      description =
          "optimiser of the weights: sgd:RATE,MOMENTUM, adam:RATE or rmsprop:RATE"
              + " (${DEFAULT-VALUE})")
  private Optimizer weights;

  @Option(
      names = "--hyper",
      paramLabel = "OPTIMISER",
      converter = OptimizerText.class,
      defaultValue = "rmsprop:0.01",
      description = "optimiser of the hyperparameters (${DEFAULT-VALUE})")
  private Optimizer hyper;

  @Option(
      names = "--sigma",
      paramLabel = "OPTIMISER",
      converter = OptimizerText.class,
      defaultValue = "rmsprop:0.01",
      description = "optimiser of the perturbation's scale (${DEFAULT-VALUE})")
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
      names = "--seed",
      paramLabel = "S",
      description = "what all randomness of the run comes from (${DEFAULT-VALUE})")
  private long seed = DEFAULTS.seed();

  @Option(
      names = "--fix",
      paramLabel = "NAME=VALUE",
      split = ",",
      description =
          "train the plain network with its hyperparameters fixed: at a VALUE for all of them, at"
              + " NAME=VALUE where named, at their start otherwise (--fix start fixes all there)")
  private List<String> fix = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      completionCandidates = Names.Devices.class,
      description = "where to train (${DEFAULT-VALUE}); %%stn device lists what is there")
  private String device;

  /** Made by picocli. */
  public TrainArguments() {}

  /**
   * The options together.
   *
   * @throws IllegalArgumentException if one is out of its range; one line says which
   */
  public TrainOptions options() {
    return new TrainOptions(
        method,
        epochs,
        warmupEpochs,
        batch,
        trainSteps,
        validationSteps,
        tuneSigma,
        entropyWeight,
        weights,
        hyper,
        sigma,
        milestones,
        decay,
        plateau,
        patience,
        clipNorm,
        seed);
  }

  /**
   * Where to train.
   *
   * @throws IllegalArgumentException if there is no such device
   */
  public Device device() {
    return Device.named(device);
  }

  /**
   * Returns {@code model} as it is to be trained: itself, or the plain network where {@code --fix}
   * asks for it.
   *
   * @throws IllegalArgumentException if a value is no number or names no hyperparameter of the
   *     model
   */
  public ModelSpec fixed(ModelSpec model) {
    return fix.isEmpty() ? model : model.fixedAt(values(model));
  }

  private Map<String, Double> values(ModelSpec model) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Hyperparameter h : model.hyperparameters()) {
      values.put(h.name(), h.start());
    }
    for (String word : fix) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? "" : word.substring(0, equals);
      if (equals < 0 && !word.equals("start")) {
        double value = number(word, word);
        values.replaceAll((any, start) -> value);
      } else if (equals >= 0 && values.containsKey(name)) {
        values.put(name, number(word, word.substring(equals + 1)));
      } else if (equals >= 0) {
        throw new IllegalArgumentException(
            "--fix "
                + word
                + ": the model has no hyperparameter '"
                + name
                + "'"
                + Nearest.hint(name, values.keySet()));
      }
    }
    return values;
  }

  private static double number(String word, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--fix " + word + ": '" + text + "' is no number; write --fix NAME=0.5, or --fix 0.5", e);
    }
  }
}
