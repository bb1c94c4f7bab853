package org.selftuning.hyper;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Tensor;

/**
 * The hyperparameters of a run on a device, and their random perturbation: for each example its own
 *
 * <pre>  z = λ + σ ⊙ ε,   ε ~ N(0, 1),   σ = softplus(ρ) </pre>
 *
 * <p>λ and ρ [n] are what is tuned; z [B, n] is unconstrained, {@link #values} are the same in the
 * hyperparameters' own units. A hyperparameter shared by the minibatch takes the ε of the first
 * example for all (MacKay et al. 2019, section 3.2).
 *
 * <p>Derivatives of the loss come by way of the gates. Where the validation loss itself depends on
 * a hyperparameter by steps, no derivative shows the steps, and the gradient of the expectation E =
 * E_ε[F(z)] is estimated by the score function (REINFORCE, Williams 1992; the same section):
 *
 * <pre>
 *   ∂E/∂λ = E_ε[(F − b)·ε/σ]      ∂E/∂σ = E_ε[(F − b)·(ε² − 1)/σ]
 * </pre>
 *
 * <p>with b, for each example, the mean loss of the others. It includes the gates' share, and takes
 * the place of their derivatives.
 */
public final class Perturbation {
  private final HyperparameterSpace space;
  private final GateInput gates;
  private final Ops ops;
  private final Tensor lambda;
  private final Tensor rho;
  private final Tensor epsilon;
  private final Tensor shared;
  private final Tensor z;
  private final Tensor values;
  private final Tensor restingValues;
  private final Tensor low;
  private final Tensor high;
  private final Tensor floorTop;
  private final Tensor scored;
  private final Squash squash;
  private final Center center;
  private final Tensor dz;
  private final Tensor restingGradient;
  private final Tensor dLambda;
  private final Tensor dRho;

  /** Places {@code space} on a device, with z itself as the gates' input. */
  public Perturbation(HyperparameterSpace space, Ops ops, int batch) {
    this(space, GateInput.UNCONSTRAINED, ops, batch);
  }

  /** Places {@code space} on a device; no loss depends on it but by way of the gates. */
  public Perturbation(HyperparameterSpace space, GateInput gates, Ops ops, int batch) {
    this(space, gates, Set.of(), ops, batch);
  }

  /**
   * Places {@code space} on a device for minibatches of {@code batch}; λ and σ at their starts.
   *
   * @param byScore the names of those on which the validation loss itself depends, by steps
   */
  public Perturbation(
      HyperparameterSpace space, GateInput gates, Set<String> byScore, Ops ops, int batch) {
    this(space, gates, false, byScore, ops, batch);
  }

  /**
   * Places {@code space} on a device for minibatches of {@code batch}; λ and σ at their starts.
   *
   * @param centered whether the gates' input is the difference from what λ makes of it, with λ held
   *     as a constant there (Bae &amp; Grosse 2020)
   * @param byScore the names of those on which the validation loss itself depends, by steps
   */
  public Perturbation(
      HyperparameterSpace space,
      GateInput gates,
      boolean centered,
      Set<String> byScore,
      Ops ops,
      int batch) {
    if (space.isEmpty()) {
      throw new IllegalArgumentException("there is no hyperparameter to perturb");
    }
    if (!byScore.isEmpty() && batch < 2) {
      throw new IllegalArgumentException(
          "hyperparameter '"
              + byScore.iterator().next()
              + "' is tuned by comparing examples; choose a batch of at least 2");
    }
    this.space = space;
    this.gates = gates;
    this.ops = ops;
    int n = space.size();
    lambda = ops.tensor(n);
    rho = ops.tensor(n);
    epsilon = ops.tensor(batch, n);
    shared = ops.tensor(n);
    z = ops.tensor(batch, n);
    values = ops.tensor(batch, n);
    restingValues = ops.tensor(1, n);
    low = ops.tensor(n);
    high = ops.tensor(n);
    floorTop = ops.tensor(n);
    squash = gates == GateInput.SQUASHED ? new Squash(space, ops, batch) : null;
    center = centered ? new Center(ops, batch, n) : null;
    dz = ops.tensor(batch, n);
    restingGradient = dz.rows(0, 1);
    dLambda = ops.tensor(n);
    dRho = ops.tensor(n);
    lambda.write(column(h -> h.unconstrainedStart()));
    rho.write(column(h -> Range.inverseSoftplus(h.sigma())));
    shared.write(column(h -> h.sharing() == Hyperparameter.Sharing.PER_BATCH ? 1 : 0));
    low.write(column(h -> h.relaxed().low()));
    high.write(column(h -> h.relaxed().high()));
    if (byScore.isEmpty()) {
      scored = null;
    } else {
      scored = ops.tensor(n);
      scored.write(column(h -> byScore.contains(h.name()) ? 1 : 0));
    }
    floorTop.write(column(h -> h.discrete() ? h.range().high() : Double.POSITIVE_INFINITY));
  }

  private float[] column(java.util.function.ToDoubleFunction<Hyperparameter> of) {
    float[] column = new float[space.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = (float) of.applyAsDouble(space.hyperparameters().get(i));
    }
    return column;
  }

  /** Draws a new ε for every example, and z and the values with it. */
  public void draw(RandomStream stream) {
    ops.normal(stream, epsilon);
    spread();
  }

