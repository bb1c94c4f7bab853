package org.selftuning.theory;

import java.util.Arrays;
import java.util.Map;
import org.hipparchus.linear.MatrixUtils;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Method;
import org.selftuning.train.Trainer;

/**
 * The response of a linear network whose gates are linear in λ: with the first layer Q(λ) = Q_elem
 * + diag(vλ) Q_hyper and the output s,
 *
 * <pre>  ŵ(λ) = Q(λ)ᵀs = elem + λ·hyper      elem = Q_elemᵀs,  hyper = Q_hyperᵀ(v ⊙ s) </pre>
 *
 * @param elem [K]
 * @param hyper [K]
 */
@SuppressWarnings("ArrayRecordComponent") // read by formulas, compared by no one
public record FittedResponse(double[] elem, double[] hyper) {

  /**
   * Reads the response of a trainer's current network.
   *
   * @param trainer of a model made by {@link LinearNetwork#gated}, trained by {@link Method#STN}
   * @throws IllegalArgumentException if it is of another one
   */
  public static FittedResponse of(Trainer trainer) {
    Map<String, Tensor> weights = trainer.weights();
    Tensor pair = weights.get("layers.2.weight");
    Tensor gate = weights.get("layers.2.gate");
    Tensor out = weights.get("layers.3.weight");
    if (trainer.options().method() != Method.STN) {
      throw new IllegalArgumentException(
          "a response that is linear in λ is read of the method stn alone, not of "
              + trainer.options().method());
    }
    if (pair == null || gate == null || out == null || out.shape().dim(0) != 1) {
      throw new IllegalArgumentException(
          "only a network made by LinearNetwork.gated has a response that is linear in λ");
    }
    int units = pair.shape().dim(0) / 2;
    int width = pair.shape().dim(1);
    float[] rows = pair.toArray();
    float[] gates = gate.toArray();
    float[] s = out.toArray();
    double[] elem = new double[width];
    double[] hyper = new double[width];
    for (int i = 0; i < units; i++) {
      for (int k = 0; k < width; k++) {
        elem[k] += (double) s[i] * rows[i * width + k];
        hyper[k] += (double) s[i] * gates[i] * rows[(units + i) * width + k];
      }
    }
    return new FittedResponse(elem, hyper);
  }

  /**
   * Returns what endless training would give: the elem and hyper with the lowest expected objective
   * E_ε f(λ + ε, ŵ(λ + ε)), ε ~ N(0, σ²).
   *
   * <p>Along each principal direction that is a quadratic function of a = ŵ(λ) and b = dŵ∕dλ; with
   * m_j = E[ε^j e^ε], that is m₀ = e^(σ²∕2), m₁ = σ²m₀, m₂ = (σ² + σ⁴)m₀, its minimum is where
   *
   * <pre>
   *   (d² + e^λ m₀)·a      + e^λ m₁·b           = d²s₀
   *    e^λ m₁·a            + (d²σ² + e^λ m₂)·b  = 0
   * </pre>
   *
   * <p>As σ → 0 it is the tangent of the exact response.
   */
  public static FittedResponse best(LinearNetwork network, double lambda, double sigma) {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException("sigma must be a positive number, not " + sigma);
    }
    double[] d = network.singularValues();
    double[] s = network.output();
    double variance = sigma * sigma;
    double strength = Math.exp(lambda + variance / 2);
    double[] value = new double[d.length];
    double[] slope = new double[d.length];
    for (int i = 0; i < d.length; i++) {
      double square = d[i] * d[i];
      // The second equation divided by σ², so that nothing cancels for a small one.
      double left = square + strength;
      double right = square + strength * (1 + variance);
      double determinant = left * right - strength * strength * variance;
      value[i] = square * s[i] * right / determinant;
      slope[i] = -square * s[i] * strength / determinant;
    }
    double[] hyper = combine(network, slope);
    double[] elem = combine(network, value);
    for (int k = 0; k < elem.length; k++) {
      elem[k] -= lambda * hyper[k];
    }
    return new FittedResponse(elem, hyper);
  }

  private static double[] combine(LinearNetwork network, double[] components) {
    return MatrixUtils.createRealMatrix(network.directions()).preMultiply(components);
  }

  /** Returns ŵ(λ) [K]. */
  public double[] at(double lambda) {
    double[] w = elem.clone();
    Arrays.setAll(w, k -> elem[k] + lambda * hyper[k]);
    return w;
  }

  /** Returns ‖ŵ(λ) − w*(λ)‖ ∕ ‖w*(λ)‖: how far the weights are off. */
  public double error(BestResponse truth, double lambda) {
    return relativeDistance(at(lambda), truth.exact(lambda));
  }

  /** Returns ‖dŵ∕dλ − dw*∕dλ‖ ∕ ‖dw*∕dλ‖: how far the slope is off that the hypergradient uses. */
  public double slopeError(BestResponse truth, double lambda) {
    double[] slope = Arrays.stream(truth.jacobian(lambda)).mapToDouble(row -> row[0]).toArray();
    return relativeDistance(hyper, slope);
  }

  private static double relativeDistance(double[] fitted, double[] exact) {
    return Observations.vector(fitted).getDistance(Observations.vector(exact))
        / Observations.vector(exact).getNorm();
  }

  /** Returns dF(ŵ(λ))∕dλ: the gradient that moves λ in a self-tuning network. */
  public double hypergradient(BestResponse problem, double lambda) {
    return Observations.vector(problem.validationGradient(at(lambda)))
        .dotProduct(Observations.vector(hyper));
  }
}
