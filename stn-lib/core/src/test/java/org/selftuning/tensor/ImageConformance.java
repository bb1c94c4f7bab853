package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.selftuning.tensor.Doubles.all;
import static org.selftuning.tensor.Doubles.normal;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The part of {@link OpsConformance} that is about images: convolution, pooling, batch
 * normalization.
 */
abstract class ImageConformance extends ArithmeticConformance {

  /**
   * A convolution.
   *
   * @param batch B
   * @param window its geometry
   * @param filters O
   */
  record Convolution(int batch, Window window, int filters) {}

  static Stream<Convolution> convolutions() {
    return Stream.of(
        new Convolution(1, new Window(1, 1, 1, 1, 1, 0), 1),
        new Convolution(3, new Window(5, 4, 2, 3, 1, 1), 6),
        new Convolution(3, new Window(5, 4, 2, 3, 2, 1), 6),
        new Convolution(2, new Window(6, 6, 3, 5, 1, 2), 4),
        new Convolution(2, new Window(7, 5, 3, 2, 3, 0), 4),
        new Convolution(2, new Window(4, 4, 5, 4, 1, 3), 3),
        new Convolution(2, new Window(4, 4, 5, 4, 1, 0), 3),
        new Convolution(4, new Window(3, 3, 8, 1, 1, 0), 20),
        new Convolution(4, new Window(8, 8, 3, 3, 2, 1), 32),
        new Convolution(3, new Window(8, 8, 16, 3, 1, 1), 33),
        // So much that an engine may go through it in pieces.
        new Convolution(7, new Window(40, 40, 50, 3, 1, 1), 2),
        new Convolution(7, new Window(80, 80, 50, 3, 2, 1), 2));
  }

  /** What a place of the window covers: an element of x and one of a filter. */
  private interface Covered {
    void visit(int y, int x, int filter);
  }