  /** Computes z and the values for the ε in {@link #epsilon}. */
  public void spread() {
    ops.perturb(lambda, rho, epsilon, shared, z);
    ops.constrain(z, low, high, floorTop, values);
    if (squash != null) {
      squash.forward(z);
    }
    if (center != null && squash != null) {
      squash.rest(resting());
      center.subtract(squash.perExample(), squash.shared());
    } else if (center != null) {
      center.perturb(rho, epsilon, shared);
    }
  }

  /** Computes {@link #restingValues} and {@link #restingInput} for the present λ. */
  public void rest() {
    ops.constrain(resting(), low, high, floorTop, restingValues);
    if (squash != null) {
      squash.rest(resting());
    }
  }

  /**
   * Looks at a resting pass with the hyperparameters elsewhere; then they are back. Centered gates
   * see how far elsewhere is from the present ones, as if it were a perturbation.
   *
   * @param elsewhere unconstrained hyperparameters [n]
   */
  public <T> T at(float[] elsewhere, Supplier<T> look) {
    float[] present = lambda.toArray();
    lambda.write(elsewhere);
    if (center != null) {
      float[] difference = new float[present.length];
      for (int i = 0; i < difference.length; i++) {
        Hyperparameter h = space.hyperparameters().get(i);
        difference[i] = (float) (gates.of(h, elsewhere[i]) - gates.of(h, present[i]));
      }
      center.shift(difference);
    }
    try {
      return look.get();
    } finally {
      lambda.write(present);
      if (center != null) {
        center.shift(new float[present.length]);
      }
    }
  }

  /** Sets {@link #dz} to 0, before a validation pass adds to it. */
  public void clearGradient() {
    ops.fill(dz, 0);
  }

  /**
   * Turns what a perturbed pass added to {@link #dz} into ∂/∂λ and ∂/∂ρ of loss − entropyWeight·H,
   * where H = Σ log(σ√(2πe)).
   */
  public void backward(float entropyWeight) {
    backward(entropyWeight, null);
  }

  /**
   * As {@link #backward(float)}, with the losses that score the draws.
   *
   * @param losses the loss of each row of the perturbed pass [R], rows of example b being b, B + b,
   *     …; null if {@link #scores} is false
   */
  public void backward(float entropyWeight, Tensor losses) {
    if (squash != null) {
      squash.backward(z, dz);
    }
    if (scored != null) {
      ops.scoreGradient(losses, rho, epsilon, scored, dz);
    }
    ops.perturbBackward(dz, rho, epsilon, shared, entropyWeight, dLambda, dRho);
  }

  /** Turns what a resting pass added to {@link #restingGradient} into ∂loss/∂λ. */
  public void backwardResting() {
    if (squash != null) {
      squash.backward(resting(), restingGradient);
    }
    ops.copy(restingGradient, dLambda);
  }

  /** Whether a gradient is estimated by the score function, and so needs perturbed losses. */
  public boolean scores() {
    return scored != null;
  }

  /** The axes. */
  public HyperparameterSpace space() {
    return space;
  }

  /** λ [n]: the unconstrained hyperparameters. */
  public Tensor lambda() {
    return lambda;
  }

  /** ρ [n], with σ = softplus(ρ). */
  public Tensor rho() {
    return rho;
  }

  /** ε [B, n]: the last noise drawn. */
  public Tensor epsilon() {
    return epsilon;
  }

  /** z [B, n]: the perturbed, unconstrained hyperparameters. */
  public Tensor z() {
    return z;
  }

  /** What enters the gates of a perturbed pass [B, n]. */
  public Tensor gateInput() {
    if (center != null) {
      return center.difference();
    }
    return squash == null ? z : squash.perExample();
  }

  /** What enters the gates of a resting pass, one row for all examples [1, n]. */
  public Tensor restingInput() {
    if (center != null) {
      return center.none();
    }
    return squash == null ? resting() : squash.shared();
  }

  /** The perturbed hyperparameters in their own units [B, n]. */
  public Tensor values() {
    return values;
  }

  /** λ as one row for all examples [1, n]. */
  public Tensor resting() {
    return lambda.reshape(1, space.size());
  }

  /** The hyperparameters in their own units, as one row for all examples [1, n]. */
  public Tensor restingValues() {
    return restingValues;
  }

  /** Where a perturbed validation pass adds ∂loss/∂{@link #gateInput} [B, n]. */
  public Tensor dz() {
    return dz;
  }

  /** Where a resting validation pass adds ∂loss/∂{@link #restingInput} [1, n]. */
  public Tensor restingGradient() {
    return restingGradient;
  }

  /** ∂/∂λ [n] after a backward call. */
  public Tensor dLambda() {
    return dLambda;
  }

  /** ∂/∂ρ [n] after {@link #backward}. */
  public Tensor dRho() {
    return dRho;
  }

  /** Returns the hyperparameters' present values in their own units. */
  public double[] currentValues() {
    return space.values(lambda.toArray());
  }

  /** Returns the present scales σ. */
  public double[] currentSigma() {
    float[] free = rho.toArray();
    double[] sigma = new double[free.length];
    Arrays.setAll(sigma, i -> Range.softplus(free[i]));
    return sigma;
  }

  /** Returns the entropy H = Σ log(σ√(2πe)) of the perturbation, in nats. */
  public double entropy() {
    double entropy = 0;
    for (double sigma : currentSigma()) {
      entropy += Math.log(sigma) + 0.5 * Math.log(2 * Math.PI * Math.E);
    }
    return entropy;
  }
}
