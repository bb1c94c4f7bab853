package org.selftuning.train;

import java.util.List;
import org.selftuning.hyper.Hyperparameter;

/**
 * What a run is about to do, as told to listeners.
 *
 * @param hyperparameters the tuned hyperparameters, in the order in which {@link Step} and {@link
 *     Epoch} give their values, a vector as one; empty for a plain network
 * @param epochs the most epochs the run will take
 * @param warmupEpochs epochs at the start in which the hyperparameters rest
 * @param stepsPerEpoch training steps in an epoch
 * @param startValues the hyperparameters' values at the start, in their own units
 * @param startSigma their perturbation scales at the start
 * @param metric how losses are reported
 * @param method how the weights are trained
 * @param device where it runs, and in which precision if not in fp32; empty if that is not known
 */
public record Plan(
    List<Hyperparameter> hyperparameters,
    int epochs,
    int warmupEpochs,
    int stepsPerEpoch,
    double[] startValues,
    double[] startSigma,
    Metric metric,
    Method method,
    String device) {

  /** A plan on no known device. */
  public Plan(
      List<Hyperparameter> hyperparameters,
      int epochs,
      int warmupEpochs,
      int stepsPerEpoch,
      double[] startValues,
      double[] startSigma,
      Metric metric,
      Method method) {
    this(
        hyperparameters,
        epochs,
        warmupEpochs,
        stepsPerEpoch,
        startValues,
        startSigma,
        metric,
        method,
        "");
  }

  /** A plan of an STN whose losses are reported as they are. */
  public Plan(
      List<Hyperparameter> hyperparameters,
      int epochs,
      int warmupEpochs,
      int stepsPerEpoch,
      double[] startValues,
      double[] startSigma) {
    this(
        hyperparameters,
        epochs,
        warmupEpochs,
        stepsPerEpoch,
        startValues,
        startSigma,
        Metric.LOSS,
        Method.STN);
  }
}
