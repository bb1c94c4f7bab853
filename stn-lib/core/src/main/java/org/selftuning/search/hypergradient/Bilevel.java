package org.selftuning.search.hypergradient;

/**
 * A small bilevel problem in double precision, with n hyperparameters λ and m weights w:
 *
 * <pre>
 *   λ* = argmin_λ F(w*(λ))     w*(λ) = argmin_w f(λ, w)
 * </pre>
 *
 * <p>f is the training loss, smooth in λ and w; F the validation loss, which depends on λ through
 * the weights alone. The products with second derivatives are central differences of the gradients
 * unless a problem knows better. A hyperparameter without a derivative of f, such as a dropout
 * rate, is beyond these methods; an STN needs none.
 */
public interface Bilevel {

  /** The number n of hyperparameters. */
  int hyperparameters();

  /** The number m of weights. */
  int weights();

  /** Returns f(λ, w). */
  double trainingLoss(double[] lambda, double[] w);

  /** Returns F(w). */
  double validationLoss(double[] w);

  /** Returns ∂f/∂w, [m]. */
  double[] trainingGradient(double[] lambda, double[] w);

  /** Returns ∂F/∂w, [m]. */
  double[] validationGradient(double[] w);

  /** Returns ∂²f/∂w² · v, [m]. */
  default double[] hessianProduct(double[] lambda, double[] w, double[] v) {
    double h = Vectors.step(w, v);
    if (h == 0) {
      return new double[v.length];
    }
    double[] up = trainingGradient(lambda, Vectors.plus(w, h, v));
    double[] down = trainingGradient(lambda, Vectors.plus(w, -h, v));
    return Vectors.scaled(1 / (2 * h), Vectors.plus(up, -1, down));
  }

  /** Returns ∂/∂λ (vᵀ ∂f/∂w), [n]. */
  default double[] mixedProduct(double[] lambda, double[] w, double[] v) {
    double[] product = new double[lambda.length];
    for (int i = 0; i < product.length; i++) {
      double h = Vectors.STEP * Math.max(1, Math.abs(lambda[i]));
      double[] moved = lambda.clone();
      moved[i] = lambda[i] + h;
      double up = Vectors.dot(v, trainingGradient(moved, w));
      moved[i] = lambda[i] - h;
      double down = Vectors.dot(v, trainingGradient(moved, w));
      product[i] = (up - down) / (2 * h);
    }
    return product;
  }
}
