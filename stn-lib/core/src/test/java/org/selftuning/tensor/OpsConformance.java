package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.selftuning.tensor.Doubles.all;
import static org.selftuning.tensor.Doubles.normal;
import static org.selftuning.tensor.Doubles.uniform;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every engine must compute: each primitive of {@link Ops} against its formula in double
 * precision. An engine's test inherits this class and opens the engine.
 */
public abstract class OpsConformance extends LifetimeConformance {

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
    ops.gate(tProducts, tBias, tGates, s.rowsPerExample(), ty);
    check("gate", ty, y);

    Tensor tdy = place(dy, s.rows(), c);
    Tensor tdGates = garbage(s.groups(), 2 * c);
    Tensor tdBias = garbage(2 * c);
    ops.gateBackward(tdy, tProducts, tBias, tGates, s.rowsPerExample(), tdGates, -0.5f, 0, tdBias);
    check("gradient of the products", tProducts, dProducts);
    check("gradient of the gates", tdGates, dGates);
    check("gradient of the bias", tdBias, Arrays.stream(dBias).map(v -> -0.5 * v).toArray());

    double[] kept = normal(random, 2 * c);
    Doubles.write(tdBias, kept);
    Doubles.write(tProducts, products);
    ops.gateBackward(tdy, tProducts, tBias, tGates, s.rowsPerExample(), tdGates, 2, 0.25f, tdBias);
    for (int i = 0; i < 2 * c; i++) {
      kept[i] = 0.25 * kept[i] + 2 * dBias[i];
    }
    check("gradient of the bias onto something", tdBias, kept);

