package org.selftuning.tensor.cuda;

import java.util.Locale;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Elementary;
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
    product(1, a, transposeA, b, transposeB, alpha, beta, c);
  }

  @Override
  public void matmulBlocks(
      int blocks, Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
    product(blocks, a, transposeA, b, transposeB, 1, 0, c);
  }

  private void product(
      int blocks,
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      float alpha,
      float beta,
      Tensor c) {
    int rows = height(a, transposeA, blocks);
    int inner = height(a, !transposeA, blocks);
    int columns = height(b, !transposeB, blocks);
    boolean even = a.shape().dim(1) % blocks == 0 && b.shape().dim(1) % blocks == 0;
    if (!even
        || rows != c.shape().dim(0)
        || blocks * columns != c.shape().dim(1)
        || height(b, transposeB, blocks) != inner) {
      throw new IllegalArgumentException(
          "no product: "
              + a.shape()
              + (transposeA ? " transposed" : "")
              + " by "
              + b.shape()
              + (transposeB ? " transposed" : "")
              + " into "
              + c.shape()
              + (blocks == 1 ? "" : ", in " + blocks + " blocks"));
    }
    machine.multiply(
        new Product(
            blocks,
            address(a),
            transposeA,
            address(b),
            transposeB,
            address(c),
            rows,
            columns,
            inner,
            alpha,
            beta));
  }

  /** The rows of each block, or of its transpose. */
  private static int height(Tensor tensor, boolean transposed, int blocks) {
    return transposed ? tensor.shape().dim(1) / blocks : tensor.shape().dim(0);
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
        new Product(1, a, transposeA, b, transposeB, c, rows, columns, inner, alpha, beta));
  }

  static long address(Tensor tensor) {
    return ((CudaTensor) tensor).address();
  }

  @Override
  public void addBias(Tensor x, Tensor row, Tensor y) {
    each("addRow", x.size(), x, row, y, x.size(), row.size());
  }

  @Override
  public void scaleRows(Tensor x, Tensor factor, int rowsPerExample, Tensor y) {
    int columns = factor.shape().dim(-1);
    int groups = factor.size() / columns;
    each("scaleRows", x.size(), x, factor, y, x.size(), columns, rowsPerExample, groups);
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
  public void apply(Elementary f, Tensor x, Tensor y) {
    String kernel = f.name().toLowerCase(Locale.ROOT) + "All";
    each(kernel, x.size(), x, y, x.size());
  }

  @Override
  public void copyColumns(Tensor from, int first, Tensor to, int at, int count) {
    int width = from.shape().dim(-1);
    int n = from.size() / width * count;
    each("copyColumns", n, from, first, width, to, at, to.shape().dim(-1), count, n);
  }

  @Override
  public void transpose(Tensor x, int groups, int rows, int columns, Tensor y) {
    int inner = x.size() / (groups * rows * columns);
    each("transpose", x.size(), x, y, rows, columns, inner, x.size());
  }

  @Override
  public void softmax(Tensor x, int width, boolean causal, Tensor y) {
    int groups = x.size() / width;
    launch("softmax", groups, x, y, groups, width, causal ? groups / width : 0);
  }

  @Override
  public void softmaxBackward(Tensor y, Tensor dy, int width, Tensor dx) {
    int groups = y.size() / width;
    launch("softmaxBackward", groups, y, dy, dx, groups, width);
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
  public void penalize(
      Tensor x, int lag, Tensor strength, int column, Tensor dy, Tensor dx, Tensor penalty) {
    int rows = x.shape().dim(0);
    int blocks = blocks(x.size());
    Arguments.Address partial = room("partial", (long) blocks * Double.BYTES);
    launch("penalize", blocks, x, lag, strength, column, dy, dx, partial, rows, x.size() / rows);
    launch("total", 1, partial, blocks, penalty);
  }
}
