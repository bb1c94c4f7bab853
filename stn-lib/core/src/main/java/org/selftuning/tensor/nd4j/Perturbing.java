package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.selftuning.tensor.Tensor;

/**
 * Draws around λ, their way into the hyperparameters' ranges, and the derivatives of both: so few
 * numbers that they are worked on in place.
 */
final class Perturbing {
  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#perturb}. */
  void perturb(Tensor lambda, Tensor rho, Tensor epsilon, Tensor shared, Tensor z) {
    int n = lambda.size();
    int groups = z.size() / n;
    for (int j = 0; j < n; j++) {
      float mean = buffer(lambda).get(j);
      double sigma = softplus(buffer(rho).get(j));
      boolean first = buffer(shared).get(j) != 0;
      for (int g = 0; g < groups; g++) {
        float e = buffer(epsilon).get((first ? 0 : g) * n + j);
        buffer(z).put(g * n + j, (float) (mean + sigma * e));
      }
    }
  }

  /** See {@link org.selftuning.tensor.Ops#perturbBackward}. */
  void perturbBackward(
      Tensor dz,
      Tensor rho,
      Tensor epsilon,
      Tensor shared,
      float entropyWeight,
      Tensor dLambda,
      Tensor dRho) {
    int n = rho.size();
    int groups = dz.size() / n;
    for (int j = 0; j < n; j++) {
      boolean first = buffer(shared).get(j) != 0;
      double sum = 0;
      double dSigma = 0;
      for (int g = 0; g < groups; g++) {
        float d = buffer(dz).get(g * n + j);
        sum += d;
        dSigma += (double) d * buffer(epsilon).get((first ? 0 : g) * n + j);
      }
      double r = buffer(rho).get(j);
      buffer(dLambda).put(j, (float) sum);
      buffer(dRho).put(j, (float) (sigmoid(r) * (dSigma - entropyWeight / softplus(r))));
    }
  }

  /** See {@link org.selftuning.tensor.Ops#scoreGradient}. */
  void scoreGradient(Tensor losses, Tensor rho, Tensor epsilon, Tensor scored, Tensor dz) {
    int n = rho.size();
    int groups = dz.size() / n;
    double[] mean = new double[groups];
    double all = 0;
    for (int r = 0, rows = losses.size(); r < rows; r++) {
      double share = (double) buffer(losses).get(r) * groups / rows;
      mean[r % groups] += share;
      all += share / groups;
    }
    for (int j = 0; j < n; j++) {
      if (buffer(scored).get(j) != 0) {
        double sigma = softplus(buffer(rho).get(j));
        for (int g = 0; g < groups; g++) {
          double lead = (mean[g] - all) / (groups - 1);
          buffer(dz).put(g * n + j, (float) (lead * buffer(epsilon).get(g * n + j) / sigma));
        }
      }
    }
  }

  /** See {@link org.selftuning.tensor.Ops#constrain}. */
  void constrain(Tensor z, Tensor low, Tensor high, Tensor floorTop, Tensor values) {
    int n = low.size();
    int groups = z.size() / n;
    for (int j = 0; j < n; j++) {
      double from = buffer(low).get(j);
      double to = buffer(high).get(j);
      double top = buffer(floorTop).get(j);
      for (int g = 0; g < groups; g++) {
        double x = buffer(z).get(g * n + j);
        double value =
            Double.isFinite(from)
                ? Double.isFinite(to) ? from + (to - from) * sigmoid(x) : from + softplus(x)
                : Double.isFinite(to) ? to - softplus(x) : x;
        if (Double.isFinite(top)) {
          value = Math.min(Math.floor(value), top);
        }
        buffer(values).put(g * n + j, (float) value);
      }
    }
  }

  /** See {@link org.selftuning.tensor.Ops#constrainBackward}. */
  void constrainBackward(Tensor z, Tensor low, Tensor high, Tensor dz) {
    int n = low.size();
    for (int i = 0, size = z.size(); i < size; i++) {
      double from = buffer(low).get(i % n);
      double to = buffer(high).get(i % n);
      double s = sigmoid(buffer(z).get(i));
      double slope =
          Double.isFinite(from)
              ? Double.isFinite(to) ? (to - from) * s * (1 - s) : s
              : Double.isFinite(to) ? -s : 1;
      buffer(dz).put(i, (float) (slope * buffer(dz).get(i)));
    }
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
