package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.selftuning.tensor.Doubles.normal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The part of {@link OpsConformance} that is about sequences: words, and long short-term memory.
 */
abstract class SequenceConformance extends AugmentationConformance {

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "7, 5, 6, 3", "7, 5, 6, 1", "40, 33, 300, 12", "3, 2050, 4, 2"})
  void looksWordsUp(int words, int columns, int rows, int groups) {
    double[] table = normal(random, 2 * words * columns);
    double[] keep = normal(random, words);
    double[] gates = normal(random, groups * columns);
    double[] index = new double[rows];
    for (int r = 0; r < rows; r++) {
      index[r] = random.nextInt(words);
    }
    double[] dy = normal(random, rows * columns);
    Tensor tIndex = place(index, rows);
    Tensor tdy = place(dy, rows, columns);
    Tensor tKeep = place(keep, words);
    for (boolean gated : new boolean[] {true, false}) {
      for (boolean masked : new boolean[] {true, false}) {
        int height = gated ? 2 * words : words;
        double[] start = normal(random, height * columns);
        double[] y = new double[rows * columns];
        double[] dTable = start.clone();
        double[] dGates = new double[gates.length];
        for (int i = 0; i < y.length; i++) {
          int r = i / columns;
          int word = (int) index[r];
          int at = word * columns + i % columns;
          int gate = r % groups * columns + i % columns;
          double scale = masked ? keep[word] : 1;
          double v = gated ? gates[gate] : 0;
          double hyper = gated ? table[words * columns + at] : 0;
          y[i] = scale * (table[at] + v * hyper);
          dTable[at] += -0.5 * scale * dy[i];
          dGates[gate] += scale * dy[i] * hyper;
          if (gated) {
            dTable[words * columns + at] += -0.5 * scale * v * dy[i];
          }
        }
        Tensor tTable = place(java.util.Arrays.copyOf(table, height * columns), height, columns);
        Tensor tGates = gated ? place(gates, groups, columns) : null;
        Tensor tdGates = gated ? garbage(groups, columns) : null;
        Tensor tdTable = place(start, height, columns);
        Tensor kept = masked ? tKeep : null;
        Tensor ty = garbage(rows, columns);
        ops.gather(tTable, tIndex, kept, tGates, ty);
        check("y", ty, y);
        ops.gatherBackward(tdy, tTable, tIndex, kept, tGates, tdGates, -0.5f, tdTable);
        check("gradient of the table", tdTable, dTable);
        if (gated) {
          check("gradient of the gates", tdGates, dGates);
          ops.fill(tdGates, Float.NaN);
          ops.gatherBackward(tdy, tTable, tIndex, kept, tGates, tdGates, 1, null);
          check("gradient of the gates alone", tdGates, dGates);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 2, 3", "6, 33, 2", "5, 700, 1", "4, 129, 0"})
  void lstmCell(int rows, int units, int groups) {
    int width = 4 * units;
    boolean gated = groups > 0;
    double[] x = normal(random, rows * width);
    double[] products = normal(random, rows * width * (gated ? 2 : 1));
    double[] bias = normal(random, 2 * width);
    double[] gates = normal(random, groups * 2 * width);
    double[] before = normal(random, rows * units);
    double[] dy = normal(random, rows * units);
    double[] dh = normal(random, rows * units);
    double[] dc = normal(random, rows * units);
    double[] act = new double[rows * width];
    double[] c = new double[rows * units];
    double[] h = new double[rows * units];
    double[] dx = new double[rows * width];
    double[] dProducts = new double[rows * 2 * width];
    double[] dBefore = new double[rows * units];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < width; i++) {
        double a = x[r * width + i];
        if (gated) {
          int g = r % groups * 2 * width;
          a += products[r * 2 * width + i] + bias[i];
          a += gates[g + i] * products[r * 2 * width + width + i];
          a += gates[g + width + i] * bias[width + i];
        } else {
          a += products[r * width + i];
        }
        act[r * width + i] = i < 3 * units ? 1 / (1 + Math.exp(-a)) : Math.tanh(a);
      }
      for (int u = 0; u < units; u++) {
        int at = r * units + u;
        int base = r * width + u;
        double f = act[base];
        double in = act[base + units];
        double out = act[base + 2 * units];
        double g = act[base + 3 * units];
        c[at] = f * before[at] + in * g;
        double squashed = Math.tanh(c[at]);
        h[at] = out * squashed;
        double dOut = dy[at] + dh[at];
        double d = dc[at] + dOut * out * (1 - squashed * squashed);
        dx[base] = d * before[at] * f * (1 - f);
        dx[base + units] = d * g * in * (1 - in);
        dx[base + 2 * units] = dOut * squashed * out * (1 - out);
        dx[base + 3 * units] = d * in * (1 - g * g);
        dBefore[at] = d * f;
      }
      for (int i = 0; gated && i < width; i++) {
        double da = dx[r * width + i];
        dProducts[r * 2 * width + i] = da;
        dProducts[r * 2 * width + width + i] = gates[r % groups * 2 * width + i] * da;
      }
    }
    Tensor tx = place(x, rows, width);
    Tensor tProducts = place(products, rows, (gated ? 2 : 1) * width);
    Tensor tBias = gated ? place(bias, 2 * width) : null;
    Tensor tGates = gated ? place(gates, groups, 2 * width) : null;
    Tensor tBefore = place(before, rows, units);
    Tensor tAct = garbage(rows, width);
    Tensor tc = garbage(rows, units);
    Tensor th = garbage(rows, units);
    ops.lstmCell(tx, tProducts, tBias, tGates, tBefore, tAct, tc, th);
    check("activations", tAct, act);
    check("c", tc, c);
    check("h", th, h);
    assertThat(read(tx)).as("x stays").isEqualTo(x);
    ops.lstmCell(tx, tProducts, tBias, tGates, tBefore, tx, tc, th);
    check("activations in place", tx, act);

    Tensor tdy = place(dy, rows, units);
    Tensor tdh = place(dh, rows, units);
    Tensor tdc = place(dc, rows, units);
    Tensor tdx = garbage(rows, width);
    Tensor tdProducts = gated ? garbage(rows, 2 * width) : null;
    ops.lstmCellBackward(tdy, tdh, tdc, tAct, tBefore, tc, tGates, tdx, tdProducts);
    check("gradient of the sums", tdx, dx);
    check("gradient of the last c", tdc, dBefore);
    if (gated) {
      check("gradient of the products", tdProducts, dProducts);
    }
    Doubles.write(tdc, dc);
    ops.lstmCellBackward(tdy, tdh, tdc, tx, tBefore, tc, tGates, tx, null);
    check("gradient of the sums in place", tx, dx);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2", "6, 33", "5, 700"})
  void lstmCellMoves(int rows, int units) {
    int width = 4 * units;
    double[] a = normal(random, rows * width);
    double[] before = normal(random, rows * units);
    double[] da = normal(random, rows * width);
    double[] dBefore = normal(random, rows * units);
    double[] dc = new double[rows * units];
    double[] dh = new double[rows * units];
    double h = 1e-5;
    for (int side : new int[] {1, -1}) {
      for (int i = 0; i < rows * units; i++) {
        int at = i / units * width + i % units;
        double[] sum = new double[4];
        for (int k = 0; k < 4; k++) {
          sum[k] = a[at + k * units] + side * h * da[at + k * units];
        }
        double c = sigmoid(sum[0]) * (before[i] + side * h * dBefore[i]);
        c += sigmoid(sum[1]) * Math.tanh(sum[3]);
        dc[i] += side * c / (2 * h);
        dh[i] += side * sigmoid(sum[2]) * Math.tanh(c) / (2 * h);
      }
    }
    Tensor act = garbage(rows, width);
    Tensor c = garbage(rows, units);
    Tensor out = garbage(rows, units);
    Tensor tBefore = place(before, rows, units);
    ops.lstmCell(place(a, rows, width), ops.tensor(rows, width), null, null, tBefore, act, c, out);
    Tensor tdc = place(dBefore, rows, units);
    Tensor tdh = garbage(rows, units);
    ops.lstmCellTangent(act, tBefore, c, place(da, rows, width), tdc, tdh);
    check("change of c", tdc, dc);
    check("change of h", tdh, dh);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** A memory far out of the range of single precision's exponential saturates and stays finite. */
  @Test
  void lstmCellSaturates() {
    double[] x = {
      -1e30, -200, 200, 1e30, 1e4, 1e4, -1e4, -1e4, 1e4, 1e4, 1e4, 1e4, 90, -90, 1e9, 0
    };
    Tensor act = garbage(1, 16);
    Tensor c = garbage(1, 4);
    Tensor h = garbage(1, 4);
    Tensor before = place(new double[] {3, 3, 3, 3}, 1, 4);
    ops.lstmCell(place(x, 1, 16), ops.tensor(1, 16), null, null, before, act, c, h);
    double t = Math.tanh(1);
    check("c", c, new double[] {1, -1, 3, 3});
    check("h", h, new double[] {t, -t, Math.tanh(3), Math.tanh(3)});
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "6, 5, 0", "6, 5, 2", "6, 5, 5", "12, 2100, 3", "4, 3, 1"})
  void penalizes(int rows, int columns, int lag) {
    int size = rows * columns;
    double[] x = normal(random, size);
    double[] dy = normal(random, size);
    double[] dx = dy.clone();
    double strength = 0.625;
    double scale = strength / ((rows - lag) * columns);
    double penalty = 0;
    for (int i = lag * columns; i < size; i++) {
      double d = lag == 0 ? x[i] : x[i] - x[i - lag * columns];
      penalty += scale * d * d;
      dx[i] += 2 * scale * d;
      if (lag > 0) {
        dx[i - lag * columns] -= 2 * scale * d;
      }
    }
    Tensor tx = place(x, rows, columns);
    Tensor tdy = place(dy, rows, columns);
    Tensor tdx = garbage(rows, columns);
    Tensor value = garbage(1);
    Tensor strengths = place(new double[] {9, strength, 8, 7}, 2, 2);
    ops.penalize(tx, lag, strengths, 1, tdy, tdx, value);
    check("gradient", tdx, dx);
    check("penalty", value, new double[] {penalty});
    assertThat(read(tx)).as("the activations stay").isEqualTo(x);
    ops.penalize(tx, lag, strengths, 1, tdy, tdy, value);
    check("gradient in place", tdy, dx);
  }
}
