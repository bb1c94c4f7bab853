package org.selftuning.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.hyper.Perturbation;
import org.selftuning.layer.Pass;
import org.selftuning.layer.ResponseJacobian;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/**
 * The steps of a training method on a minibatch that is loaded in the network. Methods differ in
 * how the weights learn, {@link #train}; how the hyperparameters move is common to them:
 *
 * <pre>
 *   validation step   ε ~ N(0, σ²);  λ, σ ← λ, σ − α₂ ∂/∂(λ, σ) [F(λ + ε, ŵ_φ(λ + ε)) − τ·H]
 * </pre>
 *
 * <p>Where σ is not tuned, a validation step is taken at λ itself, unperturbed and without entropy,
 * as the authors' code has it; unless the validation loss itself depends on a hyperparameter by
 * steps, for then only perturbed losses tell of them (see {@link Perturbation}). A network whose
 * hyperparameters follow a schedule, or that has none, takes ordinary training steps.
 */
public abstract class Steps {
  private final Network network;
  private final Perturbation perturbation;
  private final Tensor scheduled;
  private final RandomStream noise;
  private final Tensor score;
  private final Update hyper;
  private final Update sigma;
  private final float entropyWeight;
  private final Map<String, Update> calibrations = new LinkedHashMap<>();
  private final AveragedWeights averaged;
  private final Ops ops;

  // The steps, ready to be repeated.
  private final Runnable draw;
  private final Runnable validate;
  private final Runnable evaluate;
  private Runnable train;

  /**
   * Prepares the steps.
   *
   * @param network the network, whose hyperparameters are tuned
   * @param ops the engine it is bound to
   * @param options optimizers, τ, and whether σ is tuned
   */
  Steps(Network network, Ops ops, TrainOptions options) {
    this.network = network;
    this.ops = ops;
    this.noise = new RandomStream(options.seed(), "perturbation");
    this.score = ops.tensor(3);
    this.entropyWeight = (float) options.entropyWeight();
    scheduled =
        network.spec().tunes() || network.spec().space().isEmpty()
            ? null
            : ops.tensor(1, network.spec().space().size());
    if (!network.spec().tunes()) {
      perturbation = null;
      hyper = null;
      sigma = null;
    } else {
      perturbation =
          new Perturbation(
              network.spec().space(),
              network.spec().gates(),
              network.response().centered(),
              network.spec().scored(),
              ops,
              network.batch());
      hyper =
          new Update(ops, options.hyper(), perturbation.lambda(), perturbation.dLambda(), false, 0);
      sigma =
          options.tuneSigma()
              ? new Update(ops, options.sigma(), perturbation.rho(), perturbation.dRho(), false, 0)
              : null;
      network
          .calibrated()
          .forEach(
              (name, one) ->
                  calibrations.put(
                      name,
                      new Update(ops, options.hyper(), one.value(), one.gradient(), false, 0)));
      perturbation.rest();
    }
    averaged =
        options.average() == 0
            ? null
            : new AveragedWeights(ops, network.parameters().values(), options.average());
    draw = ops.record(() -> perturbation.draw(noise));
    train = ops.record(this::trainingStep);
    validate = ops.record(this::validationStep);
    evaluate = ops.record(this::evaluationStep);
  }

  /** Takes a training step at the perturbation drawn last; adds its loss to {@link #score}. */
  public final void train() {
    train.run();
    if (averaged != null) {
      averaged.add();
    }
  }

  /** The averages of the weights; null if there are none. */
  final AveragedWeights averaged() {
    return averaged;
  }

  /** The operations of {@link #train}. */
  abstract void trainingStep();

  /** The weights' learning rate. */
  public abstract double learningRate();

  /** Sets the weights' learning rate: a number of the training step, which is recorded again. */
  public final void learningRate(double rate) {
    changeRate(rate);
    train = ops.record(this::trainingStep);
  }

  /** Takes over the learning rate at which the weights' optimizer gathered its state. */
  final void restoreLearningRate(double rate) {
    restoreRate(rate);
    train = ops.record(this::trainingStep);
  }

  /** Gives a new learning rate to the weights' optimizer. */
  abstract void changeRate(double rate);

  /** Sets the rate at which the state of the weights' optimizer was gathered. */
  abstract void restoreRate(double rate);

  /** The state of the weights' optimizer, under the names that a checkpoint gives it. */
  abstract Map<String, Tensor> optimizerState();

  /** Draws the perturbation that the next step uses. */
  public void perturb() {
    if (perturbation != null) {
      draw.run();
    }
  }

  /**
   * Takes a validation step: at the perturbation drawn last if σ is tuned or losses score the
   * draws, else at λ.
   *
   * @throws IllegalStateException if nothing is tuned
   */
  public void validate() {
    if (perturbation == null) {
      throw new IllegalStateException("nothing is tuned, so there is no validation step to take");
    }
    validate.run();
  }

