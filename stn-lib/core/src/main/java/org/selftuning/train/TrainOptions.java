package org.selftuning.train;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.selftuning.layer.Default;
import org.selftuning.layer.Records;

/**
 * How a self-tuning network is trained (Algorithm 1 of MacKay et al. 2019). Start from {@link
 * #defaults} and change what you want to:
 *
 * <pre>{@code
 * TrainOptions.defaults().epochs(12).batch(128).weights(Optimizer.sgd(0.01, 0.9))
 * }</pre>
 *
 * @param method how the weights are trained
 * @param epochs the most epochs, at least 1
 * @param warmupEpochs epochs at the start in which only the weights train
 * @param batch examples in a minibatch
 * @param trainSteps T_train: training steps before each turn of the validation steps
 * @param validationSteps T_valid: validation steps in a turn
 * @param tuneSigma whether σ is tuned; if not, validation steps are taken at λ unperturbed
 * @param entropyWeight τ: the weight of the perturbation's entropy in the validation objective
 * @param weights optimizer of the weights
 * @param hyper optimizer of λ
 * @param sigma optimizer of σ
 * @param milestones epochs after which the weights' learning rate is multiplied by {@code decay}
 * @param decay what the learning rate is multiplied by at a milestone, or when the validation loss
 *     has not improved for {@code plateau} epochs
 * @param plateau epochs without improvement after which the learning rate decays; 0 for never
 * @param patience epochs without improvement after which the run ends; 0 for never. Neither counts
 *     the warm-up
 * @param clipNorm the most that the norm of the weights' gradient may be; 0 for no limit
 * @param seed what all randomness of the run comes from
 * @param average a, in 0 … 1 (excluded): evaluation and the best network take a mean of the weights
 *     in which those of k steps ago weigh a^k (Polyak &amp; Juditsky 1992 for equal ones); 0 for
 *     the weights themselves
 * @param cosine whether the weights' learning rate falls along half a cosine over the epochs
 *     (Loshchilov &amp; Hutter 2017), from all of it to a hundredth
 * @param nonmonotone N: the learning rate decays after every epoch whose validation loss lies above
 *     the lowest of all but the last N epochs before it (Merity et al. 2018, section 4, with a
 *     decay in place of averaging, as the STN paper's code has it); the warm-up is left out; 0 for
 *     never
 */
