package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.selftuning.tensor.Doubles.all;
import static org.selftuning.tensor.Doubles.normal;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link OpsConformance} that is not about networks: tensors, vectors, matrices. */
abstract class ArithmeticConformance {
  final Random random = new Random(20);
  Ops ops;

  /** Opens the engine under test. */
  protected abstract Ops open();

  /** The error allowed, relative to the largest value of an array. */
  protected double tolerance() {
    return 5e-6;
  }

  @BeforeEach
  void start() {
    ops = open();
  }

  @AfterEach
  void stop() {
    if (ops != null) { // where the engine can't run, the test is skipped
      ops.close();
    }
  }

  final Tensor place(double[] values, int... dims) {
    return Doubles.write(ops.tensor(dims), values);
  }

  final Tensor random(int... dims) {
    return place(normal(random, Shape.of(dims).size()), dims);
  }

  /** Content that must not matter: whatever is computed from it is NaN. */
  final Tensor garbage(int... dims) {
    return place(all(Shape.of(dims).size(), Double.NaN), dims);
  }

  static double[] read(Tensor tensor) {
    return Doubles.read(tensor);
  }

  final void check(String what, Tensor actual, double[] expected) {
    Doubles.assertClose(what, read(actual), expected, tolerance());
  }

  // Tensors

  @Test
  void newTensorHoldsZerosAndIsCounted() {
    long before = ops.allocatedBytes();
    Tensor x = ops.tensor(3, 5, 7);
    assertThat(ops.allocatedBytes() - before).isGreaterThanOrEqualTo(4 * 105);
    assertThat(x.shape()).isEqualTo(Shape.of(3, 5, 7));
    assertThat(x.size()).isEqualTo(105);
    assertThat(x.toArray()).containsOnly(0f).hasSize(105);
  }

