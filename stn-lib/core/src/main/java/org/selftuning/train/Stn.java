package org.selftuning.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.layer.Pass;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * The steps of a Self-Tuning Network (MacKay et al. 2019, Algorithm 1): all parameters φ of the
 * response ŵ_φ learn together, at perturbed hyperparameters,
 *
 * <pre>
 *   training step     ε ~ N(0, σ²) for each example;  φ ← φ − α₁ ∂/∂φ f(λ + ε, ŵ_φ(λ + ε))
 * </pre>
 */
public final class Stn extends Steps {
  private final Update weights;

  /**
   * Prepares the steps.
   *
   * @param network the network, whose hyperparameters are tuned
   * @param ops the engine it is bound to
   * @param options optimizers, τ, and whether σ is tuned
   */
  public Stn(Network network, Ops ops, TrainOptions options) {
    super(network, ops, options);
    weights =
        new Update(
            ops,
            options.weights(),
            network.parameters().values(),
            network.parameters().gradients(),
            true,
            options.clipNorm());
  }

  @Override
  void trainingStep() {
    run(
        Pass.train(
            perturbation() == null ? null : perturbation().gateInput(),
            perturbation() == null ? scheduled() : perturbation().values(),
            weights.alpha(),
            weights.beta()));
    weights.apply();
  }

  @Override
  public double learningRate() {
    return weights.rate();
  }

  @Override
  void changeRate(double rate) {
    weights.rate(rate);
  }

  @Override
  void restoreRate(double rate) {
    weights.restore(rate);
  }

  @Override
  Map<String, Tensor> optimizerState() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    weights.state().forEach((name, tensor) -> state.put("weights optimizer." + name, tensor));
    return state;
  }
}
