package org.selftuning.theory;

import java.util.Arrays;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Linear regression with a penalty on squared weights, each weight in one of n groups g with its
 * own λ_g:
 *
 * <pre>
 *   f(λ, w) = ‖X w − t‖² + Σ_k e^λ_g(k) · w_k²        F(w) = ‖X_v w − t_v‖² ∕ N_v
 *   w*(λ) = A⁻¹ Xᵀt,  A = XᵀX + diag(e^λ_g(k))        ∂w*∕∂λ_g = −A⁻¹ (e^λ_g · w* in group g, else 0)
 * </pre>
 *
 * <p>The Jacobian follows from A w* = Xᵀt by differentiating both sides: the implicit function
 * theorem for a quadratic objective, whose Hessian is 2A.
 */
public final class RidgeRegression implements BestResponse {
  private final Observations train;
  private final Observations validation;
  private final int[] groups;
  private final int count;

  /**
   * A regression with penalties by group.
   *
   * @param train what the weights are fitted to
   * @param validation what the penalties are chosen by
   * @param groups the group of each weight [K]: the index of its λ
   */
  public RidgeRegression(Observations train, Observations validation, int... groups) {
    if (validation.width() != train.width() || groups.length != train.width()) {
      throw new IllegalArgumentException(
          "training data with "
              + train.width()
              + " features, validation data with "
              + validation.width()
              + " and groups of "
              + groups.length
              + " weights do not fit together");
    }
    this.train = train;
    this.validation = validation;
    this.groups = groups.clone();
    this.count = Arrays.stream(groups).max().getAsInt() + 1;
    if (Arrays.stream(groups).distinct().count() != count
        || Arrays.stream(groups).min().getAsInt() != 0) {
      throw new IllegalArgumentException(
          "groups must be numbered 0, 1, 2 …, not " + Arrays.toString(groups));
    }
  }

  /** One penalty for all weights: n = 1. */
  public static RidgeRegression shared(Observations train, Observations validation) {
    return new RidgeRegression(train, validation, new int[train.width()]);
  }

  /** A penalty for each weight: n = K. */
  public static RidgeRegression each(Observations train, Observations validation) {
    int[] groups = new int[train.width()];
    Arrays.setAll(groups, k -> k);
    return new RidgeRegression(train, validation, groups);
  }

  @Override
  public int hyperparameters() {
    return count;
  }

  @Override
  public double trainingObjective(double[] weights, double... lambda) {
    checked(lambda);
    double penalty = 0;
    for (int k = 0; k < groups.length; k++) {
      penalty += Math.exp(lambda[groups[k]]) * weights[k] * weights[k];
    }
    return train.squaredError(weights) + penalty;
  }

  @Override
  public double validationLoss(double[] weights) {
    return validation.squaredError(weights) / validation.size();
  }

  @Override
  public double[] validationGradient(double[] weights) {
    return Observations.vector(validation.squaredErrorGradient(weights))
        .mapDivide(validation.size())
        .toArray();
  }

  @Override
  public double[] exact(double... lambda) {
    return system(checked(lambda)).getSolver().solve(train.moment()).toArray();
  }

  @Override
  public double[][] jacobian(double... lambda) {
    CholeskyDecomposition system = system(checked(lambda));
    RealVector w = system.getSolver().solve(train.moment());
    RealMatrix sides = MatrixUtils.createRealMatrix(groups.length, count);
    for (int k = 0; k < groups.length; k++) {
      sides.setEntry(k, groups[k], -Math.exp(lambda[groups[k]]) * w.getEntry(k));
    }
    return system.getSolver().solve(sides).getData();
  }

  /** Returns λ if it has a component for each group. */
  double[] checked(double... lambda) {
    if (lambda.length != count) {
      throw new IllegalArgumentException(
          "λ must have "
              + count
              + (count == 1 ? " component" : " components")
              + ", not "
              + lambda.length);
    }
    return lambda;
  }

  /** The Cholesky factors of A. */
  private CholeskyDecomposition system(double[] lambda) {
    RealMatrix a = train.gram();
    for (int k = 0; k < groups.length; k++) {
      a.addToEntry(k, k, Math.exp(lambda[groups[k]]));
    }
    double rounding = 1e-9;
    return new CholeskyDecomposition(a, rounding, 0);
  }
}
