package org.selftuning.train;

import java.util.List;
import java.util.Objects;

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
 * @param weights optimiser of the weights
 * @param hyper optimiser of λ
 * @param sigma optimiser of σ
 * @param milestones epochs after which the weights' learning rate is multiplied by {@code decay}
 * @param decay what the learning rate is multiplied by at a milestone, or when the validation loss
 *     has not improved for {@code plateau} epochs
 * @param plateau epochs without improvement after which the learning rate decays; 0 for never
 * @param patience epochs without improvement after which the run ends; 0 for never
 * @param clipNorm the most that the norm of the weights' gradient may be; 0 for no limit
 * @param seed what all randomness of the run comes from
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
    long seed) {

  /** Checks the ranges. */
  public TrainOptions {
    atLeast("epochs", epochs, 1);
    atLeast("warm-up epochs", warmupEpochs, 0);
    atLeast("batch", batch, 1);
    atLeast("training steps", trainSteps, 1);
    atLeast("validation steps", validationSteps, 1);
    atLeast("plateau", plateau, 0);
    atLeast("patience", patience, 0);
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
        1);
  }

  /** Returns these options with another {@code method}. */
  public TrainOptions method(Method method) {
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

  /** Returns these options with another {@code epochs}. */
  public TrainOptions epochs(int epochs) {
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

  /** Returns these options with another {@code warmupEpochs}. */
  public TrainOptions warmupEpochs(int warmupEpochs) {
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

  /** Returns these options with another {@code batch}. */
  public TrainOptions batch(int batch) {
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

  /** Returns these options with another {@code trainSteps}. */
  public TrainOptions trainSteps(int trainSteps) {
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

  /** Returns these options with another {@code validationSteps}. */
  public TrainOptions validationSteps(int validationSteps) {
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

  /** Returns these options with another {@code tuneSigma}. */
  public TrainOptions tuneSigma(boolean tuneSigma) {
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

  /** Returns these options with another {@code entropyWeight}. */
  public TrainOptions entropyWeight(double entropyWeight) {
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

  /** Returns these options with another {@code weights}. */
  public TrainOptions weights(Optimizer weights) {
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

  /** Returns these options with another {@code hyper}. */
  public TrainOptions hyper(Optimizer hyper) {
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

  /** Returns these options with another {@code sigma}. */
  public TrainOptions sigma(Optimizer sigma) {
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

  /** Returns these options with another {@code milestones}. */
  public TrainOptions milestones(List<Integer> milestones) {
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

  /** Returns these options with another {@code decay}. */
  public TrainOptions decay(double decay) {
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

  /** Returns these options with another {@code plateau}. */
  public TrainOptions plateau(int plateau) {
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

  /** Returns these options with another {@code patience}. */
  public TrainOptions patience(int patience) {
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

  /** Returns these options with another {@code clipNorm}. */
  public TrainOptions clipNorm(double clipNorm) {
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

  /** Returns these options with another {@code seed}. */
  public TrainOptions seed(long seed) {
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
}
