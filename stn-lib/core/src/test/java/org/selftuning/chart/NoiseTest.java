package org.selftuning.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What titles claim, and what they leave open. */
class NoiseTest {

  /** Of four degrees of freedom p is 1 − s (1 + (1 − s²) / 2) with s² = t² / (4 + t²). */
  @Test
  void pIsThatOfWelchsTest() {
    double[] x = {1, 2, 3};
    double[] y = {2, 3, 4};
    double s = Math.sqrt(1.5 / 5.5); // t² = 1 / (2 · 1/3)
    assertThat(Noise.p(x, y))
        .isCloseTo(1 - s * (1 + (1 - s * s) / 2), within(1e-12))
        .isEqualTo(Noise.p(y, x));
    assertThat(Noise.p(new double[] {1}, x)).isNaN();
    assertThat(Noise.p(new double[] {1, 1}, new double[] {2, 2})).isZero();
  }

  /** Under no difference a winner of two is named in about one of twenty comparisons. */
  @Test
  void aWinnerIsSeldomNamedWhereThereIsNone() {
    SplittableRandom random = new SplittableRandom(7);
    long named =
        IntStream.range(0, 2000)
            .filter(
                i ->
                    Noise.lowest(
                            List.of(
                                entrant("a", gaussian(random, 5, 0)),
                                entrant("b", gaussian(random, 5, 0))),
                            "reaches",
                            "lowest loss")
                        .contains(" reaches "))
            .count();
    assertThat(named).isBetween(50L, 140L);
  }

  @Test
  void titlesNameThoseWhichChanceMayPart() {
    SplittableRandom random = new SplittableRandom(3);
    Noise.Entrant low = entrant("low", gaussian(random, 6, 10));
    Noise.Entrant near = entrant("near", gaussian(random, 6, 10.4));
    Noise.Entrant far = entrant("far", gaussian(random, 6, 25));
    assertThat(Noise.lowest(List.of(far, low), "has", "lowest loss"))
        .startsWith("low has the lowest loss, ");
    assertThat(Noise.lowest(List.of(far, near, low), "has", "lowest loss"))
        .startsWith("Lowest loss within noise: ")
        .contains("low", "near")
        .doesNotContain("far");
    assertThat(
            Noise.lowest(
                List.of(entrant("a", 1), entrant("b", 2), entrant("c", 3), entrant("d", 4)),
                "has",
                "lowest loss"))
        .isEqualTo("Lowest loss with one seed: a 1, b 2 and 2 others");
  }

  @Test
  void theNoiseOfACourseIsThatAroundItsTrend() {
    SplittableRandom random = new SplittableRandom(1);
    double[] noise = gaussian(random, 4000, 0);
    double[] course = new double[noise.length];
    for (int i = 0; i < course.length; i++) {
      course[i] = 50 * Math.exp(-i / 1000.0) + 0.1 * noise[i];
    }
    assertThat(Noise.ofCourse(course)).isCloseTo(0.1, within(0.005));
    assertThat(Noise.ofCourse(new double[] {3, 2, 1})).isNaN();
    assertThat(Noise.differ(2.303, 2.302, Double.NaN)).isFalse();
    assertThat(Noise.differ(2.303, 2.1, 0.01)).isTrue();
    assertThat(Noise.differ(2.303, 2.28, 0.01)).isFalse();
  }

  private static Noise.Entrant entrant(String name, double... samples) {
    return new Noise.Entrant(name, DoubleStream.of(samples).average().orElseThrow(), samples);
  }

  private static double[] gaussian(SplittableRandom random, int n, double mean) {
    return IntStream.range(0, n).mapToDouble(i -> mean + random.nextGaussian()).toArray();
  }
}
