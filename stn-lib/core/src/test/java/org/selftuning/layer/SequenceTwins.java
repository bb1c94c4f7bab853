package org.selftuning.layer;

/** The formulas, in double precision, of layers whose rows are t·B + b. */
final class SequenceTwins {
  private SequenceTwins() {}

  /** y = x ⊙ mask of the row's example, in training; x otherwise. */
  static Twin lockedDropout(Quantity rate) {
    return in -> {
      double[] y = in.x().clone();
      int columns = in.shape().dim(1);
      if (in.training()) {
        double[] mask = in.masks().mask("dropout", rate, 1, in.batch(), columns);
        for (int i = 0; i < y.length; i++) {
          y[i] *= mask[i % mask.length];
        }
      }
      return y;
    };
  }

  /** y = keep · E[word]. */
  static Twin embedding(int vocabulary, int dim, Quantity rate) {
    return in -> {
      double[] table = in.parameter("weight");
      double[] keep = words(in, vocabulary, rate);
      double[] y = new double[in.x().length * dim];
      for (int r = 0; r < in.x().length; r++) {
        int word = (int) in.x()[r];
        for (int d = 0; d < dim; d++) {
          y[r * dim + d] = keep[word] * table[word * dim + d];
        }
      }
      return y;
    };
  }

  /** y = keep · (E[word] + (V z) ⊙ H[word]). */
  static Twin gatedEmbedding(int vocabulary, int dim, Quantity rate) {
    return in -> {
      double[] table = in.parameter("weight");
      double[] keep = words(in, vocabulary, rate);
      double[] y = new double[in.x().length * dim];
      for (int r = 0; r < in.x().length; r++) {
        double[] gates = in.gates(r % in.batch());
        int word = (int) in.x()[r];
        for (int d = 0; d < dim; d++) {
          double hyper = table[(vocabulary + word) * dim + d];
          y[r * dim + d] = keep[word] * (table[word * dim + d] + gates[d] * hyper);
        }
      }
      return y;
    };
  }

  private static double[] words(Twin.Inputs in, int vocabulary, Quantity rate) {
    if (in.training() && !rate.equals(Quantity.of(0))) {
      return in.masks().mask("word dropout", rate, 1, 1, vocabulary);
    }
    double[] all = new double[vocabulary];
    java.util.Arrays.fill(all, 1);
    return all;
  }

  static Twin lstm(int units, Quantity dropConnect) {
    return in -> steps(in, units, dropConnect, false);
  }

  static Twin gatedLstm(int units, Quantity dropConnect) {
    return in -> steps(in, units, dropConnect, true);
  }

  /** Begins with h = c = 0. */
  private static double[] steps(Twin.Inputs in, int units, Quantity dropConnect, boolean gated) {
    int width = 4 * units;
    int batch = in.batch();
    int inputs = in.shape().dim(1);
    double[] mask = null;
    if (in.training() && !dropConnect.equals(Quantity.of(0))) {
      mask = in.masks().mask("drop-connect", dropConnect, width, width, units);
    }
    double[] y = new double[in.shape().dim(0) * batch * units];
    double[][] h = new double[batch][units];
    double[][] c = new double[batch][units];
    for (int r = 0; r < in.shape().dim(0) * batch; r++) {
      int b = r % batch;
      double[] x = java.util.Arrays.copyOfRange(in.x(), r * inputs, (r + 1) * inputs);
      double[] a = new double[width];
      add(in, "input", x, b, gated, null, a);
      add(in, "hidden", h[b], b, gated, mask, a);
      for (int u = 0; u < units; u++) {
        c[b][u] = sigmoid(a[u]) * c[b][u] + sigmoid(a[units + u]) * Math.tanh(a[3 * units + u]);
      }
      for (int u = 0; u < units; u++) {
        h[b][u] = sigmoid(a[2 * units + u]) * Math.tanh(c[b][u]);
        y[r * units + u] = h[b][u];
      }
    }
    return y;
  }

  /** a ← a + W x + b, gated or not, with W's elements multiplied by the mask if there is one. */
  private static void add(
      Twin.Inputs in, String part, double[] x, int b, boolean gated, double[] mask, double[] a) {
    double[] weight = in.parameter(part + ".weight");
    double[] bias = in.parameter(part + ".bias");
    double[] gates = gated ? in.gates(part + ".gate", b) : null;
    int width = a.length;
    for (int u = 0; u < width; u++) {
      double elem = bias[u];
      double hyper = 0;
      for (int k = 0; k < x.length; k++) {
        double kept = mask == null ? x[k] : mask[u * x.length + k] * x[k];
        elem += weight[u * x.length + k] * kept;
        hyper += gated ? weight[(width + u) * x.length + k] * kept : 0;
      }
      a[u] += elem;
      if (gated) {
        a[u] += gates[u] * hyper + gates[width + u] * bias[width + u];
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