public record TrainOptions(
    Method method,
    int epochs,
    int warmupEpochs,
    int batch,
    int trainSteps,
    int validationSteps,
    boolean tuneSigma,
    double entropyWeight,
    Optimizer weights,
    Optimizer hyper,
    Optimizer sigma,
    List<Integer> milestones,
    double decay,
    int plateau,
    int patience,
    double clipNorm,
    long seed,
    @Default("0") double average,
    @Default("false") boolean cosine,
    @Default("0") int nonmonotone) {

  private static final double LEAST_SHARE = 0.01;

  /** Checks the ranges. */
  public TrainOptions {
    atLeast("epochs", epochs, 1);
    atLeast("warm-up epochs", warmupEpochs, 0);
    atLeast("batch", batch, 1);
    atLeast("training steps", trainSteps, 1);
    atLeast("validation steps", validationSteps, 1);
    atLeast("plateau", plateau, 0);
    atLeast("patience", patience, 0);
    atLeast("nonmono", nonmonotone, 0);
    Objects.requireNonNull(method);
    Objects.requireNonNull(weights);
    Objects.requireNonNull(hyper);
    Objects.requireNonNull(sigma);
    milestones = List.copyOf(milestones);
    if (!(entropyWeight >= 0)) {
      throw new IllegalArgumentException(
          "entropy weight must be 0 or positive, not " + entropyWeight);
    }
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay must lie in 0 … 1, 0 excluded, not " + decay);
    }
    if (!(average >= 0 && average < 1)) {
      throw new IllegalArgumentException("average must lie in 0 … 1, 1 excluded, not " + average);
    }
    if (!(clipNorm >= 0)) {
      throw new IllegalArgumentException("clip norm must be 0 or positive, not " + clipNorm);
    }
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", not " + value);
    }
  }

  /**
   * The settings of the Δ-STN paper's MLP: batch 128, 5 training steps to 1 validation step, 2
   * warm-up epochs, SGD 0.01 with momentum 0.9, RMSprop 0.01 for λ and σ, τ = 0.001; 30 epochs,
   * seed 1. The method is that of the STN paper.
   */
  public static TrainOptions defaults() {
    return new TrainOptions(
        Method.STN,
        30,
        2,
        128,
        5,
        1,
        true,
        1e-3,
        Optimizer.sgd(0.01, 0.9),
        Optimizer.rmsProp(0.01),
        Optimizer.rmsProp(0.01),
        List.of(),
        0.1,
        0,
        0,
        0,
        1,
        0,
        false,
        0);
  }

  /** Returns these options with another value of a component. */
  private TrainOptions with(String component, Object value) {
    Object[] values =
        Arrays.stream(TrainOptions.class.getRecordComponents())
            .map(c -> c.getName().equals(component) ? value : Records.read(c, this))
            .toArray();
    return Records.make(TrainOptions.class, values);
  }

  /** Returns these options with another {@code method}. */
  public TrainOptions method(Method method) {
    return with("method", method);
  }

  /** Returns these options with another {@code epochs}. */
  public TrainOptions epochs(int epochs) {
    return with("epochs", epochs);
  }

  /** Returns these options with another {@code warmupEpochs}. */
  public TrainOptions warmupEpochs(int warmupEpochs) {
    return with("warmupEpochs", warmupEpochs);
  }

  /** Returns these options with another {@code batch}. */
  public TrainOptions batch(int batch) {
    return with("batch", batch);
  }

  /** Returns these options with another {@code trainSteps}. */
  public TrainOptions trainSteps(int trainSteps) {
    return with("trainSteps", trainSteps);
  }

  /** Returns these options with another {@code validationSteps}. */
  public TrainOptions validationSteps(int validationSteps) {
    return with("validationSteps", validationSteps);
  }

  /** Returns these options with another {@code tuneSigma}. */
  public TrainOptions tuneSigma(boolean tuneSigma) {
    return with("tuneSigma", tuneSigma);
  }

  /** Returns these options with another {@code entropyWeight}. */
  public TrainOptions entropyWeight(double entropyWeight) {
    return with("entropyWeight", entropyWeight);
  }

  /** Returns these options with another {@code weights}. */
  public TrainOptions weights(Optimizer weights) {
    return with("weights", weights);
  }

  /** Returns these options with another {@code hyper}. */
  public TrainOptions hyper(Optimizer hyper) {
    return with("hyper", hyper);
  }

  /** Returns these options with another {@code sigma}. */
  public TrainOptions sigma(Optimizer sigma) {
    return with("sigma", sigma);
  }

  /** Returns these options with another {@code milestones}. */
  public TrainOptions milestones(List<Integer> milestones) {
    return with("milestones", milestones);
  }

  /** Returns these options with another {@code decay}. */
  public TrainOptions decay(double decay) {
    return with("decay", decay);
  }

  /** Returns these options with another {@code plateau}. */
  public TrainOptions plateau(int plateau) {
    return with("plateau", plateau);
  }

  /** Returns these options with another {@code patience}. */
  public TrainOptions patience(int patience) {
    return with("patience", patience);
  }

  /** Returns these options with another {@code clipNorm}. */
  public TrainOptions clipNorm(double clipNorm) {
    return with("clipNorm", clipNorm);
  }

  /** Returns these options with another {@code seed}. */
  public TrainOptions seed(long seed) {
    return with("seed", seed);
  }

  /** Returns these options with another {@code average}. */
  public TrainOptions average(double average) {
    return with("average", average);
  }

  /** Returns these options with another {@code cosine}. */
  public TrainOptions cosine(boolean cosine) {
    return with("cosine", cosine);
  }

  /** Returns these options with another {@code nonmonotone}. */
  public TrainOptions nonmonotone(int nonmonotone) {
    return with("nonmonotone", nonmonotone);
  }

  /**
   * What the learning rate of epoch {@code number}, counted from 1, is a share of, by the cosine.
   */
  double share(int number) {
    double turn = Math.PI * (number - 1) / epochs;
    return cosine ? LEAST_SHARE + (1 - LEAST_SHARE) * (1 + Math.cos(turn)) / 2 : 1;
  }
}
