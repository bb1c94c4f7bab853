package org.selftuning.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Response;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Update.Stretch;

/**
 * The steps of a Δ-STN (Bae &amp; Grosse 2020): the response is centered at the present
 * hyperparameters λ₀,
 *
 * <pre>  W(λ) = W₀ + diag(V(λ − λ₀)) W_hyper          b(λ) = b₀ + (C(λ − λ₀)) ⊙ b_hyper </pre>
 *
 * <p>so that the general parameters w₀ are the network at λ₀ itself. A training step moves w₀ and
 * then, at the w₀ that comes of it, the response parameters Θ = (V, C, W_hyper, b_hyper):
 *
 * <pre>
 *   w₀ ← w₀ − α₁ ∂/∂w₀ f(λ₀, w₀)
 *   ε ~ N(0, σ²) for each example;   Θ ← Θ − α₁ ∂/∂Θ f(λ₀ + ε, y + J·Δw)
 * </pre>
 *
 * <p>y are the outputs with the weights w₀, dropped and augmented as λ₀ + ε has it; J is their
 * derivative with respect to the weights, and Δw(ε; Θ) how the weights respond. J·Δw is computed
 * forward, layer by layer. As it is linear in Δw, the gradient with respect to Θ is that of an
 * ordinary backward pass at w₀, begun with ∂f/∂(y + J·Δw). Without linearization, the outputs are
 * those of the network whose weights are w₀ + Δw.
 *
 * <p>As in the authors' code, dropout and augmentation in y are those of λ₀ + ε in either case:
 * only the response of the weights is linearized, not what a hyperparameter does to a training
 * pass. {@link #score} is that of the first of the two passes. Running averages of batch
 * normalization follow that pass alone, since it is the network at λ₀ that is evaluated.
 */
public final class DeltaStn extends Steps {
  private final Network network;
  private final Ops ops;
  private final Update general;
  private final Update response;
  private final Tensor responseScore;
  private final boolean linearized;
  private final boolean clips;

  /**
   * Prepares the steps.
   *
   * @param network the network, bound with centered gates; its outputs are linearized if it was
   *     bound to be
   * @param ops the engine it is bound to
   * @param options optimizers, τ, and whether σ is tuned; response and general parameters have
   *     optimizers of the same settings and states of their own
   * @throws IllegalArgumentException if the network's gates are not centered
   */
  public DeltaStn(Network network, Ops ops, TrainOptions options) {
    super(network, ops, options);
    if (!network.response().centered()) {
      throw new IllegalArgumentException(
          "a Δ-STN needs a network that is bound with centered gates");
    }
    this.network = network;
    this.ops = ops;
    linearized = network.response() == Response.LINEARIZED;
    clips = options.clipNorm() > 0;
    general = update(options, stretches(false));
    response = update(options, stretches(true));
    responseScore = ops.tensor(3);
  }

  private Update update(TrainOptions options, List<Stretch> stretches) {
    return new Update(
        ops,
        options.weights(),
        network.parameters().values(),
        network.parameters().gradients(),
        stretches,
        true,
        options.clipNorm());
  }

  /** Where the response parameters lie among all, or the general ones; neighbors are joined. */
  private List<Stretch> stretches(boolean ofResponse) {
    List<Stretch> stretches = new ArrayList<>();
    for (Parameter p : network.parameters().list()) {
      int from = p.offset();
      int to = from + p.shape().size();
      int middle =
          switch (p.role()) {
            case PLAIN -> to;
            case PAIR -> (from + to) / 2;
            case GATE -> from;
          };
      Stretch stretch = ofResponse ? new Stretch(middle, to) : new Stretch(from, middle);
      if (stretch.size() > 0) {
        stretches.add(stretch);
      }
    }
    return stretches;
  }

  @Override
  void trainingStep() {
    Tensor resting = scheduled();
    if (perturbation() != null) {
      perturbation().rest();
      resting = perturbation().restingValues();
    }
    clear();
    run(Pass.general(resting, general.alpha(), general.beta()));
    general.apply();
    if (perturbation() != null) {
      clear();
      ops.fill(responseScore, 0);
      run(responsePass(), responseScore);
      response.apply();
    }
  }

  private Pass responsePass() {
    Tensor z = perturbation().gateInput();
    Tensor values = perturbation().values();
    float alpha = response.alpha();
    float beta = response.beta();
    return linearized
        ? Pass.linearized(z, values, alpha, beta)
        : Pass.response(z, values, alpha, beta);
  }

  /** Where gradients have a largest norm, one part's must not be measured with the other's. */
  private void clear() {
    if (clips) {
      ops.fill(network.parameters().gradients(), 0);
    }
  }

  /** The score of the last training step's second pass, that of the response parameters. */
  public Tensor responseScore() {
    return responseScore;
  }

  @Override
  public double learningRate() {
    return general.rate();
  }

  @Override
  void changeRate(double rate) {
    general.rate(rate);
    response.rate(rate);
  }

  @Override
  void restoreRate(double rate) {
    general.restore(rate);
    response.restore(rate);
  }

  @Override
  Map<String, Tensor> optimizerState() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    general.state().forEach((name, tensor) -> state.put("weights optimizer." + name, tensor));
    response
        .state()
        .forEach(
            (name, tensor) -> {
              if (!state.containsValue(tensor)) { // both parts' steps may be one tensor
                state.put("response optimizer." + name, tensor);
              }
            });
    return state;
  }
}
