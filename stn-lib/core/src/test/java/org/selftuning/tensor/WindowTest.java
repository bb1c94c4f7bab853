package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "32, 32, 3, 2, 1, 16, 16",
    "32, 32, 3, 1, 1, 32, 32",
    "28, 28, 5, 1, 2, 28, 28",
    "28, 20, 2, 2, 0, 14, 10",
    "5, 4, 2, 2, 0, 2, 2",
    "5, 3, 3, 2, 0, 2, 1"
  })
  void standsAtAsManyPlacesAsFit(int h, int w, int size, int stride, int padding, int oh, int ow) {
    Window window = new Window(h, w, 3, size, stride, padding);
    assertThat(window.outHeight()).isEqualTo(oh);
    assertThat(window.outWidth()).isEqualTo(ow);
    assertThat(window.positions()).isEqualTo(oh * ow);
    assertThat(window.values()).isEqualTo(3 * size * size);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
      5 ! 1 ! 0 ! a size of 5 × 5 is larger than the image of 4 × 4 with its padding of 0
      3 ! 5 ! 1 ! a stride of 5 does not fit an image of 4 × 4
      3 ! 1 ! 3 ! padding must lie in 0 … 2 (the size less 1), not 3
      3 ! 1 ! -1 ! padding must lie in 0 … 2 (the size less 1), not -1
      3 ! 0 ! 1 ! size and stride must be at least 1, not 3 and 0
      0 ! 1 ! 0 ! size and stride must be at least 1, not 0 and 1
      """)
  void whatDoesNotFitIsRefused(int size, int stride, int padding, String message) {
    assertThatThrownBy(() -> new Window(4, 4, 1, size, stride, padding))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
