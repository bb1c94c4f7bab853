package org.selftuning.theory;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.selftuning.data.Split;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.SquaredError;
import org.selftuning.model.ModelSpec;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;

/**
 * The linear network with one hidden layer, y = sᵀQx, whose input Jacobian ∂y∕∂x = Qᵀs is penalized
 * (MacKay et al. 2019, on two-layer linear networks):
 *
 * <pre>  f(λ; Q, s) = Σ_n (y(x_n) − t_n)² + e^λ ‖∂y∕∂x‖²      F = mean squared validation error
 * </pre>
 *
 * <p>Its best response is a network with gates (their theorem): with X = U diag(d) Q₀,
 *
 * <pre>
 *   Q*(λ) = sigmoid(λv + c) ⊙_row Q₀      s*(λ) = s₀ = Uᵀt ∕ d
 *   v = −1,  c = 2 log d                  so that gate i = d_i² ∕ (d_i² + e^λ)
 * </pre>
 *
 * <p>A gate closes a principal direction as soon as the penalty outweighs what the data say about
 * it. What the network computes is y = w·x with w = Qᵀs [K], and w* is what ridge regression finds;
 * Q and s themselves are not unique, so weights here are always w. Sums, not means, over examples:
 * a mean would shift λ by log N.
 */
public final class LinearNetwork implements BestResponse {
  private static final double NO_DIRECTION = 1e-12;

  /** About as many rows as a minibatch has. */
  private static final int ROWS = 1000;

  private final Observations train;
  private final Observations validation;

  /** Has the same losses, for the same w. */
  private final RidgeRegression ridge;

  private final double[][] directions;
  private final double[] singularValues;
  private final double[] output;

  /**
   * The network for these data.
   *
   * @param train what its weights are fitted to
   * @param validation what λ is chosen by
   */
  public LinearNetwork(Observations train, Observations validation) {
    this.train = train;
    this.validation = validation;
    this.ridge = RidgeRegression.shared(train, validation);
    SingularValueDecomposition svd = new SingularValueDecomposition(train.matrix());
    double[] d = svd.getSingularValues();
    int rank = 0;
    while (rank < d.length && d[rank] > NO_DIRECTION * d[0]) {
      rank++;
    }
    singularValues = new double[rank];
    directions = new double[rank][];
    output = new double[rank];
    for (int i = 0; i < rank; i++) {
      double[] row = svd.getV().getColumn(i);
      double sign = largest(row) < 0 ? -1 : 1;
      singularValues[i] = d[i];
      directions[i] = Observations.vector(row).mapMultiply(sign).toArray();
      output[i] =
          sign
              * Observations.vector(svd.getU().getColumn(i))
                  .dotProduct(Observations.vector(train.t()))
              / d[i];
    }
  }

  /** The entry that is largest in absolute value. */
  private static double largest(double[] row) {
    double largest = 0;
    for (double entry : row) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    return largest;
  }

  /** The training examples. */
  public Observations train() {
    return train;
  }

  /** The validation examples. */
  public Observations validation() {
    return validation;
  }

  /**
   * Q₀ [P, K]: a row a principal direction of the training features, the longest first, each with
   * its largest entry positive; P = K unless the features depend on one another.
   */
  public double[][] directions() {
    return copy(directions);
  }

  /** s₀ [P]: the output weights, which do not respond to λ. */
  public double[] output() {
    return output.clone();
  }

  /** d [P]: the singular values of X, descending. */
  public double[] singularValues() {
    return singularValues.clone();
  }

  /** c = 2 log d [P]: the λ at which each gate is half closed. */
  public double[] halfClosed() {
    return map(singularValues, d -> 2 * Math.log(d));
  }

  /** Returns the gates sigmoid(c − λ) [P]. */
  public double[] gates(double lambda) {
    return map(halfClosed(), c -> Range.sigmoid(c - lambda));
  }

  /** Returns the first layer Q*(λ) [P, K]: the rows of Q₀, each times its gate. */
  public double[][] firstLayer(double lambda) {
    double[][] layer = copy(directions);
    double[] gates = gates(lambda);
    for (int i = 0; i < gates.length; i++) {
      for (int k = 0; k < layer[i].length; k++) {
        layer[i][k] *= gates[i];
      }
    }
    return layer;
  }

  /** Returns the components Q₀ w [P] of weights w [K] along the principal directions. */
  public double[] along(double[] weights) {
    return basis().operate(weights);
  }

  @Override
  public int hyperparameters() {
    return 1;
  }

  @Override
  public double trainingObjective(double[] weights, double... lambda) {
    return ridge.trainingObjective(weights, lambda);
  }

  @Override
  public double validationLoss(double[] weights) {
    return ridge.validationLoss(weights);
  }

  @Override
  public double[] validationGradient(double[] weights) {
    return ridge.validationGradient(weights);
  }

  @Override
  public double[] exact(double... lambda) {
    return MatrixUtils.createRealMatrix(firstLayer(ridge.checked(lambda)[0])).preMultiply(output);
  }

  @Override
  public double[][] jacobian(double... lambda) {
    double[] gates = gates(ridge.checked(lambda)[0]);
    double[] slope = new double[gates.length];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = -gates[i] * (1 - gates[i]) * output[i];
    }
    double[] w = basis().preMultiply(slope);
    double[][] jacobian = new double[w.length][];
    for (int k = 0; k < w.length; k++) {
      jacobian[k] = new double[] {w[k]};
    }
    return jacobian;
  }

  /**
   * The same problem as a self-tuning network: a gated linear layer of K units and a plain output,
   * with the penalty as {@link JacobianNoise}. Its gates are linear in λ where those of the best
   * response are sigmoid; around one λ that comes to the same.
   *
   * @param start λ at the start
   * @param sigma σ, the scale of its perturbation
   */
  public ModelSpec gated(double start, double sigma) {
    return ModelSpec.input(train.width())
        .tune(Hyperparameter.continuous("lambda", Range.real(), start).sigma(sigma))
        .layer(new JacobianNoise("lambda", train.size()))
        .gatedLinear(train.width())
        .linear(1)
        .loss(new SquaredError());
  }

  /**
   * The data for {@link #gated}: all examples and their mirror images, in as many copies as make a
   * minibatch of about a thousand; see {@link Observations#mirrored}.
   */
  public Split data() {
    return new Split(
        train.mirrored("training", copies(train)),
        validation.mirrored("validation", copies(validation)),
        validation.mirrored("test", 1));
  }

  private static int copies(Observations data) {
    return Math.max(1, ROWS / (2 * data.size()));
  }

  /**
   * Options that suit {@link #gated}: a minibatch of all training examples, so that an epoch is one
   * step; Adam at 0.05, 0.005 from half of the steps on and 0.0005 in the last tenth; σ fixed, and
   * λ moved by Adam 0.02 after every second step.
   *
   * @param steps the training steps
   */
  public TrainOptions options(int steps) {
    int rows =
        Math.min(2 * train.size() * copies(train), 2 * validation.size() * copies(validation));
    return TrainOptions.defaults()
        .epochs(steps)
        .warmupEpochs(steps / 10)
        .batch(rows)
        .trainSteps(2)
        .tuneSigma(false)
        .weights(Optimizer.adam(0.05))
        .hyper(Optimizer.adam(0.02))
        .milestones(List.of(steps / 2, steps * 9 / 10));
  }

  private RealMatrix basis() {
    return MatrixUtils.createRealMatrix(directions);
  }

  private static double[] map(double[] x, DoubleUnaryOperator f) {
    return Arrays.stream(x).map(f).toArray();
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }
}
