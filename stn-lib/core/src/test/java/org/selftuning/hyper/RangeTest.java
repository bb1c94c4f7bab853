package org.selftuning.hyper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {

  /** A range and its map as the paper writes it. */
  private record Subject(Range range, DoubleUnaryOperator map) {
    @Override
    public String toString() {
      return range.toString();
    }
  }

  static Stream<Subject> ranges() {
    return Stream.of(
        new Subject(Range.interval(0, 0.95), z -> 0.95 / (1 + Math.exp(-z))),
        new Subject(Range.interval(-3, 7), z -> -3 + 10 / (1 + Math.exp(-z))),
        new Subject(Range.interval(1e-8, 2e-8), z -> 1e-8 + 1e-8 / (1 + Math.exp(-z))),
        new Subject(Range.above(0), z -> Math.log(1 + Math.exp(z))),
        new Subject(Range.above(-5), z -> -5 + Math.log(1 + Math.exp(z))),
        new Subject(Range.below(2), z -> 2 - Math.log(1 + Math.exp(z))),
        new Subject(Range.real(), z -> z));
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void mapAndDerivativeFollowTheFormula(Subject s) {
    for (double z = -12; z <= 12; z += 0.37) {
      double value = s.range.value(z);
      assertThat(value).isCloseTo(s.map.applyAsDouble(z), within(1e-12 * (1 + Math.abs(value))));
      double h = 1e-5;
      double slope = (s.range.value(z + h) - s.range.value(z - h)) / (2 * h);
      assertThat(s.range.derivative(z)).isCloseTo(slope, within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void inverseUndoesTheMap(Subject s) {
    for (double z = -12; z <= 12; z += 0.41) {
      assertThat(s.range.inverse(s.range.value(z))).isCloseTo(z, within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void mapStaysFiniteAndInRangeFarOut(Subject s) {
    for (double z : new double[] {-1e4, -800, -100, 100, 800, 1e4}) {
      assertThat(s.range.contains(s.range.value(z))).as("value at %s", z).isTrue();
      assertThat(s.range.value(z)).isFinite();
      assertThat(s.range.derivative(z)).isFinite();
    }
  }

  @Test
  void endPointsHaveAFiniteInverseThatMapsBackBesideThem() {
    Range dropout = Range.interval(0, 0.95);
    for (double end : new double[] {0, 0.95}) {
      double z = dropout.inverse(end);
      assertThat(z).isFinite();
      assertThat(dropout.value(z)).isCloseTo(end, within(1e-6)).isNotEqualTo(end);
    }
    assertThat(dropout.inverse(-0.1)).isEqualTo(dropout.inverse(0));
    assertThat(dropout.inverse(1)).isEqualTo(dropout.inverse(0.95));
    assertThat(Range.above(0).inverse(0)).isFinite().isNegative();
    assertThat(Range.below(2).inverse(2)).isFinite().isNegative();
    assertThat(Range.below(2).value(Range.below(2).inverse(2))).isCloseTo(2, within(1e-5));
  }

  /** Weight decays are this small; the inverse must not lift them. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-8, 1e-6, 1e-3, 1, 30, 1e3, 1e6})
  void halfLinesKeepEverySize(double distance) {
    assertThat(Range.above(0).value(Range.above(0).inverse(distance)))
        .isCloseTo(distance, within(1e-9 * distance));
    assertThat(Range.below(0).value(Range.below(0).inverse(-distance)))
        .isCloseTo(-distance, within(1e-9 * distance));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-30, 1e-6, 1e-3, 0.5, 1, 40, 1e3, 1e300})
  void softplusAndItsInverseAreSafe(double y) {
    double x = Range.inverseSoftplus(y);
    assertThat(x).isFinite();
    assertThat(Range.softplus(x)).isCloseTo(y, within(1e-12 * y + 1e-310));
    if (y < 1e-5) {
      assertThat(x).isCloseTo(Math.log(y), within(1e-5));
    } else if (y > 50) {
      assertThat(x).isEqualTo(y);
    }
  }

  @Test
  void softplusNeverOverflows() {
    assertThat(Range.softplus(1000)).isEqualTo(1000);
    assertThat(Range.softplus(-1000)).isZero();
    assertThat(Range.softplus(0)).isEqualTo(Math.log(2));
    assertThat(Range.sigmoid(1000)).isEqualTo(1);
    assertThat(Range.sigmoid(-1000)).isZero();
    assertThat(Range.sigmoid(-30)).isCloseTo(Math.exp(-30), within(1e-25));
    assertThatThrownBy(() -> Range.inverseSoftplus(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Range.inverseSoftplus(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endsMustBeInOrder() {
    assertThatThrownBy(() -> Range.interval(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("range [1.0, 1.0]: the lower end must lie below the upper end");
    assertThatThrownBy(() -> Range.interval(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Range.above(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Range.above(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsItself() {
    assertThat(Range.interval(0, 0.95)).hasToString("(0.0, 0.95)");
    assertThat(Range.above(0)).hasToString("above 0.0");
    assertThat(Range.below(2)).hasToString("below 2.0");
    assertThat(Range.interval(0, 1).bounded()).isTrue();
    assertThat(Range.above(0).bounded()).isFalse();
  }
}