  /** Visits every product of a convolution: y[…] += x[…] · filters[o · K + …], for every o. */
  private static void each(int batch, Window w, Covered covered) {
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < w.outHeight(); i++) {
        for (int j = 0; j < w.outWidth(); j++) {
          for (int u = 0; u < w.size(); u++) {
            for (int v = 0; v < w.size(); v++) {
              int row = i * w.stride() + u - w.padding();
              int column = j * w.stride() + v - w.padding();
              if (row < 0 || column < 0 || row >= w.height() || column >= w.width()) {
                continue;
              }
              int place = (b * w.outHeight() + i) * w.outWidth() + j;
              int pixel = (b * w.height() + row) * w.width() + column;
              for (int c = 0; c < w.channels(); c++) {
                covered.visit(
                    place, pixel * w.channels() + c, (u * w.size() + v) * w.channels() + c);
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionOfChannels(Convolution s) {
    Window w = s.window();
    int channels = w.channels();
    int rows = 2 * channels;
    int places = w.size() * w.size();
    double[] x = normal(random, s.batch() * w.imageSize());
    double[] filters = normal(random, rows * places);
    double[] dy = normal(random, s.batch() * w.positions() * rows);
    double[] y = new double[dy.length];
    double[] dx = new double[x.length];
    double[] dFilters = new double[filters.length];
    each(
        s.batch(),
        w,
        (place, at, in) -> {
          for (int r = in % channels; r < rows; r += channels) {
            int f = r * places + in / channels;
            y[place * rows + r] += x[at] * filters[f];
            dx[at] += dy[place * rows + r] * filters[f];
            dFilters[f] += dy[place * rows + r] * x[at];
          }
        });
    Tensor tx = place(x, s.batch(), w.height(), w.width(), channels);
    Tensor tFilters = place(filters, rows, places);
    Tensor ty = garbage(s.batch(), w.outHeight(), w.outWidth(), rows);
    Tensor tdy = place(dy, s.batch(), w.outHeight(), w.outWidth(), rows);
    Tensor tdx = garbage(s.batch(), w.height(), w.width(), channels);
    Tensor tdFilters = garbage(rows, places);
    ops.convolveChannels(tx, tFilters, w, ty);
    check("y", ty, y);
    ops.convolveChannelsBackwardInput(tdy, tFilters, w, tdx);
    check("dx", tdx, dx);
    ops.convolveChannelsBackwardFilters(tdy, tx, w, 1, 0, tdFilters);
    check("dFilters", tdFilters, dFilters);
    double[] kept = normal(random, dFilters.length);
    Doubles.write(tdFilters, kept);
    ops.convolveChannelsBackwardFilters(tdy, tx, w, -0.5f, 0.75f, tdFilters);
    for (int i = 0; i < kept.length; i++) {
      kept[i] = 0.75 * kept[i] - 0.5 * dFilters[i];
    }
    check("dFilters onto something", tdFilters, kept);
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolution(Convolution s) {
    Window w = s.window();
    int o = s.filters();
    int k = w.values();
    double[] x = normal(random, s.batch() * w.imageSize());
    double[] filters = normal(random, o * k);
    double[] dy = normal(random, s.batch() * w.positions() * o);
    double[] y = new double[dy.length];
    double[] dx = new double[x.length];
    double[] dFilters = new double[filters.length];
    each(
        s.batch(),
        w,
        (place, at, in) -> {
          for (int f = 0; f < o; f++) {
            y[place * o + f] += x[at] * filters[f * k + in];
            dx[at] += dy[place * o + f] * filters[f * k + in];
            dFilters[f * k + in] += dy[place * o + f] * x[at];
          }
        });
    Tensor tx = place(x, s.batch(), w.height(), w.width(), w.channels());
    // Filters are views of larger tensors.
    Tensor tFilters = random(16 + o * k).rows(16, 16 + o * k).reshape(o, k);
    Doubles.write(tFilters, filters);
    Tensor ty = garbage(s.batch(), w.outHeight(), w.outWidth(), o);
    Tensor tdy = place(dy, s.batch(), w.outHeight(), w.outWidth(), o);
    Tensor tdx = garbage(s.batch(), w.height(), w.width(), w.channels());
    Tensor tdFilters = garbage(o, k);
    for (int round = 0; round < 2; round++) {
      ops.convolve(tx, tFilters, w, ty);
      check("y", ty, y);
      ops.convolveBackwardInput(tdy, tFilters, w, tdx);
      check("dx", tdx, dx);
      ops.convolveBackwardFilters(tdy, tx, w, 1, 0, tdFilters);
      check("dFilters", tdFilters, dFilters);
    }
    double[] kept = normal(random, o * k);
    Doubles.write(tdFilters, kept);
    ops.convolveBackwardFilters(tdy, tx, w, -0.5f, 0.75f, tdFilters);
    for (int i = 0; i < kept.length; i++) {
      kept[i] = 0.75 * kept[i] - 0.5 * dFilters[i];
    }
    check("dFilters onto something", tdFilters, kept);
    assertThat(read(tx)).as("x stays").isEqualTo(x);
    assertThat(read(tdy)).as("dy stays").isEqualTo(dy);
  }

  @Test
  void convolutionsTakeNoMoreMemoryEachTime() {
    Window w = new Window(8, 8, 4, 3, 1, 1);
    Tensor x = random(5, 8, 8, 4);
    Tensor filters = random(6, w.values());
    Tensor y = garbage(5, 8, 8, 6);
    Tensor dx = garbage(5, 8, 8, 4);
    Tensor dFilters = garbage(6, w.values());
    long after = 0;
    for (int round = 0; round < 5; round++) {
      ops.convolve(x, filters, w, y);
      ops.convolveBackwardInput(y, filters, w, dx);
      ops.convolveBackwardFilters(y, x, w, 1, 0, dFilters);
      after = round == 0 ? ops.allocatedBytes() : after;
    }
    assertThat(ops.allocatedBytes()).isEqualTo(after);
  }

  static Stream<Window> pools() {
    return Stream.of(
        new Window(1, 1, 1, 1, 1, 0),
        new Window(4, 6, 3, 2, 2, 0),
        new Window(5, 7, 3, 2, 2, 0),
        new Window(6, 5, 17, 3, 2, 0),
        new Window(5, 5, 2, 1, 3, 0),
        new Window(4, 4, 64, 4, 4, 0));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void pooling(Window w) {
    int batch = 3;
    int channels = w.channels();
    double[] x = normal(random, batch * w.imageSize());
    double[] dy = normal(random, batch * w.positions() * channels);
    double[] largest = all(dy.length, Double.NEGATIVE_INFINITY);
    int[] winner = new int[dy.length];
    double[] mean = new double[dy.length];
    double[] dMean = new double[x.length];
    double share = 1.0 / (w.size() * w.size());
    each(
        batch,
        w,
        (place, at, in) -> {
          int to = place * channels + in % channels;
          mean[to] += share * x[at];
          dMean[at] += share * dy[to];
          if (x[at] > largest[to]) {
            largest[to] = x[at];
            winner[to] = at;
          }
        });
    double[] dLargest = new double[x.length];
    for (int i = 0; i < dy.length; i++) {
      dLargest[winner[i]] += dy[i];
    }
    Tensor tx = place(x, batch, w.height(), w.width(), channels);
    Tensor ty = garbage(batch, w.outHeight(), w.outWidth(), channels);
    Tensor tdy = place(dy, batch, w.outHeight(), w.outWidth(), channels);
    Tensor tdx = garbage(batch, w.height(), w.width(), channels);
    ops.averagePool(tx, w, ty);
    check("means", ty, mean);
    ops.averagePoolBackward(tdy, w, tdx);
    check("gradient of the means", tdx, dMean);
    ops.maxPool(tx, w, ty);
    assertThat(read(ty)).as("largest").isEqualTo(largest);
    ops.fill(tdx, Float.NaN);
    ops.maxPoolBackward(tx, ty, tdy, w, tdx);
    check("gradient of the largest", tdx, dLargest);
    assertThat(read(tdy)).as("dy stays").isEqualTo(dy);
    double[] change = normal(random, x.length);
    double[] dLargestOut = new double[dy.length];
    Arrays.setAll(dLargestOut, i -> change[winner[i]]);
    Tensor tChange = place(change, batch, w.height(), w.width(), channels);
    ops.fill(tdy, Float.NaN);
    ops.maxPoolTangent(tx, ty, tChange, w, tdy);
    assertThat(read(tdy)).as("change of the largest").isEqualTo(dLargestOut);
  }

  @Test
  void ofEqualLargestTheFirstTakesTheGradient() {
    Window w = new Window(2, 4, 1, 2, 2, 0);
    Tensor x = place(new double[] {1, 3, 0, 0, 3, 3, 0, 0}, 1, 2, 4, 1);
    Tensor y = garbage(1, 1, 2, 1);
    Tensor dx = garbage(1, 2, 4, 1);
    ops.maxPool(x, w, y);
    ops.maxPoolBackward(x, y, place(new double[] {5, -7}, 1, 1, 2, 1), w, dx);
    assertThat(read(dx)).isEqualTo(new double[] {0, 5, -7, 0, 0, 0, 0, 0});
    Tensor dy = garbage(1, 1, 2, 1);
    ops.maxPoolTangent(x, y, place(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 4, 1), w, dy);
    assertThat(read(dy)).as("and the change").isEqualTo(new double[] {2, 3});
  }

  @Test
  void maxPoolDoesNotHideNaN() {
    Window w = new Window(2, 2, 1, 2, 2, 0);
    Tensor y = ops.tensor(1, 1, 1, 1);
    ops.maxPool(place(new double[] {1, Double.NaN, 2, 3}, 1, 2, 2, 1), w, y);
    assertThat(Arrays.stream(read(y))).containsOnly(Double.NaN);
  }

  // Batch normalization

  @ParameterizedTest
  @MethodSource("rows")
  void normalization(Rows s) {
    int c = s.columns();
    double[] x = normal(random, s.rows() * c);
    double[] factors = normal(random, s.groups() * 2 * c);
    double[] dy = normal(random, s.rows() * c);
    double epsilon = 0.125;
    double[] mean = new double[c];
    double[] variance = new double[c];
    for (int i = 0; i < x.length; i++) {
      mean[i % c] += x[i] / s.rows();
    }
    for (int i = 0; i < x.length; i++) {
      variance[i % c] += Math.pow(x[i] - mean[i % c], 2) / s.rows();
    }
    double[] y = new double[x.length];
    double[] dFactors = new double[factors.length];
    double[] level = new double[c];
    double[] along = new double[c];
    double[] dx = new double[x.length];
    double subtracted = 0;
    for (int i = 0; i < x.length; i++) {
      int at = s.group(i / c) * 2 * c + i % c;
      double normal = (x[i] - mean[i % c]) / Math.sqrt(variance[i % c] + epsilon);
      y[i] = factors[at] * normal + factors[at + c];
      dFactors[at] += dy[i] * normal;
      dFactors[at + c] += dy[i];
      level[i % c] += factors[at] * dy[i] / s.rows();
      along[i % c] += factors[at] * dy[i] * normal / s.rows();
    }
    for (int i = 0; i < x.length; i++) {
      double deviation = Math.sqrt(variance[i % c] + epsilon);
      double normal = (x[i] - mean[i % c]) / deviation;
      double d = factors[s.group(i / c) * 2 * c + i % c] * dy[i];
      dx[i] = (d - level[i % c] - normal * along[i % c]) / deviation;
      subtracted = Math.max(subtracted, Math.abs(d / deviation));
    }
    Tensor tx = place(x, s.rows(), c);
    Tensor tFactors = place(factors, s.groups(), 2 * c);
    Tensor tdy = place(dy, s.rows(), c);
    Tensor tMean = garbage(c);
    Tensor tVariance = garbage(c);
    ops.moments(tx, tMean, tVariance);
    check("mean", tMean, mean);
    check("variance", tVariance, variance);
    Tensor ty = garbage(s.rows(), c);
    ops.normalize(tx, tMean, tVariance, (float) epsilon, tFactors, s.rowsPerExample(), ty);
    check("y", ty, y);
    Tensor tdFactors = garbage(s.groups(), 2 * c);
    Tensor tdx = garbage(s.rows(), c);
    for (Tensor wanted : new Tensor[] {tdx, null}) {
      ops.fill(tdFactors, Float.NaN);
      ops.normalizeBackward(
          tdy,
          tx,
          tMean,
          tVariance,
          (float) epsilon,
          tFactors,
          s.rowsPerExample(),
          tdFactors,
          wanted);
      check("gradient of the factors", tdFactors, dFactors);
    }
    // A difference: where nothing is left of it, what it was taken from says how exact it can be.
    Doubles.assertClose("dx", read(tdx), dx, tolerance(), subtracted);
  }

  @Test
  void momentsOfManyRowsFarFromZero() {
    int rows = 100_000;
    double[] x = new double[2 * rows];
    for (int i = 0; i < rows; i++) {
      x[2 * i] = 1000 + (i % 2 == 0 ? 1 : -1);
      x[2 * i + 1] = i % 4;
    }
    Tensor mean = garbage(2);
    Tensor variance = garbage(2);
    ops.moments(place(x, rows, 2), mean, variance);
    check("mean", mean, new double[] {1000, 1.5});
    check("variance", variance, new double[] {1, 1.25});
  }
}
