package org.selftuning.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.selftuning.theory.Curves;

/** On logarithmic axes a power of the variable is a straight line. */
class LogarithmicTest {
  private static final Curves POWERS =
      new Curves(
          "width",
          List.of(10.0, 100.0, 1000.0),
          Map.of("square", List.of(1.0, 100.0, 10_000.0), "none", List.of(0.0, Double.NaN, 0.0)),
          Map.of(),
          List.of());

  @Test
  void bothAxesAreLogarithmicAndPowersStraight() {
    Panel panel = CurvesFigure.logarithmicPanel("Time", "ms", POWERS);
    assertThat(panel.x().log()).isTrue();
    assertThat(panel.y().log()).isTrue();
    Line square =
        panel.lines().stream().filter(l -> l.name().equals("square")).findFirst().orElseThrow();
    double[] up = new double[3];
    for (int i = 0; i < 3; i++) {
      assertThat(panel.x().share(square.x()[i])).isEqualTo(i / 2.0, within());
      up[i] = panel.y().share(square.y()[i]);
    }
    assertThat(up[2] - up[1]).isEqualTo(up[1] - up[0], within());
    assertThat(up[0]).isGreaterThanOrEqualTo(0);
    assertThat(up[2]).isLessThanOrEqualTo(1);
  }

  @Test
  void whatIsNotPositiveIsLeftOut() {
    Panel panel = CurvesFigure.logarithmicPanel("Time", "ms", POWERS);
    Line none =
        panel.lines().stream().filter(l -> l.name().equals("none")).findFirst().orElseThrow();
    assertThat(none.last()).isEqualTo(-1);
    assertThat(Charts.logarithmic("Time", "ms", POWERS).vegaLite()).contains("\"log\"");
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }
}