    Doubles.write(tProducts, products);
    ops.fill(tdGates, Float.NaN);
    ops.gateBackward(tdy, tProducts, tBias, tGates, s.rowsPerExample(), tdGates, 1, 0, null);
    check("gradient of the products alone", tProducts, dProducts);
    check("gradient of the gates alone", tdGates, dGates);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void responses(Rows s) {
    for (boolean biased : new boolean[] {true, false}) {
      int c = s.columns();
      int width = biased ? 2 * c : c;
      double[] hyper = normal(random, s.rows() * c);
      double[] bias = normal(random, c);
      double[] gates = normal(random, s.groups() * width);
      double[] dy = normal(random, s.rows() * c);
      double[] y = normal(random, s.rows() * c);
      Tensor ty = place(y, s.rows(), c);
      double[] dHyper = new double[hyper.length];
      double[] dGates = new double[gates.length];
      double[] dBias = new double[c];
      for (int i = 0; i < y.length; i++) {
        int column = i % c;
        int v = s.group(i / c) * width + column;
        y[i] += gates[v] * hyper[i];
        dHyper[i] = gates[v] * dy[i];
        dGates[v] += dy[i] * hyper[i];
        if (biased) {
          y[i] += gates[v + c] * bias[column];
          dGates[v + c] += dy[i] * bias[column];
          dBias[column] += gates[v + c] * dy[i];
        }
      }
      Tensor tHyper = place(hyper, s.rows(), c);
      Tensor tBias = biased ? place(bias, c) : null;
      Tensor tGates = place(gates, s.groups(), width);
      ops.respond(tHyper, tBias, tGates, s.rowsPerExample(), ty);
      check("response", ty, y);
      assertThat(read(tHyper)).as("H stays").isEqualTo(hyper);

      Tensor tdy = place(dy, s.rows(), c);
      Tensor tdGates = garbage(s.groups(), width);
      Tensor tdBias = biased ? garbage(c) : null;
      ops.respondBackward(
          tdy, tHyper, tBias, tGates, s.rowsPerExample(), tdGates, -0.5f, 0, tdBias);
      check("gradient of H", tHyper, dHyper);
      check("gradient of the gates", tdGates, dGates);
      if (biased) {
        check("gradient of the bias", tdBias, Arrays.stream(dBias).map(v -> -0.5 * v).toArray());
        double[] kept = normal(random, c);
        Doubles.write(tdBias, kept);
        Doubles.write(tHyper, hyper);
        ops.respondBackward(
            tdy, tHyper, tBias, tGates, s.rowsPerExample(), tdGates, 2, 0.25f, tdBias);
        for (int i = 0; i < c; i++) {
          kept[i] = 0.25 * kept[i] + 2 * dBias[i];
        }
        check("gradient of the bias onto something", tdBias, kept);
      }
    }
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

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void scoreFunction(int steps) {
    int groups = 7;
    int n = 3;
    double[] losses = normal(random, steps * groups);
    double[] rho = normal(random, n);
    double[] epsilon = normal(random, groups * n);
    double[] dz = normal(random, groups * n);
    Tensor tdz = place(dz, groups, n);
    for (int g = 0; g < groups; g++) {
      double own = 0;
      double others = 0;
      for (int r = 0; r < losses.length; r++) {
        own += r % groups == g ? losses[r] / steps : 0;
        others += r % groups == g ? 0 : losses[r] / (steps * (groups - 1));
      }
      for (int j : new int[] {0, 2}) {
        dz[g * n + j] = (own - others) / groups * epsilon[g * n + j] / softplus(rho[j]);
      }
    }
    ops.scoreGradient(
        place(losses, losses.length),
        place(rho, n),
        place(epsilon, groups, n),
        place(new double[] {1, 0, 1}, n),
        tdz);
    check("gradient", tdz, dz);
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
    ops.constrain(
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

  @Test
  void slopeOfStretching() {
    double inf = Double.POSITIVE_INFINITY;
    double[] low = {0, 2, -inf, -inf};
    double[] high = {0.95f, inf, -1, inf};
    double[] z = normal(random, 5 * 4);
    double[] dz = normal(random, 5 * 4);
    double[] expected = dz.clone();
    for (int i = 0; i < z.length; i++) {
      double s = sigmoid(z[i]);
      expected[i] *=
          switch (i % 4) {
            case 0 -> 0.95f * s * (1 - s);
            case 1 -> s;
            case 2 -> -s;
            default -> 1;
          };
    }
    Tensor gradient = place(dz, 5, 4);
    ops.constrainBackward(place(z, 5, 4), place(low, 4), place(high, 4), gradient);
    check("gradient", gradient, expected);
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
  void everyColumnMayHaveItsOwnRateOfDropout() {
    int columns = 21;
    java.util.Random random = new java.util.Random(8);
    double[] rates = random.doubles(2L * (columns + 3), -0.1, 1.1).toArray();
    Tensor rate = place(rates, 2, columns + 3);
    RandomStream stream = new RandomStream(9, "each");
    Tensor mask = garbage(12, columns);
    ops.dropoutMask(stream, rate, 2, 3, mask, true);
    long end = stream.position();
    double[] m = read(mask);
    for (int c = 0; c < columns; c++) {
      Tensor one = garbage(12, columns);
      stream.seek(0);
      ops.dropoutMask(stream, rate, 2 + c, 3, one);
      assertThat(stream.position()).isEqualTo(end);
      for (int r = 0; r < 12; r++) {
        assertThat(m[r * columns + c]).isEqualTo(read(one)[r * columns + c]);
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
    double[] each = new double[rows];
    int right = 0;
    for (int r = 0; r < rows; r++) {
      if (Double.isNaN(labels[r])) {
        continue;
      }
      double[] row = Arrays.copyOfRange(logits, r * classes, (r + 1) * classes);
      double top = Arrays.stream(row).max().orElseThrow();
      double sum = Arrays.stream(row).map(v -> Math.exp(v - top)).sum();
      int label = (int) labels[r];
      each[r] = Math.log(sum) + top - row[label];
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
    Tensor losses = garbage(rows);
    double loss = Arrays.stream(each).sum();
    ops.softmaxCrossEntropy(tLogits, tLabels, (float) scale, dLogits, losses, score);
    check("losses", losses, each);
    check("gradient", dLogits, gradient);
    check("score", score, new double[] {10 + loss, 20 + right, 37});
    ops.fill(score, 0);
    ops.softmaxCrossEntropy(tLogits, tLabels.reshape(rows, 1), (float) scale, null, null, score);
    check("score without gradient", score, new double[] {loss, right, 7});
    assertThat(read(tLogits)).as("logits stay").isEqualTo(logits);
  }

  @Test
  void crossEntropyDoesNotHideNaN() {
    Tensor score = ops.tensor(3);
    ops.softmaxCrossEntropy(
        place(new double[] {1, 2, Double.NaN}, 1, 3), place(all(1, 0), 1), 1, null, null, score);
    assertThat(score.toArray()[0]).isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 3001})
  void smoothLabels(int classes) {
    int rows = 8;
    double[] labels = {0, 1, 1, Double.NaN, 0, 1, 0, 0};
    double[] smoothing = {9, 0.25, 9, 0, 9, 1};
    double[] gradient = normal(random, rows * classes);
    Tensor dLogits = place(gradient, rows, classes);
    float scale = 0.5f;
    for (int i = 0; i < gradient.length; i++) {
      int r = i / classes;
      double s = smoothing[r % 3 * 2 + 1];
      double oneHot = i % classes == (int) labels[r] ? 1 : 0;
      gradient[i] += Double.isNaN(labels[r]) ? 0 : scale * s * (oneHot - 1.0 / classes);
    }
    ops.smoothLabels(place(labels, rows), place(smoothing, 3, 2), 1, scale, dLogits);
    check("gradient", dLogits, gradient);
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
    double[] each = new double[rows];
    for (int i = 0; i < y.length; i++) {
      if (i / columns != 2) {
        double difference = y[i] - targets[i];
        each[i / columns] += difference * difference / columns;
        gradient[i] = scale * 2 * difference / columns;
      }
    }
    Tensor score = place(new double[] {1, 2, 3}, 3);
    Tensor dy = garbage(rows, columns);
    Tensor ty = place(y, rows, columns);
    Tensor tTargets = place(targets, rows, columns);
    Tensor losses = garbage(rows);
    double loss = Arrays.stream(each).sum();
    ops.squaredError(ty, tTargets, (float) scale, dy, losses, score);
    check("losses", losses, each);
    check("gradient", dy, gradient);
    check("score", score, new double[] {1 + loss, 2, 7});
    ops.fill(score, 0);
    ops.squaredError(ty, tTargets, (float) scale, null, null, score);
    check("score without gradient", score, new double[] {loss, 0, 4});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 4100})
  void decay(int size) {
    double[] w = normal(random, size);
    w[size / 2] = 0;
    double[] gradient = normal(random, size);
    Tensor tg = place(gradient, size);
    for (int i = 0; i < size; i++) {
      gradient[i] += -0.5 * (0.75 * w[i] + 0.125 * Math.signum(w[i]));
    }
    Tensor squares = place(new double[] {8, 0.75, 7, 6}, 2, 2);
    ops.decay(place(w, size), squares, 1, place(new double[] {0.125}, 1, 1), 0, -0.5f, tg);
    check("gradient", tg, gradient);
  }

  // Optimizers

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
