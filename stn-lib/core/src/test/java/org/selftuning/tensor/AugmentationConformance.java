package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.selftuning.tensor.Doubles.all;
import static org.selftuning.tensor.Doubles.normal;
import static org.selftuning.tensor.Doubles.uniform;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link OpsConformance} that is about {@link AugmentationOps}. */
abstract class AugmentationConformance extends ImageConformance {

  /** A minibatch of images. */
  record Images(int batch, int height, int width, int channels) {
    int size() {
      return height * width * channels;
    }

    int[] dims() {
      return new int[] {batch, height, width, channels};
    }

    /** The index of a pixel's channel; −1 outside. */
    int at(int example, int row, int column, int channel) {
      boolean inside = row >= 0 && row < height && column >= 0 && column < width;
      return inside ? ((example * height + row) * width + column) * channels + channel : -1;
    }
  }

  static Stream<Images> images() {
    return Stream.of(
        new Images(1, 1, 1, 3),
        new Images(3, 5, 4, 3),
        new Images(7, 4, 6, 1),
        new Images(2, 3, 5, 4),
        new Images(40, 32, 32, 3));
  }

  private static int[] words(String purpose, long first, int count) {
    int[] words = new int[(count + 3) / 4 * 4];
    new RandomStream(4, purpose).words(first, words, words.length);
    return words;
  }

  // Amounts

  @ParameterizedTest
  @EnumSource
  void jitterSpreadsAroundWhatChangesNothing(Jitter kind) {
    int batch = 10;
    double[] strengths = {0, 0.25, 0.5, 3, -1};
    Tensor strength = place(strengths, 5, 1);
    Tensor amounts = place(all(batch * 3, 7), batch, 3);
    RandomStream stream = new RandomStream(4, "jitter");
    stream.seek(20);
    ops.jitter(stream, kind, strength, 0, amounts, 1);
    assertThat(stream.position()).isEqualTo(20 + 3);
    int[] words = words("jitter", 20, batch);
    double neutral = kind == Jitter.SHIFT ? 0 : 1;
    for (int b = 0; b < batch; b++) {
      double s = Math.max(0, strengths[b % 5]);
      double u = ((words[b] & 0xFFFFFFFFL) + 0.5) / 0x1p32;
      double expected =
          switch (kind) {
            case SHIFT -> s * (2 * u - 1);
            case FACTOR -> s <= 1 ? 1 + s * (2 * u - 1) : u * (1 + s);
            case RATIO -> u * (1 + s) + (1 - u) / (1 + s);
          };
      float[] row = amounts.rows(b, b + 1).toArray();
      assertThat((double) row[1]).as("example %d", b).isCloseTo(expected, within(1e-6));
      if (s == 0) {
        assertThat((double) row[1]).isEqualTo(neutral);
      }
      assertThat(row[0]).as("another column").isEqualTo(7);
      assertThat(row[2]).as("another column").isEqualTo(7);
    }
  }

  @Test
  void jitterReadsOneRowForAllAndAnyColumn() {
    Tensor strength = place(new double[] {9, 0.5, 9}, 1, 3);
    Tensor amounts = garbage(1000, 1);
    ops.jitter(new RandomStream(1, "a"), Jitter.FACTOR, strength, 1, amounts, 0);
    double[] drawn = read(amounts);
    assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(1, within(0.05));
    assertThat(Arrays.stream(drawn).min().orElseThrow()).isBetween(0.5, 0.51);
    assertThat(Arrays.stream(drawn).max().orElseThrow()).isBetween(1.49, 1.5);
  }