  private void validationStep() {
    perturbation.clearGradient();
    if (sigma != null || perturbation.scores()) {
      run(Pass.validate(perturbation.gateInput(), perturbation.values(), perturbation.dz()));
      perturbation.backward(entropyWeight, network.losses());
      if (sigma != null) {
        sigma.apply();
      }
    } else {
      perturbation.rest();
      run(
          Pass.validate(
              perturbation.restingInput(),
              perturbation.restingValues(),
              perturbation.restingGradient()));
      perturbation.backwardResting();
    }
    hyper.apply();
    calibrations.values().forEach(Update::apply);
  }

  /** Sends the minibatch through the network and back; adds its loss to {@link #score}. */
  final void run(Pass pass) {
    run(pass, score);
  }

  /** Sends the minibatch through the network and back; adds its loss to {@code to} [3]. */
  final void run(Pass pass, Tensor to) {
    network.forward(pass);
    network.judge(to, pass);
    network.backward(pass);
  }

  /** Prepares {@link #evaluate} for the present weights and hyperparameters. */
  public void collapse() {
    if (perturbation != null) {
      perturbation.rest();
      network.collapse(evaluation());
    }
  }

  /** Computes the loss at λ, with nothing perturbed or dropped; adds it to {@link #score}. */
  public void evaluate() {
    evaluate.run();
  }

  private void evaluationStep() {
    Pass pass = evaluation();
    network.forward(pass);
    network.judge(score, pass);
  }

  private Pass evaluation() {
    return perturbation == null
        ? Pass.evaluate(null, scheduled)
        : Pass.evaluate(perturbation.restingInput(), perturbation.restingValues());
  }

  /**
   * How the weights of the gated layers move with the unconstrained hyperparameters, at the present
   * ones.
   *
   * @throws IllegalStateException if nothing is tuned
   */
  public ResponseJacobian response() {
    if (perturbation == null) {
      throw new IllegalStateException("nothing is tuned, so the network responds to nothing");
    }
    perturbation.rest();
    ResponseJacobian response =
        ResponseJacobian.of(
            network.parameters(), network.spec().space(), perturbation.restingInput().toArray());
    double[] columns = response.columns().clone();
    float[] lambda = perturbation.lambda().toArray();
    for (int j = 0; j < columns.length; j++) {
      columns[j] *=
          Math.abs(
              network
                  .spec()
                  .gates()
                  .derivative(network.spec().hyperparameters().get(j), lambda[j]));
    }
    return new ResponseJacobian(response.norm(), columns);
  }

  /** Sums of losses, right answers and rows of the steps since the score was last set to 0. */
  public Tensor score() {
    return score;
  }

  /** Reads the score and sets it to 0. */
  final void takeScore(float[] sums) {
    score.read(sums);
    clearScore();
  }

  /** Sets the score to 0. */
  final void clearScore() {
    ops.fill(score, 0);
  }

  /**
   * Sets the hyperparameters of an ordinary network that follows a schedule, in their own units.
   */
  void follow(double[] values) {
    float[] row = new float[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) values[i];
    }
    scheduled.write(row);
  }

  /** The hyperparameters [1, n] of an ordinary network that follows a schedule; null otherwise. */
  final Tensor scheduled() {
    return scheduled;
  }

  /** The hyperparameters, or null where nothing is tuned. */
  public Perturbation perturbation() {
    return perturbation;
  }

  /** The random streams whose positions a checkpoint keeps, by name. */
  Map<String, RandomStream> streams() {
    Map<String, RandomStream> streams = new LinkedHashMap<>(network.streams());
    streams.put("perturbation", noise);
    return streams;
  }

  /** What makes the network what it is at a moment: weights, running averages, λ and ρ, by name. */
  Map<String, Tensor> snapshotted() {
    Map<String, Tensor> live = new LinkedHashMap<>();
    live.put("weights", network.parameters().values());
    live.putAll(network.averages());
    if (scheduled != null) {
      live.put("scheduled", scheduled);
    }
    if (perturbation != null) {
      live.put("lambda", perturbation.lambda());
      live.put("rho", perturbation.rho());
    }
    return live;
  }

  /** The tensors that a checkpoint keeps, by name. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    network.parameters().list().forEach(p -> state.put(p.name(), p.value()));
    state.putAll(network.averages());
    state.putAll(network.carried());
    state.putAll(optimizerState());
    if (averaged != null) {
      state.put("averaged weights", averaged.sum());
    }
    calibrations.forEach(
        (name, update) ->
            update
                .state()
                .forEach((kept, tensor) -> state.put(name + " optimizer." + kept, tensor)));
    if (perturbation != null) {
      state.put("lambda", perturbation.lambda());
      state.put("rho", perturbation.rho());
      hyper.state().forEach((name, tensor) -> state.put("lambda optimizer." + name, tensor));
      if (sigma != null) {
        sigma.state().forEach((name, tensor) -> state.put("sigma optimizer." + name, tensor));
      }
    }
    return state;
  }
}
