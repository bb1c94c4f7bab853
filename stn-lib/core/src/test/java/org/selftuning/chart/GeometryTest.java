package org.selftuning.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class GeometryTest {
  private static final Line.Look LOOK = Line.Look.VALIDATION;

  @RepeatedTest(20)
  void labelsNeverOverlapAndStayInside(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[] wanted = random.doubles(1 + random.nextInt(7), 0, 200).toArray();
    double[] placed = EndLabels.place(wanted, 17, 10, 190);
    double[] sorted = placed.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      assertThat(sorted[i]).isBetween(10 - 1e-9, 190 + 1e-9);
      if (i > 0) {
        assertThat(sorted[i] - sorted[i - 1]).isGreaterThanOrEqualTo(17 - 1e-9);
      }
    }
    for (int i = 0; i < placed.length; i++) {
      for (int k = 0; k < placed.length; k++) {
        assertThat(wanted[i] < wanted[k] && placed[i] > placed[k]).isFalse();
      }
    }
  }

  @Test
  void labelsWithRoomStayAtTheirLines() {
    assertThat(EndLabels.place(new double[] {150, 20, 80}, 17, 0, 200))
        .containsExactly(150, 20, 80);
    assertThat(EndLabels.place(new double[] {100, 100}, 17, 0, 200)).containsExactly(91.5, 108.5);
  }

  @Test
  void thinningKeepsSpikesAndEnds() {
    int n = 50_000;
    double[] x = new double[n];
    double[] y = new double[n];
    Random random = new Random(3);
    for (int i = 0; i < n; i++) {
      x[i] = i;
      y[i] = random.nextDouble();
    }
    y[31_234] = 9;
    y[12_345] = -9;
    Line thin = Thinning.toPixels(Line.plain("a", x, y, LOOK), Axis.linear("", 0, n), 800);
    assertThat(thin.x().length).isBetween(800, 1_601);
    assertThat(Arrays.stream(thin.y()).max().getAsDouble()).isEqualTo(9);
    assertThat(Arrays.stream(thin.y()).min().getAsDouble()).isEqualTo(-9);
    assertThat(thin.x()[thin.x().length - 1]).isEqualTo(n - 1);
    for (int i = 1; i < thin.x().length; i++) {
      assertThat(thin.x()[i]).isGreaterThanOrEqualTo(thin.x()[i - 1]);
    }
  }

  @Test
  void sparseLinesStayAsTheyAre() {
    Line line = Line.plain("a", new double[] {0, 4, 10}, new double[] {1, 7, 100}, LOOK);
    Line thin = Thinning.toPixels(line, Axis.linear("", 0, 10), 100);
    assertThat(thin.x()).isEqualTo(line.x());
    assertThat(thin.y()).isEqualTo(line.y());
  }

  @Test
  void gapsStayGaps() {
    Line line =
        Line.plain("a", new double[] {0, 1, 2, 3}, new double[] {1, Double.NaN, 2, 3}, LOOK);
    Line thin = Thinning.toPixels(line, Axis.linear("", 0, 3), 50);
    assertThat(Arrays.stream(thin.y()).filter(Double::isNaN).count()).isEqualTo(1);
    assertThat(Arrays.stream(thin.x()).filter(v -> v > 0 && v < 2 && v != 1)).isEmpty();
  }

  @Test
  void lossAxesTurnLogarithmicAboveTwoDecades() {
    assertThat(Axis.around("loss", 0.031, 2.9, false))
        .isEqualTo(new Axis("loss", 0, 3, false, false));
    Axis log = Axis.around("loss", 0.012, 2.9, false);
    assertThat(log.log()).isTrue();
    assertThat(log.low()).isEqualTo(0.01);
    assertThat(log.high()).isEqualTo(3);
    assertThat(Axis.around("perplexity", 70, 900, true).log()).isTrue();
    assertThat(Axis.around("loss", 0.3, 0.62, false).low()).isEqualTo(0.28, within(0.021));
  }

  @Test
  void axesTakeWhateverComes() {
    for (double[] ends :
        new double[][] {{0, 0}, {5, 5}, {-3, -3}, {1e-12, 1e-12}, {1e9, 1e9 + 1}, {-1, 1e6}}) {
      Axis axis = Axis.around("x", ends[0], ends[1], false);
      assertThat(axis.low()).isLessThanOrEqualTo(ends[0] + 1e-9);
      assertThat(axis.high()).isGreaterThanOrEqualTo(ends[1]);
    }
    Axis none = Axis.around("x", Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, false);
    assertThat(none.high()).isEqualTo(1);
  }

  @Test
  void numbersAlongAnAxisAreShort() {
    assertThat(new Ticks(Axis.linear("", 0, 0.7)).label(0.30000000000000004)).isEqualTo("0.3");
    assertThat(new Ticks(Axis.linear("", 0, 0.3)).label(0.1)).isEqualTo("0.10");
    assertThat(new Ticks(Axis.linear("", -2, 2)).label(-0.5)).isEqualTo("−0.5");
    assertThat(new Ticks(Axis.counting("", 0, 5)).label(2.5)).isEmpty();
    assertThat(new Ticks(Axis.counting("", 0, 90_000)).label(20_000)).isEqualTo("20 000");
    Ticks log = new Ticks(Axis.around("", 0.01, 9, true));
    assertThat(log.label(0.05)).isEqualTo("0.05");
    assertThat(log.label(0.03)).isEmpty();
    assertThat(log.label(1)).isEqualTo("1");
  }
}