  @ParameterizedTest
  @MethodSource("images")
  void scalesEachExample(Images s) {
    double[] x = normal(random, s.batch * s.size());
    double[] factor = normal(random, s.batch);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * factor[i / s.size()];
    }
    Tensor tx = place(x, s.dims());
    Tensor ty = garbage(s.dims());
    ops.scaleExamples(tx, place(factor, s.batch, 1), ty);
    check("scaled", ty, y);
    ops.scaleExamples(tx, place(factor, s.batch, 1), tx);
    check("scaled in place", tx, y);
  }

  // Noise

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 3000})
  void noiseIsMadeOfQuantiles(int size) {
    int batch = 5;
    double[] strengths = {1, 0.5, 0, -2, 2};
    double[] x = normal(random, batch * size);
    Tensor y = garbage(batch, size);
    RandomStream stream = new RandomStream(4, "noise");
    ops.noise(stream, place(strengths, batch, 1), 0, place(x, batch, size), y);
    int blocks = (size + 7) / 8;
    assertThat(stream.position()).isEqualTo((long) batch * blocks);
    double[] noisy = read(y);
    for (int b = 0; b < batch; b++) {
      int[] words = words("noise", (long) b * blocks, 4 * blocks);
      for (int i = 0; i < size; i++) {
        double added = noisy[b * size + i] - x[b * size + i];
        if (strengths[b] <= 0) {
          assertThat(added).isEqualTo(0);
        } else {
          int half = i % 2 == 0 ? words[i / 2] & 0xFFFF : words[i / 2] >>> 16;
          double share = (half + 0.5) / 65536;
          assertThat(cumulative(added / strengths[b]))
              .as("element %d of example %d", i, b)
              .isCloseTo(share, within(2e-6));
        }
      }
    }
  }

  /** The normal distribution function, by Simpson's rule. */
  private static double cumulative(double x) {
    int intervals = 64;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double t = x * i / intervals;
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-t * t / 2);
    }
    return 0.5 + sum * x / intervals / 3 / Math.sqrt(2 * Math.PI);
  }

  @Test
  void noiseIsStandardNormalOnTheWhole() {
    int size = 300_000;
    Tensor y = garbage(1, size);
    ops.noise(new RandomStream(2, "n"), place(all(1, 1), 1, 1), 0, ops.tensor(1, size), y);
    double[] e = read(y);
    double error = 5 / Math.sqrt(size);
    assertThat(Arrays.stream(e).average().orElseThrow()).isCloseTo(0, within(error));
    assertThat(Arrays.stream(e).map(v -> v * v).average().orElseThrow())
        .isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(Arrays.stream(e).map(v -> v * v * v * v).average().orElseThrow())
        .isCloseTo(3, within(error * Math.sqrt(96)));
    assertThat(Arrays.stream(e).map(Math::abs).max().orElseThrow()).isBetween(4.0, 4.4);
  }

  // Images

  @ParameterizedTest
  @MethodSource("images")
  void mirrors(Images s) {
    double[] x = normal(random, s.batch * s.size());
    double[] keep = new double[s.batch];
    double[] y = x.clone();
    for (int b = 0; b < s.batch; b++) {
      keep[b] = b % 3 == 1 ? 2 : 0;
      for (int i = 0; i < s.height && keep[b] == 0; i++) {
        for (int j = 0; j < s.width; j++) {
          for (int c = 0; c < s.channels; c++) {
            y[s.at(b, i, j, c)] = x[s.at(b, i, s.width - 1 - j, c)];
          }
        }
      }
    }
    Tensor ty = garbage(s.dims());
    ops.mirror(place(x, s.dims()), place(keep, s.batch, 1), ty);
    assertThat(read(ty)).isEqualTo(y);
  }

  @Test
  void colorsFollowTheirFormulas() {
    Images s = new Images(60, 9, 7, 3);
    double[] x = uniform(random, s.batch * s.size(), 0, 1);
    // Gray, black, white and pure colors, where hue and saturation have their corners.
    double[] corners = {0, 0, 0, 1, 1, 1, 0.5, 0.5, 0.5, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0.25};
    for (int b = 0; b < s.batch; b++) {
      System.arraycopy(corners, 0, x, b * s.size(), corners.length);
    }
    double[] amounts = new double[4 * s.batch];
    double[] y = new double[x.length];
    for (int b = 0; b < s.batch; b++) {
      double[] amount = {1, 1, 1, 0};
      for (int k = 0; k < 4; k++) {
        boolean used = b % 6 == k || b % 6 == 4;
        if (used) {
          amount[k] =
              (float) (k == 3 ? 2 * random.nextDouble() - 1 : b < 6 ? 0 : 2 * random.nextDouble());
        }
      }
      System.arraycopy(amount, 0, amounts, 4 * b, 4);
      double[] image = Arrays.copyOfRange(x, b * s.size(), (b + 1) * s.size());
      System.arraycopy(colored(image, amount), 0, y, b * s.size(), s.size());
    }
    Tensor tx = place(x, s.dims());
    Tensor ty = garbage(s.dims());
    ops.color(tx, place(amounts, s.batch, 4), ty);
    check("colors", ty, y);
    int same = 5 * s.size();
    assertThat(Arrays.copyOfRange(read(ty), same, same + s.size()))
        .as("the example whose amounts change nothing")
        .isEqualTo(Arrays.copyOfRange(x, same, same + s.size()));
    ops.color(tx, place(amounts, s.batch, 4), tx);
    assertThat(read(tx)).as("in place").isEqualTo(read(ty));
  }

  private static double[] colored(double[] x, double[] amount) {
    double[] y = x.clone();
    if (amount[0] != 1) {
      Arrays.setAll(y, i -> cut(amount[0] * y[i]));
    }
    if (amount[1] != 1) {
      double mean = 0;
      for (int p = 0; p < y.length; p += 3) {
        mean += 3 * gray(y, p) / y.length;
      }
      double middle = mean;
      Arrays.setAll(y, i -> cut(amount[1] * y[i] + (1 - amount[1]) * middle));
    }
    for (int p = 0; p < y.length; p += 3) {
      if (amount[2] != 1) {
        double gray = gray(y, p);
        for (int c = p; c < p + 3; c++) {
          y[c] = cut(amount[2] * y[c] + (1 - amount[2]) * gray);
        }
      }
      if (amount[3] != 0) {
        turnHue(y, p, amount[3]);
      }
    }
    return y;
  }

  private static double cut(double x) {
    return Math.min(1, Math.max(0, x));
  }

  private static double gray(double[] x, int p) {
    return 0.2989 * x[p] + 0.587 * x[p + 1] + 0.114 * x[p + 2];
  }

  /** To HSV and back, by the six sectors of the circle. */
  private static void turnHue(double[] x, int p, double turns) {
    double r = x[p];
    double g = x[p + 1];
    double b = x[p + 2];
    double value = Math.max(r, Math.max(g, b));
    double chroma = value - Math.min(r, Math.min(g, b));
    if (chroma == 0) {
      return;
    }
    double hue =
        value == r
            ? 60 * (g - b) / chroma
            : value == g ? 120 + 60 * (b - r) / chroma : 240 + 60 * (r - g) / chroma;
    hue = ((hue + 360 * turns) % 360 + 360) % 360;
    double low = value - chroma;
    double between = low + chroma * (1 - Math.abs(hue / 60 % 2 - 1));
    double[] rgb =
        switch ((int) (hue / 60)) {
          case 0 -> new double[] {value, between, low};
          case 1 -> new double[] {between, value, low};
          case 2 -> new double[] {low, value, between};
          case 3 -> new double[] {low, between, value};
          case 4 -> new double[] {between, low, value};
          default -> new double[] {value, low, between};
        };
    System.arraycopy(rgb, 0, x, p, 3);
  }

  @ParameterizedTest
  @MethodSource("images")
  void warpsLookUpTheOriginOfEachPixel(Images s) {
    double[] x = uniform(random, s.batch * s.size(), 0, 1);
    double[] motion = new double[6 * s.batch];
    for (int b = 0; b < s.batch; b++) {
      double[] drawn = {
        360 * random.nextDouble() - 180,
        100 * random.nextDouble() - 50,
        100 * random.nextDouble() - 50,
        0.4 + 1.4 * random.nextDouble(),
        random.nextDouble() - 0.5,
        random.nextDouble() - 0.5
      };
      System.arraycopy(Doubles.doubles(Doubles.floats(drawn)), 0, motion, 6 * b, 6);
    }
    Tensor y = garbage(s.dims());
    ops.warp(place(x, s.dims()), place(motion, s.batch, 6), y);
    Doubles.assertClose("warped", read(y), warped(s, x, motion), 1e-4);
  }

  /** Inverts the product of the four maps by its determinant. */
  private static double[] warped(Images s, double[] x, double[] motion) {
    double[] y = new double[x.length];
    for (int b = 0; b < s.batch; b++) {
      double angle = Math.toRadians(motion[6 * b]);
      double tanX = Math.tan(Math.toRadians(motion[6 * b + 1]));
      double tanY = Math.tan(Math.toRadians(motion[6 * b + 2]));
      double zoom = motion[6 * b + 3];
      double[] shear = times(new double[] {1, 0, -tanY, 1}, new double[] {1, -tanX, 0, 1});
      double[] turn = {Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)};
      double[] m = times(turn, shear);
      double determinant = zoom * (m[0] * m[3] - m[1] * m[2]);
      for (int i = 0; i < s.height; i++) {
        for (int j = 0; j < s.width; j++) {
          double right = j + 0.5 - s.width * (0.5 + motion[6 * b + 4]);
          double down = i + 0.5 - s.height * (0.5 + motion[6 * b + 5]);
          double column = (m[3] * right - m[1] * down) / determinant + s.width / 2.0 - 0.5;
          double row = (m[0] * down - m[2] * right) / determinant + s.height / 2.0 - 0.5;
          for (int c = 0; c < s.channels; c++) {
            y[s.at(b, i, j, c)] = between(s, x, b, row, column, c);
          }
        }
      }
    }
    return y;
  }

  private static double[] times(double[] a, double[] b) {
    return new double[] {
      a[0] * b[0] + a[1] * b[2],
      a[0] * b[1] + a[1] * b[3],
      a[2] * b[0] + a[3] * b[2],
      a[2] * b[1] + a[3] * b[3]
    };
  }

  private static double between(Images s, double[] x, int b, double row, double column, int c) {
    double value = 0;
    double inside = 0;
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    for (int i = top; i <= top + 1; i++) {
      for (int j = left; j <= left + 1; j++) {
        int at = s.at(b, i, j, c);
        if (at >= 0) {
          double weight = (1 - Math.abs(i - row)) * (1 - Math.abs(j - column));
          value += weight * x[at];
          inside += weight;
        }
      }
    }
    return value * inside;
  }

  /** Origins a rounding error inside the edge, which must not become one beyond it. */
  @Test
  void warpsFromTheVeryEdge() {
    Images s = new Images(4, 32, 32, 1);
    double[] x = all(s.batch * s.size(), 1);
    double share = (1 - 0x1p-19) / 32;
    double[] motion = new double[6 * s.batch];
    for (int b = 0; b < s.batch; b++) {
      motion[6 * b + 3] = 1;
      motion[6 * b + 4 + b / 2] = b % 2 == 0 ? share : -share;
    }
    Tensor y = garbage(s.dims());
    ops.warp(place(x, s.dims()), place(motion, s.batch, 6), y);
    Doubles.assertClose("warped", read(y), warped(s, x, motion), 1e-5);
  }

  @ParameterizedTest
  @MethodSource("images")
  void motionsThatChangeNothingAndThoseThatCannotBe(Images s) {
    double[] x = uniform(random, s.batch * s.size(), 0, 1);
    Tensor y = garbage(s.dims());
    double[] still = new double[6 * s.batch];
    double[] shrunk = new double[6 * s.batch];
    for (int b = 0; b < s.batch; b++) {
      still[6 * b + 3] = 1;
    }
    Tensor tx = place(x, s.dims());
    ops.warp(tx, place(still, s.batch, 6), y);
    assertThat(read(y)).isEqualTo(x);
    ops.warp(tx, place(shrunk, s.batch, 6), y);
    assertThat(read(y)).as("shrunk to a point").containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("images")
  void cutsHolesOut(Images s) {
    int most = 5;
    double[] strengths = new double[2 * s.batch];
    double[] x = uniform(random, s.batch * s.size(), 0.5, 1);
    double[] y = x.clone();
    int blocks = 3;
    for (int b = 0; b < s.batch; b++) {
      int holes = b % 8 - 1;
      int length = random.nextInt(9);
      strengths[2 * b] = length;
      strengths[2 * b + 1] = holes;
      int[] words = words("cutout", (long) b * blocks, 2 * most);
      for (int hole = 0; hole < Math.min(most, holes); hole++) {
        long row = ((words[2 * hole] & 0xFFFFFFFFL) * s.height) >> 32;
        long column = ((words[2 * hole + 1] & 0xFFFFFFFFL) * s.width) >> 32;
        long top = row - (length + 1) / 2;
        long left = column - (length + 1) / 2;
        for (int i = 0; i < s.height; i++) {
          for (int j = 0; j < s.width; j++) {
            if (i >= top && i < top + length && j >= left && j < left + length) {
              Arrays.fill(y, s.at(b, i, j, 0), s.at(b, i, j, 0) + s.channels, 0);
            }
          }
        }
      }
    }
    Tensor strength = place(strengths, s.batch, 2);
    Tensor tx = place(x, s.dims());
    Tensor ty = garbage(s.dims());
    RandomStream stream = new RandomStream(4, "cutout");
    ops.cutout(stream, strength, 1, most, strength, 0, tx, ty);
    assertThat(stream.position()).isEqualTo((long) s.batch * blocks);
    assertThat(read(ty)).isEqualTo(y);
    stream.seek(0);
    ops.cutout(stream, strength, 1, most, strength, 0, tx, tx);
    assertThat(read(tx)).as("in place").isEqualTo(y);
  }
}
