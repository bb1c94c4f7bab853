package org.selftuning.tensor.cuda;

import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Tensor;

/** Copying, simple arithmetic and matrix products. */
abstract class ArithmeticOps extends KernelOps {

  ArithmeticOps(Machine machine) {
    super(machine);
  }

  @Override
  public void fill(Tensor x, float value) {
    each("fill", x.size(), x, value, x.size());
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    each("copyAll", from.size(), from, to, from.size());
  }

  @Override
  public void axpy(float a, Tensor x, Tensor y) {
    each("axpy", x.size(), a, x, y, x.size());
  }

  @Override
  public void matmul(
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      float alpha,
      float beta,
      Tensor c) {
    int rows = c.shape().dim(0);
    int columns = c.shape().dim(1);
    int inner = a.shape().dim(transposeA ? 0 : 1);
    if (a.shape().dim(transposeA ? 1 : 0) != rows
        || b.shape().dim(transposeB ? 0 : 1) != columns
        || b.shape().dim(transposeB ? 1 : 0) != inner) {
      throw new IllegalArgumentException(
          "no product: "
              + a.shape()
              + (transposeA ? " transposed" : "")
              + " by "
              + b.shape()
              + (transposeB ? " transposed" : "")
              + " into "
              + c.shape());
    }
    multiply(
        address(a),
        transposeA,
        address(b),
        transposeB,
        address(c),
        alpha,
        beta,
        rows,
        columns,
        inner);
  }

  final void multiply(
      long a,
      boolean transposeA,
      long b,
      boolean transposeB,
      long c,
      float alpha,
      float beta,
      int rows,
      int columns,
      int inner) {
    machine.multiply(
        new Product(a, transposeA, b, transposeB, c, rows, columns, inner, alpha, beta));
  }

  static long address(Tensor tensor) {
    return ((CudaTensor) tensor).address();
  }

  @Override
  public void addRow(Tensor x, Tensor row, Tensor y) {
    each("addRow", x.size(), x, row, y, x.size(), row.size());
  }

  @Override
  public void scaleRows(Tensor x, Tensor factor, int inner, Tensor y) {
    int columns = factor.shape().dim(-1);
    int groups = factor.size() / columns;
    each("scaleRows", x.size(), x, factor, y, x.size(), columns, inner, groups);
  }

  @Override
  public void activate(Activation f, Tensor x, Tensor y) {
    String kernel =
        switch (f) {
          case RELU -> "relu";
          case TANH -> "tanhAll";
          case SIGMOID -> "sigmoid";
        };
    each(kernel, x.size(), x, y, x.size());
  }

  @Override
  public void activateBackward(Activation f, Tensor y, Tensor dy, Tensor dx) {
    String kernel =
        switch (f) {
          case RELU -> "reluBackward";
          case TANH -> "tanhBackward";
          case SIGMOID -> "sigmoidBackward";
        };
    each(kernel, y.size(), y, dy, dx, y.size());
  }

  @Override
  public void decay(
      Tensor w,
      Tensor squares,
      int squareColumn,
      Tensor absolutes,
      int absoluteColumn,
      float alpha,
      Tensor gradient) {
    each(
        "decay",
        w.size(),
        w,
        squares,
        squareColumn,
        absolutes,
        absoluteColumn,
        alpha,
        gradient,
        w.size());
  }

  @Override
  public void penalise(
      Tensor x, int lag, Tensor strength, int column, Tensor dy, Tensor dx, Tensor penalty) {
    int rows = x.shape().dim(0);
    int blocks = blocks(x.size());
    Arguments.Address partial = room("partial", (long) blocks * Double.BYTES);
    launch("penalise", blocks, x, lag, strength, column, dy, dx, partial, rows, x.size() / rows);
    launch("total", 1, partial, blocks, penalty);
  }
}
