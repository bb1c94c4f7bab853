package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.layer.Default;
import org.selftuning.layer.Quantity;

/** Kinds with several arguments, some of them optional. */
class KindTest {
  private record Window(int size, @Default("1") int stride, @Default("0") Quantity rate) {}

  private record Square(int height, @Default(as = "height") int width) {}

  private static final Vocabulary<Window> WINDOWS =
      new Vocabulary<Window>("window").with(Window.class);

  private static Window read(String text) {
    return WINDOWS.read(YamlDocument.read(text).orElseThrow().labeled("here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
      window: 3                            ! 3 ! 1
      window: {size: 3, stride: 2}         ! 3 ! 2
      window: {size: 4, rate: 0.5}         ! 4 ! 1
      window: {size: 4, rate: p}           ! 4 ! 1
      window: {size: 4, stride: 4, rate: "1"} ! 4 ! 4
      """)
  void isReadAndPrintsTheShortestForm(String text, int size, int stride) {
    Window window = read(text);
    assertThat(window.size()).isEqualTo(size);
    assertThat(window.stride()).isEqualTo(stride);
    assertThat(WINDOWS.print(window)).contains(text);
  }

  @Test
  void argumentsMayComeInAnyOrderAndBeSpeltOut() {
    assertThat(read("window: {rate: 0, stride: 1, size: 3}"))
        .isEqualTo(new Window(3, 1, Quantity.of(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
      square: 3                            ! 3 ! 3
      square: {height: 3, width: 2}        ! 3 ! 2
      """)
  void anArgumentMayBeAsTheOneBefore(String text, int height, int width) {
    Vocabulary<Square> squares = new Vocabulary<Square>("square").with(Square.class);
    Square square = squares.read(YamlDocument.read(text).orElseThrow().labeled("here"));
    assertThat(square).isEqualTo(new Square(height, width));
    assertThat(squares.print(square)).contains(text);
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThatThrownBy(() -> read("window: {stride: 2}"))
        .hasMessage("line 1: here: window: 'size' is missing; it is a whole number");
    assertThatThrownBy(() -> read("window: {size: 2, strde: 2}"))
        .hasMessage("line 1: here: window: unknown key 'strde'; did you mean 'stride'?");
  }
}
