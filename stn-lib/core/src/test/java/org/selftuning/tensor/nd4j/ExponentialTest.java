package org.selftuning.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  private final Exponential exponential = new Exponential();

  @Test
  void exponentialIsRightToTheLastDigits() {
    float[] x = new float[100_000];
    Random random = new Random(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = -87 + 175 * random.nextFloat();
    }
    float[] y = x.clone();
    exponential.exp(y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      double exact = Math.exp(x[i]);
      assertThat(y[i] / exact).as("exp %s", x[i]).isCloseTo(1, within(3e-7));
    }
  }

  @Test
  void endsAndWhatIsNoNumber() {
    float[] x = {0, Float.NEGATIVE_INFINITY, -1000, Float.NaN, 5};
    exponential.exp(x, 0, 4);
    assertThat(x[0]).isEqualTo(1);
    assertThat(x[1]).isBetween(0f, 2e-38f);
    assertThat(x[2]).isBetween(0f, 2e-38f);
    assertThat(x[3]).isNaN();
    assertThat(x[4]).as("beyond the end").isEqualTo(5);
  }

  @Test
  void squashesAsTheFormulasDo() {
    float[] x = {9, -30, -3, -0.01f, 0, 0.5f, 3, 200, Float.NaN, 7};
    float[] s = x.clone();
    float[] t = x.clone();
    exponential.sigmoid(s, 1, 9);
    exponential.tanh(t, 1, 9);
    for (int i = 1; i < 8; i++) {
      assertThat((double) s[i]).isCloseTo(1 / (1 + Math.exp(-x[i])), within(1e-7));
      assertThat((double) t[i]).isCloseTo(Math.tanh(x[i]), within(2e-7));
    }
    assertThat(s[8]).isNaN();
    assertThat(t[8]).isNaN();
    assertThat(new float[] {s[0], s[9], t[0], t[9]}).containsExactly(9, 7, 9, 7);
  }
}
