package org.selftuning.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

final class ArithmeticTest {
  @Test
  void productsAndConvolutionsAreCountedAndComputed() {
    try (Ops ops = Device.named("cpu").open()) {
      Arithmetic arithmetic = new Arithmetic(ops);
      Ops counted = arithmetic.ops();
      Tensor a = counted.tensor(5, 7);
      Tensor b = counted.tensor(5, 3);
      Tensor c = counted.tensor(7, 3);
      counted.fill(a, 2);
      counted.fill(b, 3);
      assertThat(arithmetic.of(() -> counted.matmul(a, true, b, false, 1, 0, c)))
          .isEqualTo(2 * 7 * 3 * 5);
      float[] values = new float[21];
      c.read(values);
      assertThat(values).containsOnly(5 * 6);

      Window window = new Window(4, 4, 2, 3, 1, 1);
      Tensor x = counted.tensor(2, 4, 4, 2);
      Tensor filters = counted.tensor(6, 18);
      Tensor y = counted.tensor(2, 4, 4, 6);
      long each = 2L * (2 * 4 * 4 * 6) * 18;
      assertThat(arithmetic.of(() -> counted.convolve(x, filters, window, y))).isEqualTo(each);
      assertThat(arithmetic.of(() -> counted.convolveBackwardInput(y, filters, window, x)))
          .isEqualTo(each);
      assertThat(arithmetic.of(() -> counted.convolveBackwardFilters(y, x, window, 1, 0, filters)))
          .isEqualTo(each);
      assertThat(arithmetic.of(() -> counted.fill(x, 1))).isZero();
    }
  }
}
