package org.selftuning.theory;

import java.util.Arrays;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.selftuning.data.Dataset;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;

/**
 * The examples of a linear regression.
 *
 * @param x the features X [N, K], a row an example
 * @param t the targets [N]
 */
@SuppressWarnings("ArrayRecordComponent") // an identity, not a value: nobody compares data
public record Observations(double[][] x, double[] t) {

  /** Checks that rows and targets fit together. */
  public Observations {
    if (x.length == 0 || x.length != t.length) {
      throw new IllegalArgumentException(
          x.length + " rows of features and " + t.length + " targets do not make examples");
    }
    int width = x[0].length;
    if (width == 0 || Arrays.stream(x).anyMatch(row -> row.length != width)) {
      throw new IllegalArgumentException("every example must have the same number of features");
    }
    x = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
    t = t.clone();
  }

  /**
   * Draws examples x = M·g and t = w·x + noise·h, with standard normal g and h.
   *
   * @param n the number of examples
   * @param mixing M [K, K]: where it stretches, features vary much
   * @param weights w [K]
   * @param noise the standard deviation of what cannot be explained
   * @param seed of the draw
   */
  public static Observations draw(
      int n, double[][] mixing, double[] weights, double noise, long seed) {
    RandomStream stream = new RandomStream(seed, "observations");
    RealMatrix m = MatrixUtils.createRealMatrix(mixing);
    double[][] x = new double[n][];
    double[] t = new double[n];
    for (int i = 0; i < n; i++) {
      double[] g = normals(stream, weights.length + 1);
      x[i] = m.operate(Arrays.copyOf(g, weights.length));
      t[i] = dot(weights, x[i]) + noise * g[weights.length];
    }
    return new Observations(x, t);
  }

  private static double[] normals(RandomStream stream, int count) {
    float[] drawn = new float[count];
    stream.normals(drawn);
    double[] normals = new double[count];
    Arrays.setAll(normals, i -> drawn[i]);
    return normals;
  }

  /** The number N of examples. */
  public int size() {
    return t.length;
  }

  /** The number K of features. */
  public int width() {
    return x[0].length;
  }

  /** Returns the predictions X w [N]. */
  public double[] predictions(double[] w) {
    checkWidth(w);
    return Arrays.stream(x).mapToDouble(row -> dot(row, w)).toArray();
  }

  /** Returns the sum of squared errors ‖X w − t‖². */
  public double squaredError(double[] w) {
    double sum = 0;
    double[] y = predictions(w);
    for (int i = 0; i < y.length; i++) {
      sum += (y[i] - t[i]) * (y[i] - t[i]);
    }
    return sum;
  }

  /** Returns its gradient 2 Xᵀ(X w − t) [K]. */
  public double[] squaredErrorGradient(double[] w) {
    return gram().operate(vector(w)).subtract(moment()).mapMultiply(2).toArray();
  }

  /** XᵀX [K, K]. */
  RealMatrix gram() {
    RealMatrix matrix = matrix();
    return matrix.transposeMultiply(matrix);
  }

  /** Xᵀt [K]. */
  RealVector moment() {
    return vector(matrix().preMultiply(t));
  }

  /** X [N, K]. */
  RealMatrix matrix() {
    return MatrixUtils.createRealMatrix(x);
  }

  static RealVector vector(double[] values) {
    return MatrixUtils.createRealVector(values);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private void checkWidth(double[] w) {
    if (w.length != width()) {
      throw new IllegalArgumentException(
          "the data have " + width() + " features but there are " + w.length + " weights");
    }
  }

  /**
   * Returns examples for a network: each of these, and each mirrored, (−x, −t), {@code copies}
   * times. Features and targets then have mean 0, so that the best biases of a linear network are 0
   * and its weights are those of a network without biases; the mean squared error of such weights
   * is the same. Copies let a minibatch hold each example under many perturbations of λ.
   */
  public Dataset mirrored(String name, int copies) {
    int width = width();
    float[] features = new float[2 * size() * copies * width];
    float[] targets = new float[2 * size() * copies];
    for (int row = 0; row < targets.length; row++) {
      int i = row / 2 % size();
      int sign = row % 2 == 0 ? 1 : -1;
      for (int k = 0; k < width; k++) {
        features[row * width + k] = (float) (sign * x[i][k]);
      }
      targets[row] = (float) (sign * t[i]);
    }
    return Dataset.values(name, Shape.of(width), features, targets, 1);
  }
}
