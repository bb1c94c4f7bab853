package org.selftuning.layer;

import java.util.function.DoubleUnaryOperator;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Window;

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
      int inputs = in.shape().dim(-1);
      int rows = in.x().length / inputs;
      double[] y = new double[rows * units];
      for (int b = 0; b < rows; b++) {
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
      int inputs = in.shape().dim(-1);
      int rows = in.x().length / inputs;
      double[] weight = in.parameter("weight");
      double[] bias = in.parameter("bias");
      double[] y = new double[rows * units];
      for (int b = 0; b < rows; b++) { // of a sequence: row t·B + b
        double[] gates = in.gates(b % in.batch());
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

  /** Visits what a window at one place covers: the input's index, and the index in the window. */
  private interface Covered {
    void visit(int input, int inWindow);
  }

  /** Visits the pixels of channels that the window at place (i, j) covers, padding left out. */
  private static void window(Shape shape, Window w, int example, int place, Covered covered) {
    for (int u = 0; u < w.size(); u++) {
      for (int v = 0; v < w.size(); v++) {
        int row = place / w.outWidth() * w.stride() + u - w.padding();
        int column = place % w.outWidth() * w.stride() + v - w.padding();
        if (row < 0 || column < 0 || row >= shape.dim(0) || column >= shape.dim(1)) {
          continue;
        }
        for (int c = 0; c < shape.dim(2); c++) {
          int pixel = (example * shape.dim(0) + row) * shape.dim(1) + column;
          covered.visit(pixel * shape.dim(2) + c, (u * w.size() + v) * shape.dim(2) + c);
        }
      }
    }
  }

  private static Window over(Shape shape, int size, int stride, int padding) {
    return new Window(shape.dim(0), shape.dim(1), shape.dim(2), size, stride, padding);
  }

  /** y = W ∗ x + b, or with gates as in {@link #gatedLinear}, at every place. */
  static Twin conv2d(boolean gated, int filters, int kernel, int stride, int padding, int groups) {
    return in -> {
      Window w = over(in.shape(), kernel, stride, padding);
      int channels = w.channels() / groups;
      int values = w.values() / groups;
      double[] weight = in.parameter("weight");
      double[] bias = in.parameter("bias");
      double[] y = new double[in.batch() * w.positions() * filters];
      for (int b = 0; b < in.batch(); b++) {
        double[] gates = gated ? in.gates(b) : null;
        for (int p = 0; p < w.positions(); p++) {
          for (int f = 0; f < filters; f++) {
            double[] sums = new double[2];
            int elem = f * values;
            int hyper = (filters + f) * values;
            int group = f / (filters / groups);
            window(
                in.shape(),
                w,
                b,
                p,
                (at, place) -> {
                  int channel = place % w.channels();
                  if (channel / channels == group) {
                    int k = place / w.channels() * channels + channel % channels;
                    sums[0] += weight[elem + k] * in.x()[at];
                    sums[1] += gated ? weight[hyper + k] * in.x()[at] : 0;
                  }
                });
            int to = (b * w.positions() + p) * filters + f;
            y[to] = sums[0] + bias[f];
            if (gated) {
              y[to] += gates[f] * sums[1] + gates[filters + f] * bias[filters + f];
            }
          }
        }
      }
      return y;
    };
  }

  /** The largest value, or the mean, of each window and channel. */
  static Twin pool(boolean largest, int size, int stride) {
    return in -> {
      Window w = over(in.shape(), size, stride, 0);
      int channels = w.channels();
      double[] y = new double[in.batch() * w.positions() * channels];
      for (int b = 0; b < in.batch(); b++) {
        for (int p = 0; p < w.positions(); p++) {
          int to = (b * w.positions() + p) * channels;
          java.util.Arrays.fill(y, to, to + channels, largest ? Double.NEGATIVE_INFINITY : 0);
          window(
              in.shape(),
              w,
              b,
              p,
              (at, k) -> {
                int c = to + k % channels;
                y[c] = largest ? Math.max(y[c], in.x()[at]) : y[c] + in.x()[at] / size / size;
              });
        }
      }
      return y;
    };
  }

  /**
   * y = s ⊙ (x − mean)/√(variance + 10⁻⁵) + t, with s and t responding to z if gated. Evaluation
   * takes the averages as they start, 0 and 1.
   */
  static Twin batchNorm(boolean gated) {
    return in -> {
      int channels = in.shape().dim(-1);
      int rows = in.x().length / channels;
      double[] factors = in.parameter("factors");
      double[] y = in.x().clone();
      for (int c = 0; c < channels; c++) {
        double mean = 0;
        double variance = 0;
        for (int r = 0; r < rows; r++) {
          mean += in.x()[r * channels + c] / rows;
        }
        for (int r = 0; r < rows; r++) {
          variance += Math.pow(in.x()[r * channels + c] - mean, 2) / rows;
        }
        if (in.mode() == Pass.Mode.EVALUATE) {
          mean = 0;
          variance = 1;
        }
        for (int r = 0; r < rows; r++) {
          double scale = factors[c];
          double shift = factors[channels + c];
          if (gated) {
            double[] gates = in.gates(r / (rows / in.batch()));
            scale += gates[c] * factors[2 * channels + c];
            shift += gates[channels + c] * factors[3 * channels + c];
          }
          int i = r * channels + c;
          y[i] = scale * (in.x()[i] - mean) / Math.sqrt(variance + 1e-5f) + shift;
        }
      }
      return y;
    };
  }

  /** y = x ⊙ (one mask for all positions) in training, x otherwise. */
  static Twin channelDropout(Quantity rate) {
    return in -> {
      double[] y = in.x().clone();
      int channels = in.shape().dim(2);
      if (in.training()) {
        double[] mask = in.masks().mask("dropout", rate, 1, in.batch(), channels);
        for (int i = 0; i < y.length; i++) {
          y[i] *= mask[i / in.shape().size() * channels + i % channels];
        }
      }
      return y;
    };
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
