package org.selftuning.search.hypergradient;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Linear regression with a ridge penalty for each group of weights: the smallest problem on which a
 * method can be judged, because all is known in closed form. With Λ = diag(e^λ_{g(i)}):
 *
 * <pre>
 *   f(λ, w) = ½ |Xw − t|² / N + ½ wᵀΛw        F(w) = ½ |X′w − t′|² / N′
 *   w*(λ) = (XᵀX/N + Λ)⁻¹ Xᵀt/N               dw*ᵢ/dλ_g = −[(XᵀX/N + Λ)⁻¹ Λ_g w*]ᵢ
 * </pre>
 */
public final class RidgeProblem implements Bilevel {
  private final RealMatrix train;
  private final RealVector trainTargets;
  private final RealMatrix validation;
  private final RealVector validationTargets;
  private final int[] groups;
  private final int hyperparameters;

  /**
   * A problem.
   *
   * @param train X [N, m]
   * @param trainTargets t [N]
   * @param validation X′ [N′, m]
   * @param validationTargets t′ [N′]
   * @param groups the hyperparameter of each weight, 0 … n − 1, [m]
   */
  public RidgeProblem(
      double[][] train,
      double[] trainTargets,
      double[][] validation,
      double[] validationTargets,
      int[] groups) {
    this.train = new Array2DRowRealMatrix(train);
    this.trainTargets = new ArrayRealVector(trainTargets);
    this.validation = new Array2DRowRealMatrix(validation);
    this.validationTargets = new ArrayRealVector(validationTargets);
    this.groups = groups.clone();
    int most = 0;
    for (int group : groups) {
      most = Math.max(most, group);
    }
    this.hyperparameters = most + 1;
  }

  @Override
  public int hyperparameters() {
    return hyperparameters;
  }

  @Override
  public int weights() {
    return groups.length;
  }

  private static double half(RealVector residual) {
    return 0.5 * residual.dotProduct(residual) / residual.getDimension();
  }

  @Override
  public double trainingLoss(double[] lambda, double[] w) {
    double loss = half(train.operate(new ArrayRealVector(w)).subtract(trainTargets));
    for (int i = 0; i < w.length; i++) {
      loss += 0.5 * Math.exp(lambda[groups[i]]) * w[i] * w[i];
    }
    return loss;
  }

  @Override
  public double validationLoss(double[] w) {
    return half(validation.operate(new ArrayRealVector(w)).subtract(validationTargets));
  }

  @Override
  public double[] trainingGradient(double[] lambda, double[] w) {
    double[] gradient = gradient(train, trainTargets, w);
    for (int i = 0; i < w.length; i++) {
      gradient[i] += Math.exp(lambda[groups[i]]) * w[i];
    }
    return gradient;
  }

  @Override
  public double[] validationGradient(double[] w) {
    return gradient(validation, validationTargets, w);
  }

  private static double[] gradient(RealMatrix x, RealVector t, double[] w) {
    RealVector residual = x.operate(new ArrayRealVector(w)).subtract(t);
    return x.preMultiply(residual).mapDivide(x.getRowDimension()).toArray();
  }

  private CholeskyDecomposition hessian(double[] lambda) {
    RealMatrix h = train.transposeMultiply(train).scalarMultiply(1.0 / train.getRowDimension());
    for (int i = 0; i < groups.length; i++) {
      h.addToEntry(i, i, Math.exp(lambda[groups[i]]));
    }
    return new CholeskyDecomposition(h, 1e-9, 0);
  }

  /** Returns w*(λ), [m]. */
  public double[] bestResponse(double[] lambda) {
    RealVector right = train.preMultiply(trainTargets).mapDivide(train.getRowDimension());
    return hessian(lambda).getSolver().solve(right).toArray();
  }

  /** Returns the exact dF(w*(λ))/dλ, [n]. */
  public double[] exactGradient(double[] lambda) {
    double[] w = bestResponse(lambda);
    RealVector v = hessian(lambda).getSolver().solve(new ArrayRealVector(validationGradient(w)));
    double[] gradient = new double[hyperparameters];
    for (int i = 0; i < w.length; i++) {
      gradient[groups[i]] -= v.getEntry(i) * Math.exp(lambda[groups[i]]) * w[i];
    }
    return gradient;
  }
}
