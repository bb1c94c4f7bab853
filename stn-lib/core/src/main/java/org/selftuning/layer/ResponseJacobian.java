package org.selftuning.layer;

import java.util.List;

/**
 * How the weights of a network's gated layers move with what enters the gates. With s [n] the
 * gates' input, the weights in use are
 *
 * <pre>  ŵ(s) = w_elem + g ⊙ w_hyper,   g = [V; C] s </pre>
 *
 * <p>where each gate scales one row of hyper weights, or one column of an embedding's. So ŵ is
 * linear in s, and its Jacobian is exact: column j of ∂ŵ/∂s is [V; C]_j ⊙ w_hyper, wherever s is.
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
   * @param s what enters the gates [n]
   */
  public static ResponseJacobian of(Parameters parameters, float[] s) {
    double[] squares = new double[s.length];
    double square = 0;
    for (Parameter gate : parameters.list()) {
      if (gate.role() == Parameter.Role.GATE) {
        square += add(gate, pairs(gate, parameters.list()), s, squares);
      }
    }
    for (int j = 0; j < s.length; j++) {
      squares[j] = Math.sqrt(squares[j]);
    }
    return new ResponseJacobian(Math.sqrt(square), squares);
  }

  /** The elem and hyper weights that a gate matrix belongs to: those of its layer's part. */
  private static List<Parameter> pairs(Parameter gate, List<Parameter> all) {
    String part = gate.name().substring(0, gate.name().length() - "gate".length());
    return all.stream()
        .filter(p -> p.role() == Parameter.Role.PAIR && p.name().startsWith(part))
        .toList();
  }

  /** Adds the squares of one gate matrix's columns, and returns that of the weights in use. */
  private static double add(Parameter gate, List<Parameter> pairs, float[] s, double[] squares) {
    float[] matrix = gate.value().toArray();
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
