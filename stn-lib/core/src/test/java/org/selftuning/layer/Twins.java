package org.selftuning.layer;

import java.util.function.DoubleUnaryOperator;

/** The layers' formulas in double precision. */
final class Twins {
  private Twins() {}

  static Twin elementwise(DoubleUnaryOperator f) {
    return in -> java.util.Arrays.stream(in.x()).map(f).toArray();
  }

  static Twin identity() {
    return in -> in.x().clone();
  }

  /** y = W x + b. */
  static Twin linear(int units) {
    return in -> {
      int inputs = in.shape().size();
      double[] y = new double[in.batch() * units];
      for (int b = 0; b < in.batch(); b++) {
        for (int u = 0; u < units; u++) {
          y[b * units + u] =
              in.parameter("bias")[u] + dot(in.parameter("weight"), u, in.x(), b, inputs);
        }
      }
      return y;
    };
  }

  /** y = W_elem x + b_elem + (V z) ⊙ (W_hyper x) + (C z) ⊙ b_hyper. */
  static Twin gatedLinear(int units) {
    return in -> {
      int inputs = in.shape().size();
      double[] weight = in.parameter("weight");
      double[] bias = in.parameter("bias");
      double[] y = new double[in.batch() * units];
      for (int b = 0; b < in.batch(); b++) {
        double[] gates = in.gates(b);
        for (int u = 0; u < units; u++) {
          double elem = dot(weight, u, in.x(), b, inputs) + bias[u];
          double hyper = dot(weight, units + u, in.x(), b, inputs);
          y[b * units + u] = elem + gates[u] * hyper + gates[units + u] * bias[units + u];
        }
      }
      return y;
    };
  }

  private static double dot(double[] weight, int row, double[] x, int example, int inputs) {
    double sum = 0;
    for (int k = 0; k < inputs; k++) {
      sum += weight[row * inputs + k] * x[example * inputs + k];
    }
    return sum;
  }

  /** y = x ⊙ mask in training, x otherwise. */
  static Twin dropout(Quantity rate) {
    return in -> {
      double[] y = in.x().clone();
      if (in.training()) {
        double[] mask = in.masks().mask("dropout", rate, 1, in.batch(), in.x().length / in.batch());
        for (int i = 0; i < y.length; i++) {
          y[i] *= mask[i];
        }
      }
      return y;
    };
  }
}
