package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Device;
import org.selftuning.tensor.Tensor;

/**
 * The engine for NVIDIA GPUs: one kernel an operation, of those in kernels.cu, and matrix products.
 * It knows only a {@link Machine}, so that all of it but that is tested without a GPU.
 */
final class CudaOps extends AugmentingOps {
  private final Device device;

  CudaOps(Device device, Machine machine) {
    super(machine);
    this.device = device;
  }

  @Override
  public Device device() {
    return device;
  }

  // Hyperparameters

  @Override
  public void perturb(Tensor lambda, Tensor rho, Tensor epsilon, Tensor shared, Tensor z) {
    int n = lambda.size();
    each("perturb", z.size(), lambda, rho, epsilon, shared, z, z.size() / n, n);
  }

  @Override
  public void perturbBackward(
      Tensor dz,
      Tensor rho,
      Tensor epsilon,
      Tensor shared,
      float entropyWeight,
      Tensor dLambda,
      Tensor dRho) {
    int n = rho.size();
    launch(
        "perturbBackward",
        n,
        dz,
        rho,
        epsilon,
        shared,
        entropyWeight,
        dLambda,
        dRho,
        dz.size() / n,
        n);
  }

  @Override
  public void scoreGradient(Tensor losses, Tensor rho, Tensor epsilon, Tensor scored, Tensor dz) {
    int n = rho.size();
    int groups = dz.size() / n;
    Arguments.Address mean = room("mean", (long) groups * Double.BYTES);
    each("scoreMeans", groups, losses, mean, losses.size(), groups);
    launch("scoreGradient", n, mean, rho, epsilon, scored, dz, groups, n);
  }

  @Override
  public void constrain(Tensor z, Tensor low, Tensor high, Tensor floorTop, Tensor values) {
    each("stretch", z.size(), z, low, high, floorTop, values, z.size(), low.size());
  }

  @Override
  public void constrainBackward(Tensor z, Tensor low, Tensor high, Tensor dz) {
    each("stretchBackward", z.size(), z, low, high, dz, z.size(), low.size());
  }

  // Losses

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float scale, Tensor dLogits, Tensor losses, Tensor score) {
    judge("softmaxCrossEntropy", logits, labels, scale, dLogits, losses, score, labels.size());
  }

  @Override
  public void squaredError(
      Tensor y, Tensor targets, float scale, Tensor dy, Tensor losses, Tensor score) {
    judge("squaredError", y, targets, scale, dy, losses, score, y.shape().dim(0));
  }

  private void judge(
      String kernel,
      Tensor y,
      Tensor targets,
      float scale,
      Tensor dy,
      Tensor losses,
      Tensor score,
      int rows) {
    Object each = losses == null ? room("losses", (long) rows * Float.BYTES) : losses;
    Arguments.Address right = room("right", (long) rows * Float.BYTES);
    launch(kernel, rows, y, targets, scale, dy, each, right, rows, y.size() / rows);
    launch("addScore", 1, each, right, score, rows);
  }

  @Override
  public void smoothLabels(
      Tensor labels, Tensor smoothing, int column, float scale, Tensor dLogits) {
    int rows = labels.size();
    int n = smoothing.shape().dim(-1);
    each(
        "smoothLabels",
        dLogits.size(),
        labels,
        smoothing,
        column,
        scale,
        dLogits,
        rows,
        dLogits.size() / rows,
        smoothing.size() / n,
        n);
  }

  // Optimizers

  @Override
  public void adam(
      Tensor w,
      Tensor g,
      Tensor m,
      Tensor v,
      Tensor count,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    Arguments.Address scales = room("scales", 2L * Float.BYTES);
    launch("adamCount", 1, count, scales, beta1, beta2);
    each("adam", w.size(), w, g, m, v, scales, rate, beta1, beta2, epsilon, w.size());
  }

  @Override
  public void rmsprop(Tensor w, Tensor g, Tensor v, float rate, float decay, float epsilon) {
    each("rmsprop", w.size(), w, g, v, rate, decay, epsilon, w.size());
  }

  @Override
  public void clipNorm(Tensor g, float limit) {
    int blocks = blocks(g.size());
    Arguments.Address partial = room("partial", (long) blocks * Double.BYTES);
    launch("squaredNorm", blocks, g, partial, g.size());
    each("clipNorm", g.size(), g, partial, blocks, limit, g.size());
  }
}
