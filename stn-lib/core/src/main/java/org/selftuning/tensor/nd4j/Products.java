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

  private record Key(CpuTensor a, boolean ta, CpuTensor b, boolean tb, CpuTensor c) {}

  private static final class Planned {
    final NativeCall call;
    float alpha = Float.NaN;
    float beta = Float.NaN;

    Planned(Key key) {
      INDArray[] operands = {key.a.array(), key.b.array()};
      call = new NativeCall("matmul", operands, key.c.array(), key.ta ? 1 : 0, key.tb ? 1 : 0, 0);
    }
  }

  private final Crew crew;
  private final Spaced spaced;
  private final Map<Key, Planned> planned = new HashMap<>();
  private float[] left = new float[0];
  private float[] right = new float[0];
  private float[] result = new float[0];

  Products(Crew crew, IntFunction<CpuTensor> allocate) {
    this.crew = crew;
    spaced = new Spaced(crew, allocate);
  }

  void multiply(
      CpuTensor a, boolean ta, CpuTensor b, boolean tb, float alpha, float beta, CpuTensor c) {
    int rows = c.shape().dim(0);
    int columns = c.shape().dim(1);
    int inner = a.shape().dim(ta ? 0 : 1);
    if (a.shape().dim(ta ? 1 : 0) != rows
        || b.shape().dim(tb ? 0 : 1) != columns
        || b.shape().dim(tb ? 1 : 0) != inner) {
      throw new IllegalArgumentException(
          "no product: "
              + a.shape()
              + (ta ? " transposed" : "")
              + " by "
              + b.shape()
              + (tb ? " transposed" : "")
              + " into "
              + c.shape());
    }
    if ((long) rows * columns * inner <= SMALL) {
      loop(a, ta, b, tb, alpha, beta, c, rows, columns, inner);
    } else if (!ta && !tb && alpha == 1 && beta == 0 && Spaced.suits(rows, columns, inner)) {
      spaced.multiply(a, b, c);
    } else {
      call(a, ta, b, tb, alpha, beta, c);
    }
  }

  private void call(
      CpuTensor a, boolean ta, CpuTensor b, boolean tb, float alpha, float beta, CpuTensor c) {
    Planned p = planned.computeIfAbsent(new Key(a, ta, b, tb, c), Planned::new);
    if (p.alpha != alpha || p.beta != beta) {
      p.call.numbers(alpha, beta);
      p.alpha = alpha;
      p.beta = beta;
    }
    crew.run(p.call);
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
