package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.selftuning.tensor.Doubles.all;
import static org.selftuning.tensor.Doubles.normal;
import static org.selftuning.tensor.Doubles.uniform;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every engine must compute: each primitive of {@link Ops} against its formula in double
 * precision. An engine's test inherits this class and opens the engine.
 */
public abstract class OpsConformance {
  private final Random random = new Random(20);
  private Ops ops;

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
    ops.close();
  }

  private Tensor place(double[] values, int... dims) {
    return Doubles.write(ops.tensor(dims), values);
  }

  private Tensor random(int... dims) {
    return place(normal(random, Shape.of(dims).size()), dims);
  }

  /** Content that must not matter: whatever is computed from it is NaN. */
  private Tensor garbage(int... dims) {
    return place(all(Shape.of(dims).size(), Double.NaN), dims);
  }

  private static double[] read(Tensor tensor) {
    return Doubles.read(tensor);
  }

  private void check(String what, Tensor actual, double[] expected) {
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
   * @param inner positions an example has
   * @param groups G
   * @param columns C
   */
  record Rows(int rows, int inner, int groups, int columns) {
    int group(int row) {
      return row / inner % groups;
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
    ops.addRow(tx, place(row, columns), y);
    check("addRow", y, added);
    Tensor tFactor = place(factor, s.groups(), columns);
    ops.scaleRows(tx, tFactor, s.inner(), y);
    check("scaleRows", y, scaled);

    Tensor tSum = garbage(columns);
    ops.sumRows(tx, -2, 0, tSum);
    check("sumRows", tSum, Arrays.stream(summed).map(v -> -2 * v).toArray());
    Doubles.write(tSum, sum);
    ops.sumRows(tx, 0.5f, 0.75f, tSum);
    for (int c = 0; c < columns; c++) {
      sum[c] = 0.75 * sum[c] + 0.5 * summed[c];
    }
    check("sumRows onto something", tSum, sum);

    ops.copy(tx, y);
    ops.addRow(y, place(row, columns), y);
    check("addRow in place", y, added);
    ops.copy(tx, y);
    ops.scaleRows(y, tFactor, s.inner(), y);
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

  // Gated layers

  @ParameterizedTest
  @MethodSource("rows")
  void gates(Rows s) {
    int c = s.columns();
    double[] products = normal(random, s.rows() * 2 * c);
    double[] bias = normal(random, 2 * c);
    double[] gates = normal(random, s.groups() * 2 * c);
    double[] dy = normal(random, s.rows() * c);
    double[] y = new double[s.rows() * c];
    double[] dProducts = new double[products.length];
    double[] dGates = new double[gates.length];
    double[] dBias = new double[2 * c];
    for (int r = 0; r < s.rows(); r++) {
      int g = s.group(r) * 2 * c;
      for (int i = 0; i < c; i++) {
        double elem = products[r * 2 * c + i];
        double hyper = products[r * 2 * c + c + i];
        double d = dy[r * c + i];
        y[r * c + i] = elem + bias[i] + gates[g + i] * hyper + gates[g + c + i] * bias[c + i];
        dProducts[r * 2 * c + i] = d;
        dProducts[r * 2 * c + c + i] = gates[g + i] * d;
        dGates[g + i] += d * hyper;
        dGates[g + c + i] += d * bias[c + i];
        dBias[i] += d;
        dBias[c + i] += gates[g + c + i] * d;
      }
    }
    Tensor tProducts = place(products, s.rows(), 2 * c);
    Tensor tBias = place(bias, 2 * c);
    Tensor tGates = place(gates, s.groups(), 2 * c);
    Tensor ty = garbage(s.rows(), c);
    ops.gate(tProducts, tBias, tGates, s.inner(), ty);
    check("gate", ty, y);

    Tensor tdy = place(dy, s.rows(), c);
    Tensor tdGates = garbage(s.groups(), 2 * c);
    Tensor tdBias = garbage(2 * c);
    ops.gateBackward(tdy, tProducts, tBias, tGates, s.inner(), tdGates, -0.5f, 0, tdBias);
    check("gradient of the products", tProducts, dProducts);
    check("gradient of the gates", tdGates, dGates);
    check("gradient of the bias", tdBias, Arrays.stream(dBias).map(v -> -0.5 * v).toArray());

    double[] kept = normal(random, 2 * c);
    Doubles.write(tdBias, kept);
    Doubles.write(tProducts, products);
    ops.gateBackward(tdy, tProducts, tBias, tGates, s.inner(), tdGates, 2, 0.25f, tdBias);
    for (int i = 0; i < 2 * c; i++) {
      kept[i] = 0.25 * kept[i] + 2 * dBias[i];
    }
    check("gradient of the bias onto something", tdBias, kept);

    Doubles.write(tProducts, products);
    ops.fill(tdGates, Float.NaN);
    ops.gateBackward(tdy, tProducts, tBias, tGates, s.inner(), tdGates, 1, 0, null);
    check("gradient of the products alone", tProducts, dProducts);
    check("gradient of the gates alone", tdGates, dGates);
  }

  @ParameterizedTest
  @MethodSource("products")
  void collapse(int[] extents) {
    int c = extents[0];
    int k = extents[1];
    double[] weight = normal(random, 2 * c * k);
    double[] bias = normal(random, 2 * c);
    double[] gates = normal(random, 2 * c);
    double[] oneWeight = new double[c * k];
    double[] oneBias = new double[c];
    for (int i = 0; i < c; i++) {
      oneBias[i] = bias[i] + gates[c + i] * bias[c + i];
      for (int j = 0; j < k; j++) {
        oneWeight[i * k + j] = weight[i * k + j] + gates[i] * weight[(c + i) * k + j];
      }
    }
    Tensor tGates = place(gates, 1, 2 * c);
    Tensor tWeight = garbage(c, k);
    Tensor tBias = garbage(c);
    ops.collapseWeight(place(weight, 2 * c, k), tGates, tWeight);
    ops.collapseBias(place(bias, 2 * c), tGates, tBias);
    check("weight", tWeight, oneWeight);
    check("bias", tBias, oneBias);
  }

  // Hyperparameters

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 33})
  void perturbation(int groups) {
    int n = 5;
    double[] lambda = normal(random, n);
    double[] rho = {0.3, -2, 5, -12, 40};
    rho = Doubles.doubles(Doubles.floats(rho));
    double[] shared = {0, 1, 0, 0, 1};
    double[] epsilon = normal(random, groups * n);
    double[] dz = normal(random, groups * n);
    double[] z = new double[groups * n];
    double[] dLambda = new double[n];
    double[] dRho = new double[n];
    float tau = 0.125f;
    for (int j = 0; j < n; j++) {
      double sigma = softplus(rho[j]);
      double dSigma = -tau / sigma;
      for (int g = 0; g < groups; g++) {
        double e = epsilon[(shared[j] == 1 ? 0 : g) * n + j];
        z[g * n + j] = lambda[j] + sigma * e;
        dLambda[j] += dz[g * n + j];
        dSigma += dz[g * n + j] * e;
      }
      dRho[j] = dSigma / (1 + Math.exp(-rho[j]));
    }
    Tensor tRho = place(rho, n);
    Tensor tShared = place(shared, n);
    Tensor tEpsilon = place(epsilon, groups, n);
    Tensor tz = garbage(groups, n);
    ops.perturb(place(lambda, n), tRho, tEpsilon, tShared, tz);
    check("z", tz, z);
    Tensor tdLambda = garbage(n);
    Tensor tdRho = garbage(n);
    ops.perturbBackward(place(dz, groups, n), tRho, tEpsilon, tShared, tau, tdLambda, tdRho);
    check("gradient of lambda", tdLambda, dLambda);
    check("gradient of rho", tdRho, dRho);
  }

  private static double softplus(double x) {
    return x > 30 ? x + Math.exp(-x) : Math.log1p(Math.exp(x));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void stretching() {
    double inf = Double.POSITIVE_INFINITY;
    double[] points = {-80, -13.8, -3, -0.5, 0, 0.5, 3, 13.8, 80};
    double[] low = {0, 2, -inf, -inf, 0};
    double[] high = {0.95f, inf, -1, inf, 25};
    double[] floorTop = {inf, inf, inf, inf, 24};
    double[] z = new double[points.length * 5];
    double[][] expected = new double[5][points.length];
    for (int g = 0; g < points.length; g++) {
      Arrays.fill(z, g * 5, g * 5 + 5, points[g]);
      double p = (float) points[g];
      expected[0][g] = 0.95f * sigmoid(p);
      expected[1][g] = 2 + softplus(p);
      expected[2][g] = -1 - softplus(p);
      expected[3][g] = p;
      expected[4][g] = Math.min(24, Math.floor(25 * sigmoid(p)));
    }
    Tensor values = garbage(points.length, 5);
    ops.stretch(
        place(z, points.length, 5), place(low, 5), place(high, 5), place(floorTop, 5), values);
    double[] actual = read(values);
    for (int j = 0; j < 5; j++) {
      double[] column = new double[points.length];
      for (int g = 0; g < points.length; g++) {
        column[g] = actual[g * 5 + j];
      }
      Doubles.assertClose("column " + j, column, expected[j], tolerance());
    }
    assertThat(actual[4]).as("the lowest cell").isEqualTo(0);
    assertThat(actual[(points.length - 1) * 5 + 4]).as("the highest cell").isEqualTo(24);
  }

  // Randomness

  @Test
  void normalNumbersAreThoseOfTheStream() {
    float[] expected = new float[10_001];
    RandomStream stream = new RandomStream(5, "noise");
    new RandomStream(5, "noise").normals(expected);
    Tensor x = garbage(73, 137);
    ops.normal(stream, x);
    assertThat(stream.position()).isEqualTo((10_001 + 3) / 4);
    Doubles.assertClose("normal", read(x), Doubles.doubles(expected), 1e-5);

    double[] first = read(x);
    ops.normal(stream, x);
    assertThat(read(x)).isNotEqualTo(first);
    stream.seek(0);
    ops.normal(stream, x);
    assertThat(read(x)).isEqualTo(first);
  }

  @Test
  void dropoutKeepsTheRightShareAtTheRightScale() {
    int rows = 400;
    int columns = 501;
    double[] rates = {0.25, 0.5, 0.05, 0.9};
    Tensor rate = place(rates, 2, 2);
    for (int column = 0; column < 2; column++) {
      RandomStream stream = new RandomStream(9, "dropout " + column);
      Tensor mask = garbage(rows, columns);
      ops.dropoutMask(stream, rate, column, 3, mask);
      double[] m = read(mask);
      int[] drawn = new int[2];
      int[] dropped = new int[2];
      for (int r = 0; r < rows; r++) {
        int group = r / 3 % 2;
        double p = (float) rates[group * 2 + column];
        for (int c = 0; c < columns; c++) {
          double value = m[r * columns + c];
          drawn[group]++;
          if (value == 0) {
            dropped[group]++;
          } else {
            double step = 0x1p-16 / (1 - p) / (1 - p);
            assertThat(value).isCloseTo(1 / (1 - p), within(step));
          }
        }
      }
      for (int group = 0; group < 2; group++) {
        double p = rates[group * 2 + column];
        double deviation = Math.sqrt(p * (1 - p) / drawn[group]);
        assertThat(dropped[group] / (double) drawn[group]).isCloseTo(p, within(5 * deviation));
      }
    }
  }

  @Test
  void dropoutAtWholeStepsOfItsResolutionIsExact() {
    for (int k : new int[] {0, 1, 3, 16384, 32768, 65000, 65535}) {
      Tensor mask = garbage(64, 129);
      ops.dropoutMask(new RandomStream(k, "exact"), place(all(1, k / 65536.0), 1, 1), 0, 1, mask);
      for (float value : mask.toArray()) {
        assertThat(value == 0 || value == 65536f / (65536 - k)).as("rate %d/65536", k).isTrue();
      }
    }
  }

  @Test
  void dropoutReachesBothEnds() {
    Tensor mask = garbage(6, 21);
    ops.dropoutMask(
        new RandomStream(1, "ends"),
        place(new double[] {0, 1, 1.5, -0.5, 0.999999999, 1e-9}, 6, 1),
        0,
        1,
        mask);
    float[] m = mask.toArray();
    for (int i = 0; i < m.length; i++) {
      int row = i / 21;
      assertThat(m[i]).as("row %d", row).isEqualTo(row == 1 || row == 2 || row == 4 ? 0 : 1);
    }
  }

  @Test
  void dropoutDoesNotDependOnHowTheRowsAreSplit() {
    Tensor rate = place(all(1, 0.4), 1, 1);
    Tensor whole = garbage(12, 37);
    RandomStream stream = new RandomStream(3, "split");
    ops.dropoutMask(stream, rate, 0, 1, whole);
    long end = stream.position();
    Tensor parts = garbage(12, 37);
    stream.seek(0);
    ops.dropoutMask(stream, rate, 0, 1, parts.rows(0, 5));
    ops.dropoutMask(stream, rate, 0, 1, parts.rows(5, 12));
    assertThat(stream.position()).isEqualTo(end).isPositive();
    assertThat(read(parts)).isEqualTo(read(whole));
    ops.dropoutMask(stream, rate, 0, 1, parts);
    assertThat(read(parts)).isNotEqualTo(read(whole));
  }

  // Losses

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 3001})
  void softmaxCrossEntropy(int classes) {
    int rows = 9;
    double[] logits = normal(random, rows * classes);
    double[] labels = new double[rows];
    for (int r = 0; r < rows; r++) {
      labels[r] = random.nextInt(classes);
    }
    labels[3] = Double.NaN;
    labels[8] = Double.NaN;
    logits[3 * classes] = Double.NaN; // padding holds anything
    for (int c = 0; c < classes; c++) {
      logits[5 * classes + c] = (float) (1e4 * logits[5 * classes + c]);
      logits[6 * classes + c] = -1e30f;
    }
    double scale = 0.125;
    double[] gradient = new double[rows * classes];
    double loss = 0;
    int right = 0;
    for (int r = 0; r < rows; r++) {
      if (Double.isNaN(labels[r])) {
        continue;
      }
      double[] row = Arrays.copyOfRange(logits, r * classes, (r + 1) * classes);
      double top = Arrays.stream(row).max().orElseThrow();
      double sum = Arrays.stream(row).map(v -> Math.exp(v - top)).sum();
      int label = (int) labels[r];
      loss += Math.log(sum) + top - row[label];
      int best = 0;
      for (int c = 0; c < classes; c++) {
        best = row[c] > row[best] ? c : best;
        gradient[r * classes + c] = scale * (Math.exp(row[c] - top) / sum - (c == label ? 1 : 0));
      }
      right += best == label ? 1 : 0;
    }
    Tensor score = place(new double[] {10, 20, 30}, 3);
    Tensor dLogits = garbage(rows, classes);
    Tensor tLogits = place(logits, rows, classes);
    Tensor tLabels = place(labels, rows);
    ops.softmaxCrossEntropy(tLogits, tLabels, (float) scale, dLogits, score);
    check("gradient", dLogits, gradient);
    check("score", score, new double[] {10 + loss, 20 + right, 37});
    ops.fill(score, 0);
    ops.softmaxCrossEntropy(tLogits, tLabels.reshape(rows, 1), (float) scale, null, score);
    check("score without gradient", score, new double[] {loss, right, 7});
    assertThat(read(tLogits)).as("logits stay").isEqualTo(logits);
  }

  @Test
  void crossEntropyDoesNotHideNaN() {
    Tensor score = ops.tensor(3);
    ops.softmaxCrossEntropy(
        place(new double[] {1, 2, Double.NaN}, 1, 3), place(all(1, 0), 1), 1, null, score);
    assertThat(score.toArray()[0]).isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 2100})
  void squaredError(int columns) {
    int rows = 5;
    double[] y = normal(random, rows * columns);
    double[] targets = normal(random, rows * columns);
    Arrays.fill(targets, 2 * columns, 3 * columns, Double.NaN);
    double scale = 0.2f;
    double[] gradient = new double[rows * columns];
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      if (i / columns != 2) {
        double difference = y[i] - targets[i];
        loss += difference * difference / columns;
        gradient[i] = scale * 2 * difference / columns;
      }
    }
    Tensor score = place(new double[] {1, 2, 3}, 3);
    Tensor dy = garbage(rows, columns);
    Tensor ty = place(y, rows, columns);
    Tensor tTargets = place(targets, rows, columns);
    ops.squaredError(ty, tTargets, (float) scale, dy, score);
    check("gradient", dy, gradient);
    check("score", score, new double[] {1 + loss, 2, 7});
    ops.fill(score, 0);
    ops.squaredError(ty, tTargets, (float) scale, null, score);
    check("score without gradient", score, new double[] {loss, 0, 4});
  }

  // Optimisers

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 4100})
  void adam(int size) {
    double[] w = normal(random, size);
    double[] m = new double[size];
    double[] v = new double[size];
    Tensor tw = place(w, size);
    Tensor tm = ops.tensor(size);
    Tensor tv = ops.tensor(size);
    Tensor count = ops.tensor(1);
    double rate = 0.01f;
    double beta1 = 0.9f;
    double beta2 = 0.999f;
    double epsilon = 1e-8f;
    for (int step = 1; step <= 5; step++) {
      double[] g = normal(random, size);
      g[0] = 0; // never a gradient: no step, and no 0/0
      ops.adam(
          tw, place(g, size), tm, tv, count, (float) rate, (float) beta1, (float) beta2, 1e-8f);
      for (int i = 0; i < size; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        double mean = m[i] / (1 - Math.pow(beta1, step));
        double square = v[i] / (1 - Math.pow(beta2, step));
        w[i] -= rate * mean / (Math.sqrt(square) + epsilon);
      }
      check("w after " + step, tw, w);
      check("m after " + step, tm, m);
      check("v after " + step, tv, v);
      assertThat(count.toArray()).containsExactly(step);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 4100})
  void rmsprop(int size) {
    double[] w = normal(random, size);
    double[] v = new double[size];
    Tensor tw = place(w, size);
    Tensor tv = ops.tensor(size);
    double rate = 0.01f;
    double decay = 0.99f;
    double epsilon = 1e-3f;
    for (int step = 1; step <= 5; step++) {
      double[] g = normal(random, size);
      g[0] = 0;
      ops.rmsprop(tw, place(g, size), tv, (float) rate, (float) decay, (float) epsilon);
      for (int i = 0; i < size; i++) {
        v[i] = decay * v[i] + (1 - decay) * g[i] * g[i];
        w[i] -= rate * g[i] / (Math.sqrt(v[i]) + epsilon);
      }
      check("w after " + step, tw, w);
      check("v after " + step, tv, v);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 5000})
  void clipNorm(int size) {
    double[] g = uniform(random, size, 0.5, 2);
    double norm = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum());
    Tensor tg = place(g, size);
    ops.clipNorm(tg, (float) (norm * 1.01));
    assertThat(read(tg)).as("short enough").isEqualTo(g);
    float limit = (float) (norm / 3);
    ops.clipNorm(tg, limit);
    check("clipped", tg, Arrays.stream(g).map(v -> v * limit / norm).toArray());
    Tensor zero = ops.tensor(size);
    ops.clipNorm(zero, 1);
    assertThat(zero.toArray()).containsOnly(0f);
  }
}
