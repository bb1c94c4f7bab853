package org.selftuning.layer;

import java.util.List;
import java.util.Optional;
import org.selftuning.hyper.HyperparameterSpace;

/**
 * How the weights of a network's gated layers move with what enters the gates. With s [n] the
 * gates' input, the weights in use are
 *
 * <pre>  ŵ(s) = w_elem + g ⊙ w_hyper,   g = [V; C] s </pre>
 *
 * <p>or g = [V; C] P s where gates see combinations of them. Each gate scales one row of hyper
 * weights, or one column of an embedding's. So ŵ is linear in s, and its Jacobian is exact: column
 * j of ∂ŵ/∂s is [V; C]_j ⊙ w_hyper, wherever s is.
 *
 * @param norm ‖ŵ(s)‖, over all weights and biases of gated layers
 * @param columns ‖∂ŵ/∂s_j‖ for each of the n hyperparameters
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by no one
public record ResponseJacobian(double norm, double[] columns) {

  /**
   * Returns the response of the present weights.
   *
   * @param parameters those of a network
   * @param space its hyperparameters
   * @param s what gates see of them [n]
   */
  public static ResponseJacobian of(Parameters parameters, HyperparameterSpace space, float[] s) {
    double[] squares = new double[s.length];
    double square = 0;
    Optional<Parameter> combined = named(GateInputs.PROJECTION, parameters);
    for (Parameter gate : parameters.list()) {
      if (gate.role() == Parameter.Role.GATE && !combined.equals(Optional.of(gate))) {
        float[] all = matrix(gate, combined, space);
        square += add(gate, all, pairs(gate, parameters.list()), s, squares);
      }
    }
    for (int j = 0; j < s.length; j++) {
      squares[j] = Math.sqrt(squares[j]);
    }
    return new ResponseJacobian(Math.sqrt(square), squares);
  }

  private static Optional<Parameter> named(String name, Parameters parameters) {
    return parameters.list().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** The gates as a matrix [C, n] of all hyperparameters. */
  private static float[] matrix(
      Parameter gate, Optional<Parameter> combined, HyperparameterSpace space) {
    float[] own = gate.value().toArray();
    Optional<String> of = GateInputs.seen(gate.name());
    if (of.isEmpty()) {
      return combined
          .map(p -> product(own, GateInputs.matrix(p.value().toArray(), space), space.size()))
          .orElse(own);
    }
    HyperparameterSpace.Part part = space.part(of.get());
    float[] matrix = new float[own.length * space.size()];
    for (int g = 0; g < own.length; g++) {
      matrix[g * space.size() + part.from() + (part.vector() ? g : 0)] = own[g];
    }
    return matrix;
  }

  /** The product of V [C, m] and P [m, n]. */
  private static float[] product(float[] v, float[] p, int n) {
    int m = p.length / n;
    float[] product = new float[v.length / m * n];
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < n; j++) {
        product[i / m * n + j] += v[i] * p[i % m * n + j];
      }
    }
    return product;
  }

  /** The elem and hyper weights that a gate matrix belongs to: those of its layer's part. */
  private static List<Parameter> pairs(Parameter gate, List<Parameter> all) {
    String part = gate.name().substring(0, gate.name().lastIndexOf("gate"));
    return all.stream()
        .filter(p -> p.role() == Parameter.Role.PAIR && p.name().startsWith(part))
        .toList();
  }

  /** Adds the squares of one gate matrix's columns, and returns that of the weights in use. */
  private static double add(
      Parameter gate, float[] matrix, List<Parameter> pairs, float[] s, double[] squares) {
    int gates = gate.shape().dim(0);
    int rows = pairs.stream().mapToInt(pair -> pair.shape().dim(0) / 2).sum();
    double square = 0;
    int first = 0;
    for (Parameter pair : pairs) {
      float[] weights = pair.value().toArray();
      int half = weights.length / 2;
      int width = half / (pair.shape().dim(0) / 2);
      for (int i = 0; i < half; i++) {
        // Gates scale rows; where there are not as many as rows, they scale columns.
        int g = gates == rows ? first + i / width : i % width;
        double hyper = weights[half + i];
        double open = 0;
        for (int j = 0; j < s.length; j++) {
          double v = matrix[g * s.length + j];
          open += v * s[j];
          squares[j] += v * v * hyper * hyper;
        }
        double weight = weights[i] + open * hyper;
        square += weight * weight;
      }
      first += half / width;
    }
    return square;
  }
}
