package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrix products by oneDNN. Each product of a network is planned once, at its first call. Very
 * small products are plain loops: below {@link #SMALL} multiplications the call itself would cost
 * more.
 */
final class Products {
  private static final int SMALL = 16 * 1024;

  /** A product, or one for each of some blocks of columns. */
  private record Key(int blocks, CpuTensor a, boolean ta, CpuTensor b, boolean tb, CpuTensor c) {

    /** The matrix, or all blocks as matrices one behind another. */
    private INDArray matrices(CpuTensor tensor) {
      if (blocks == 1) {
        return tensor.array();
      }
      int rows = tensor.shape().dim(0);
      int columns = tensor.shape().dim(1) / blocks;
      long[] dims = {blocks, rows, columns};
      long[] strides = {columns, (long) blocks * columns, 1};
      return tensor.array(dims, strides);
    }

    NativeCall call() {
      INDArray[] operands = {matrices(a), matrices(b)};
      return new NativeCall("matmul", operands, matrices(c), ta ? 1 : 0, tb ? 1 : 0, 0);
    }
  }

  private static final class Planned {
    final NativeCall call;
    float alpha = Float.NaN;
    float beta = Float.NaN;

    Planned(Key key) {
      call = key.call();
    }
  }

  private final WorkerPool workers;
  private final Spaced spaced;
  private final Map<Key, Planned> planned = new HashMap<>();
  private float[] left = new float[0];
  private float[] right = new float[0];
  private float[] result = new float[0];

  Products(WorkerPool workers, IntFunction<CpuTensor> allocate) {
    this.workers = workers;
    spaced = new Spaced(workers, allocate);
  }

  void multiply(
      CpuTensor a, boolean ta, CpuTensor b, boolean tb, float alpha, float beta, CpuTensor c) {
    int rows = c.shape().dim(0);
    int columns = c.shape().dim(1);
    int inner = a.shape().dim(ta ? 0 : 1);
    check(1, a, ta, b, tb, c);
    if ((long) rows * columns * inner <= SMALL) {
      loop(a, ta, b, tb, alpha, beta, c, rows, columns, inner);
    } else if (!ta && !tb && alpha == 1 && beta == 0 && Spaced.suits(rows, columns, inner)) {
      spaced.multiply(a, b, c);
    } else {
      call(new Key(1, a, ta, b, tb, c), alpha, beta);
    }
  }

  /** See {@link org.selftuning.tensor.Ops#matmulBlocks}. */
  void multiplyBlocks(int blocks, CpuTensor a, boolean ta, CpuTensor b, boolean tb, CpuTensor c) {
    check(blocks, a, ta, b, tb, c);
    call(new Key(blocks, a, ta, b, tb, c), 1, 0);
  }

  private static void check(
      int blocks, CpuTensor a, boolean ta, CpuTensor b, boolean tb, CpuTensor c) {
    int columns = c.shape().dim(1);
    int inner = height(a, !ta, blocks);
    boolean even = a.shape().dim(1) % blocks == 0 && b.shape().dim(1) % blocks == 0;
    if (!even
        || height(a, ta, blocks) != c.shape().dim(0)
        || height(b, tb, blocks) != inner
        || blocks * height(b, !tb, blocks) != columns) {
      throw new IllegalArgumentException(
          "no product: "
              + a.shape()
              + (ta ? " transposed" : "")
              + " by "
              + b.shape()
              + (tb ? " transposed" : "")
              + " into "
              + c.shape()
              + (blocks == 1 ? "" : ", in " + blocks + " blocks"));
    }
  }

  /** The rows of each block, or of its transpose. */
  private static int height(CpuTensor tensor, boolean transposed, int blocks) {
    return transposed ? tensor.shape().dim(1) / blocks : tensor.shape().dim(0);
  }

  private void call(Key key, float alpha, float beta) {
    Planned p = planned.computeIfAbsent(key, Planned::new);
    if (p.alpha != alpha || p.beta != beta) {
      p.call.numbers(alpha, beta);
      p.alpha = alpha;
      p.beta = beta;
    }
    workers.run(p.call);
  }

  private void loop(
      CpuTensor a,
      boolean ta,
      CpuTensor b,
      boolean tb,
      float alpha,
      float beta,
      CpuTensor c,
      int rows,
      int columns,
      int inner) {
    left = room(left, rows * inner);
    right = room(right, inner * columns);
    result = room(result, rows * columns);
    fetch(a.buffer(), ta, rows, inner, left);
    fetch(b.buffer(), tb, inner, columns, right);
    if (beta == 0) {
      java.util.Arrays.fill(result, 0, rows * columns, 0);
    } else {
      c.buffer().get(0, result, 0, rows * columns);
      for (int i = 0; i < rows * columns; i++) {
        result[i] *= beta;
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        float factor = alpha * left[i * inner + k];
        for (int j = 0, to = i * columns, from = k * columns; j < columns; j++) {
          result[to + j] += factor * right[from + j];
        }
      }
    }
    c.buffer().put(0, result, 0, rows * columns);
  }

  /** Copies a matrix, or its transpose, into a row-major array [rows, columns]. */
  private static void fetch(
      FloatBuffer from, boolean transposed, int rows, int columns, float[] to) {
    if (!transposed) {
      from.get(0, to, 0, rows * columns);
      return;
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[i * columns + j] = from.get(j * rows + i);
      }
    }
  }

  private static float[] room(float[] array, int size) {
    return array.length >= size ? array : new float[size];
  }

  void close() {
    spaced.close();
    planned.values().forEach(p -> p.call.close());
    planned.clear();
  }
}