  @Test
  void writesAndReadsEveryElement() {
    double[] values = normal(random, 5000);
    Tensor x = place(values, 50, 100);
    assertThat(read(x)).isEqualTo(values);
    float[] longer = new float[5003];
    longer[5000] = 9;
    x.read(longer);
    assertThat(longer[5000]).isEqualTo(9);
    longer[0] = 4;
    x.write(longer);
    assertThat(x.toArray()[0]).isEqualTo(4);
    assertThatThrownBy(() -> x.write(new float[4999]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50 × 100")
        .hasMessageContaining("4999");
  }

  @Test
  void viewsShareTheirElements() {
    Tensor x = place(normal(random, 60), 5, 4, 3);
    double[] all = read(x);
    Tensor middle = x.rows(1, 4);
    assertThat(middle.shape()).isEqualTo(Shape.of(3, 4, 3));
    assertThat(read(middle)).isEqualTo(Arrays.copyOfRange(all, 12, 48));
    Tensor flat = middle.reshape(9, 4);
    assertThat(read(flat.rows(8, 9))).isEqualTo(Arrays.copyOfRange(all, 44, 48));
    ops.fill(flat.rows(0, 1), 7);
    Arrays.fill(all, 12, 16, 7);
    assertThat(read(x)).isEqualTo(all);
    ops.fill(x, 2);
    assertThat(flat.toArray()).containsOnly(2f);
    assertThat(x.rows(2, 3).shape()).isEqualTo(Shape.of(1, 4, 3));
    Tensor vector = place(normal(random, 40), 40);
    assertThat(read(vector.rows(17, 18))).containsExactly(read(vector)[17]);
    assertThat(read(vector.rows(16, 32).reshape(4, 4)))
        .isEqualTo(Arrays.copyOfRange(read(vector), 16, 32));
  }

  @Test
  void viewsThatDoNotFitAreRefused() {
    Tensor x = ops.tensor(4, 3);
    assertThatThrownBy(() -> x.reshape(5, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 × 3 can't be seen as 5 × 2");
    for (int[] range : new int[][] {{2, 5}, {-1, 2}, {2, 2}, {3, 1}}) {
      assertThatThrownBy(() -> x.rows(range[0], range[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("4 × 3")
          .hasMessageContaining(range[0] + " … " + range[1]);
    }
    assertThatThrownBy(() -> ops.tensor(3, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreThanAnyDeviceHasIsOutOfMemory() {
    long before = ops.allocatedBytes();
    assertThatThrownBy(() -> ops.tensor(1 << 20, 1 << 20))
        .isInstanceOf(OutOfDeviceMemory.class)
        .hasMessageContaining("4398.0 GB more memory is needed")
        .hasMessageNotContaining("\n");
    assertThat(ops.allocatedBytes()).isEqualTo(before);
    assertThat(ops.tensor(2).toArray()).containsOnly(0f);
  }

  // Copying and simple arithmetic

  @ParameterizedTest
  @ValueSource(ints = {1, 2047, 2048, 2049, 70_001})
  void vectorArithmetic(int size) {
    double[] x = normal(random, size);
    double[] y = normal(random, size);
    Tensor tx = place(x, size);
    Tensor ty = place(y, size);
    for (float a : new float[] {1, -0.75f}) {
      ops.axpy(a, tx, ty);
      for (int i = 0; i < size; i++) {
        y[i] += a * x[i];
      }
      check("axpy " + a, ty, y);
    }
    Tensor scaled = garbage(x.length);
    ops.scale(-1.5f, tx, scaled);
    check("scale", scaled, Arrays.stream(x).map(v -> -1.5 * v).toArray());
    ops.axpy(-0.25f, tx, tx);
    check("axpy in place", tx, Arrays.stream(x).map(v -> 0.75 * v).toArray());
    ops.copy(ty, tx);
    assertThat(read(tx)).isEqualTo(read(ty));
    ops.fill(tx, -3.5f);
    assertThat(read(tx)).containsOnly(-3.5);
    assertThat(ty.toArray()).doesNotContain(-3.5f);
  }

  static Stream<int[]> products() {
    return Stream.of(
        new int[] {1, 1, 1},
        new int[] {3, 5, 7},
        new int[] {25, 25, 26},
        new int[] {26, 26, 26},
        new int[] {33, 129, 65},
        new int[] {1, 300, 200},
        new int[] {300, 1, 200},
        new int[] {200, 300, 1},
        new int[] {129, 31, 10});
  }

  @ParameterizedTest
  @MethodSource("products")
  void matmul(int[] extents) {
    int m = extents[0];
    int n = extents[1];
    int k = extents[2];
    for (int transposes = 0; transposes < 4; transposes++) {
      boolean ta = (transposes & 1) != 0;
      boolean tb = (transposes & 2) != 0;
      Tensor a = ta ? random(k, m) : random(m, k);
      Tensor b = tb ? random(n, k) : random(k, n);
      Tensor c = garbage(m, n);
      double[] expected = all(m * n, 0);
      float[][] factors = {{1, 0}, {-0.125f, 0.9f}, {1, 1}, {2, 0}, {1, 0}};
      for (float[] f : factors) {
        ops.matmul(a, ta, b, tb, f[0], f[1], c);
        expected = product(read(a), ta, read(b), tb, m, n, k, f[0], f[1], expected);
        check("matmul " + ta + " " + tb + " " + Arrays.toString(f), c, expected);
      }
    }
  }

  private static double[] product(
      double[] a,
      boolean ta,
      double[] b,
      boolean tb,
      int m,
      int n,
      int k,
      double alpha,
      double beta,
      double[] c) {
    double[] result = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[ta ? l * m + i : i * k + l] * b[tb ? j * k + l : l * n + j];
        }
        result[i * n + j] = alpha * sum + beta * c[i * n + j];
      }
    }
    return result;
  }

  /** Parameters and shared gates are views of larger tensors. */
  @ParameterizedTest
  @ValueSource(ints = {3, 40, 300})
  void matmulOfViewsLeavesTheRestAlone(int n) {
    Tensor a = random(7 + n, n);
    Tensor b = random(16 + n * n + 5);
    Tensor c = random(n + 4, n);
    double[] whole = read(c);
    Tensor view = c.rows(2, n + 2);
    Tensor weight = b.rows(16, 16 + n * n).reshape(n, n);
    ops.matmul(a.rows(7, 7 + n), true, weight, false, 0.5f, 0.5f, view);
    double[] part =
        product(
            Arrays.copyOfRange(read(a), 7 * n, (7 + n) * n),
            true,
            Arrays.copyOfRange(read(b), 16, 16 + n * n),
            false,
            n,
            n,
            n,
            0.5,
            0.5,
            Arrays.copyOfRange(whole, 2 * n, (n + 2) * n));
    System.arraycopy(part, 0, whole, 2 * n, n * n);
    check("matmul of views", c, whole);

    Tensor first = c.rows(0, 1);
    ops.matmul(a.rows(1, 2), false, weight, true, 1, 0, first);
    part =
        product(
            Arrays.copyOfRange(read(a), n, 2 * n),
            false,
            Arrays.copyOfRange(read(b), 16, 16 + n * n),
            true,
            1,
            n,
            n,
            1,
            0,
            new double[n]);
    System.arraycopy(part, 0, whole, 0, n);
    check("matmul into one row", c, whole);
  }

  @Test
  void matmulRefusesWhatDoesNotFit() {
    assertThatThrownBy(
            () ->
                ops.matmul(
                    ops.tensor(2, 3), false, ops.tensor(4, 5), false, 1, 0, ops.tensor(2, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 × 3")
        .hasMessageContaining("4 × 5");
  }

  /**
   * Which example a row belongs to.
   *
   * @param rows R
   * @param rowsPerExample adjacent rows of one example
   * @param groups G
   * @param columns C
   */
  record Rows(int rows, int rowsPerExample, int groups, int columns) {
    int group(int row) {
      return row / rowsPerExample % groups;
    }
  }

  static Stream<Rows> rows() {
    return Stream.of(
        new Rows(1, 1, 1, 1),
        new Rows(7, 1, 7, 5),
        new Rows(7, 1, 1, 5),
        new Rows(12, 1, 3, 9), // a sequence of 4 steps
        new Rows(45, 9, 5, 3), // images of 9 positions
        new Rows(45, 9, 1, 3),
        new Rows(24, 2, 4, 2), // 3 steps of 4 examples of 2 positions
        new Rows(33, 1, 33, 2100));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowArithmetic(Rows s) {
    int columns = s.columns();
    double[] x = normal(random, s.rows() * columns);
    double[] row = normal(random, columns);
    double[] factor = normal(random, s.groups() * columns);
    double[] sum = normal(random, columns);
    double[] added = new double[x.length];
    double[] scaled = new double[x.length];
    double[] summed = new double[columns];
    for (int r = 0; r < s.rows(); r++) {
      for (int c = 0; c < columns; c++) {
        int i = r * columns + c;
        added[i] = x[i] + row[c];
        scaled[i] = x[i] * factor[s.group(r) * columns + c];
        summed[c] += x[i];
      }
    }
    Tensor tx = place(x, s.rows(), columns);
    Tensor y = garbage(s.rows(), columns);
    ops.addBias(tx, place(row, columns), y);
    check("addBias", y, added);
    Tensor tFactor = place(factor, s.groups(), columns);
    ops.scaleRows(tx, tFactor, s.rowsPerExample(), y);
    check("scaleRows", y, scaled);

    Tensor tSum = garbage(columns);
    ops.columnSums(tx, -2, 0, tSum);
    check("columnSums", tSum, Arrays.stream(summed).map(v -> -2 * v).toArray());
    Doubles.write(tSum, sum);
    ops.columnSums(tx, 0.5f, 0.75f, tSum);
    for (int c = 0; c < columns; c++) {
      sum[c] = 0.75 * sum[c] + 0.5 * summed[c];
    }
    check("columnSums onto something", tSum, sum);

    ops.copy(tx, y);
    ops.addBias(y, place(row, columns), y);
    check("addBias in place", y, added);
    ops.copy(tx, y);
    ops.scaleRows(y, tFactor, s.rowsPerExample(), y);
    check("scaleRows in place", y, scaled);
  }

  @ParameterizedTest
  @EnumSource
  void activations(Activation f) {
    DoubleUnaryOperator value =
        switch (f) {
          case RELU -> x -> Math.max(x, 0);
          case TANH -> Math::tanh;
          case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
        };
    double[] x = normal(random, 2500);
    double[] expected = Arrays.stream(x).map(value).toArray();
    Tensor tx = place(x, 50, 50);
    Tensor y = garbage(50, 50);
    double[] dy = normal(random, 2500);
    Tensor dx = garbage(50, 50);
    ops.activate(f, tx, y);
    check("forward", y, expected);

    double[] out = read(y);
    double[] gradient = new double[2500];
    for (int i = 0; i < 2500; i++) {
      gradient[i] =
          dy[i]
              * switch (f) {
                case RELU -> out[i] > 0 ? 1 : 0;
                case TANH -> 1 - out[i] * out[i];
                case SIGMOID -> out[i] * (1 - out[i]);
              };
    }
    Tensor tdy = place(dy, 50, 50);
    ops.activateBackward(f, y, tdy, dx);
    check("backward", dx, gradient);
    ops.activateBackward(f, y, tdy, tdy);
    check("backward in place", tdy, gradient);
    ops.activate(f, tx, tx);
    check("forward in place", tx, expected);
    for (double extreme : new double[] {0, 100, -100, 0x1p100, -0x1p100}) {
      Tensor one = place(all(1, extreme), 1);
      ops.activate(f, one, one);
      check("at " + extreme, one, new double[] {value.applyAsDouble(extreme)});
    }
    Tensor nan = garbage(3);
    ops.activate(f, nan, nan);
    assertThat(nan.toArray()).as("NaN is not hidden").containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource
  void elementaryFunctions(Elementary f) {
    boolean positive = f == Elementary.LOG || f == Elementary.SQRT;
    double[] x = normal(random, 2500);
    for (int i = 0; i < x.length; i++) {
      x[i] = positive ? Math.abs(x[i]) + 0.01 : x[i] + Math.copySign(0.01, x[i]);
    }
    double[] expected = Arrays.stream(x).map(f::of).toArray();
    Tensor tx = place(x, 50, 50);
    Tensor y = garbage(50, 50);
    ops.apply(f, tx, y);
    check("value", y, expected);
    ops.apply(f, tx, tx);
    check("in place", tx, expected);
    for (double at : new double[] {0.5, 1, 3, 20, 80}) {
      Tensor one = place(all(1, at), 1);
      ops.apply(f, one, one);
      check("at " + at, one, new double[] {f.of(at)});
    }
    Tensor nan = garbage(3);
    ops.apply(f, nan, nan);
    boolean hides = f == Elementary.IS_NUMBER || f == Elementary.NUMBER_OR_ZERO;
    assertThat(nan.toArray()).as("NaN").containsOnly(hides ? 0 : Float.NaN);
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 40, 7", "5, 3, 4, 7", "6, 9, 5, 1", "1, 64, 3, 1", "70, 1, 2, 3"})
  void vectorsAreTransposed(int groups, int rows, int columns, int inner) {
    double[] x = normal(random, groups * rows * columns * inner);
    Tensor y = garbage(x.length);
    ops.transpose(place(x, x.length), groups, rows, columns, y);
    double[] expected = new double[x.length];
    for (int v = 0; v < groups * rows * columns; v++) {
      int group = v / (rows * columns);
      int row = v / columns % rows;
      int to = (group * columns + v % columns) * rows + row;
      System.arraycopy(x, v * inner, expected, to * inner, inner);
    }
    check("transposed", y, expected);
  }

  @Test
  void blocksOfColumnsAreMultiplied() {
    int blocks = 6;
    for (int[] size : new int[][] {{5, 4, 3}, {40, 33, 36}}) {
      for (int transposed = 0; transposed < 4; transposed++) {
        boolean ta = transposed % 2 == 1;
        boolean tb = transposed >= 2;
        double[] a = normal(random, blocks * size[0] * size[2]);
        double[] b = normal(random, blocks * size[2] * size[1]);
        Tensor c = ops.tensor(size[0], blocks * size[1]);
        ops.matmulBlocks(
            blocks,
            place(a, ta ? size[2] : size[0], blocks * (ta ? size[0] : size[2])),
            ta,
            place(b, tb ? size[1] : size[2], blocks * (tb ? size[2] : size[1])),
            tb,
            c);
        double[] expected = new double[size[0] * blocks * size[1]];
        for (int i = 0; i < expected.length; i++) {
          int row = i / (blocks * size[1]);
          int block = i / size[1] % blocks;
          int column = i % size[1];
          for (int k = 0; k < size[2]; k++) {
            double left =
                ta
                    ? a[(k * blocks + block) * size[0] + row]
                    : a[(row * blocks + block) * size[2] + k];
            double right =
                tb
                    ? b[(column * blocks + block) * size[2] + k]
                    : b[(k * blocks + block) * size[1] + column];
            expected[i] += left * right;
          }
        }
        check("blocks", c, expected);
      }
    }
    assertThatThrownBy(
            () ->
                ops.matmulBlocks(
                    2, ops.tensor(3, 8), false, ops.tensor(5, 4), false, ops.tensor(3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in 2 blocks");
  }

  @Test
  void softmaxIsTakenOfGroups() {
    int steps = 9;
    double[] x = normal(random, steps * 4 * 3 * steps);
    for (int i = 0; i < steps; i++) {
      x[i] = (float) (x[i] + 300); // as large as they are, exponentials do not overflow
    }
    for (boolean causal : new boolean[] {false, true}) {
      double[] expected = new double[x.length];
      for (int first = 0; first < x.length; first += steps) {
        int n = causal ? first / (4 * 3 * steps) + 1 : steps;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
          top = Math.max(top, x[first + i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += Math.exp(x[first + i] - top);
        }
        for (int i = 0; i < n; i++) {
          expected[first + i] = Math.exp(x[first + i] - top) / sum;
        }
      }
      Tensor y = place(x, steps * 4, 3 * steps);
      ops.softmax(y, steps, causal, y);
      check("softmax", y, expected);
      double[] dy = normal(random, x.length);
      double[] dx = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        double inner = 0;
        for (int j = i / steps * steps; j < (i / steps + 1) * steps; j++) {
          inner += expected[j] * dy[j];
        }
        dx[i] = expected[i] * (dy[i] - inner);
      }
      Tensor gradient = place(dy, steps * 4, 3 * steps);
      ops.softmaxBackward(place(expected, steps * 4, 3 * steps), gradient, steps, gradient);
      check("its derivative", gradient, dx);
    }
  }

  @Test
  void columnsAreCopied() {
    double[] x = normal(random, 70 * 9);
    double[] before = normal(random, 70 * 5);
    Tensor tx = place(x, 70, 9);
    Tensor to = place(before, 70, 5);
    ops.copyColumns(tx, 4, to, 1, 3);
    for (int r = 0; r < 70; r++) {
      System.arraycopy(x, r * 9 + 4, before, r * 5 + 1, 3);
    }
    check("columns", to, before);
  }
}
